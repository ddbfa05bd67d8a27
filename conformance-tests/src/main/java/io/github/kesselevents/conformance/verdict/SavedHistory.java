package io.github.kesselevents.conformance.verdict;

import io.github.kesselevents.conformance.check.ConsumerExaminer;
import io.github.kesselevents.conformance.check.Examiner;
import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Promised;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.conformance.history.HistoryException;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Judges a saved history as it is read, without anything that took part in the run. */
public final class SavedHistory {

    /**
     * What came of it.
     *
     * @param started the history's first entry
     */
    public record Judged(Started started, Judgement judgement) {}

    private static final int TELL_EVERY = 10_000;
    private static final Supplement NOTHING_ELSE = new Supplement() {
        @Override
        public void accept(long line, HistoryEntry entry) {}

        @Override
        public List<Verdict> verdicts(List<Verdict> requirements) {
            return List.of();
        }
    };

    private final Path file;
    private final Grade best;
    private final LongConsumer progress;
    private final Function<ProducerProfile, Supplement> supplements;
    private ProducerProfile profile;
    private Started started;
    private Examiner examiner;
    private Supplement supplement = NOTHING_ELSE;
    private ConsumerExaminer consumer;
    /** One of the two; null before the second entry. */
    private History.Reader reader;

    private SavedHistory(
            Path file,
            ProducerProfile profile,
            Grade best,
            LongConsumer progress,
            Function<ProducerProfile, Supplement> supplements) {
        this.file = file;
        this.progress = progress;
        this.supplements = supplements;
        this.profile = profile;
        this.best = best;
    }

    /**
     * Judges the history in this file.
     *
     * @param profile of the producer; null for the one that the history names
     * @param best better evidence than this grade is left aside
     * @throws HistoryException when it cannot be read, or holds an entry that cannot be judged
     * @throws io.github.kesselevents.conformance.producer.ProfileException when it names a profile that cannot be used
     */
    public static Judged judge(Path file, ProducerProfile profile, Grade best) {
        return judge(file, profile, best, entries -> {});
    }

    /**
     * The same.
     *
     * @param progress is told every now and then how many entries have been read; must be quick
     */
    public static Judged judge(Path file, ProducerProfile profile, Grade best, LongConsumer progress) {
        return judge(file, profile, best, progress, producer -> NOTHING_ELSE);
    }

    /**
     * The same.
     *
     * @param supplements makes what judges the rest of a producer's history; its verdicts stand behind the others
     */
    public static Judged judge(
            Path file,
            ProducerProfile profile,
            Grade best,
            LongConsumer progress,
            Function<ProducerProfile, Supplement> supplements) {
        return new SavedHistory(file, profile, best, progress, supplements).judge();
    }

    private Judged judge() {
        History.of(file).read(this::accept);
        if (reader == null) {
            begin(started);
        }
        return new Judged(
                started,
                consumer == null
                        ? producer()
                        : Judge.ofConsumer(started.profile()).judge(consumer.examine()));
    }

    private Judgement producer() {
        Judgement requirements = Judge.of(profile).judge(examiner.examine());
        return requirements.with(supplement.verdicts(requirements.verdicts()));
    }

    private void accept(long line, HistoryEntry entry) {
        if (line % TELL_EVERY == 0) {
            progress.accept(line);
        }
        if (entry instanceof Started first && started == null) {
            started = first;
            return;
        }
        if (reader == null) {
            begin(entry);
        }
        examine(line, entry);
    }

    /** The second entry tells what is to be judged: a consumer's promises stand there, and nowhere else. */
    private void begin(HistoryEntry second) {
        if (second instanceof Promised) {
            consumer = new ConsumerExaminer();
            reader = consumer;
        } else {
            profile = profile == null ? ProducerProfile.of(profileOf(started)) : profile;
            examiner = Examiner.of(profile, best);
            supplement = supplements.apply(profile);
            reader = examiner;
        }
        examine(1, started);
    }

    private void examine(long line, HistoryEntry entry) {
        try {
            reader.accept(line, entry);
            supplement.accept(line, entry);
        } catch (NullPointerException | IllegalArgumentException | IllegalStateException e) {
            throw new HistoryException(
                    file + ", line " + line + " holds an entry that cannot be judged (" + e.getMessage()
                            + "); take the file from the run anew.",
                    e);
        }
    }

    private String profileOf(Started first) {
        if (first.profile() == null) {
            throw new HistoryException(file + ", line 1 names no profile; say with --profile which one to judge by.");
        }
        return first.profile();
    }
}
