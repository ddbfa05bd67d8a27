package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Promised;
import io.github.kesselevents.conformance.producer.Grade;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All checks of a consumer over one history, fed entry by entry. Not thread-safe. */
public final class ConsumerExaminer implements History.Reader {

    private ConsumerStory story;
    private long entries;

    @Override
    public void accept(long line, HistoryEntry entry) {
        entries++;
        if (entry instanceof Promised promised) {
            story = new ConsumerStory(promised);
        } else if (story != null) {
            story.accept(entry);
        }
    }

    /** What came of it. To be called once, after the last entry. */
    public Examined examine() {
        List<Examination> examinations = new ArrayList<>();
        examinations.addAll(new EffectCheck(story).examine());
        examinations.addAll(new CommitCheck(story).examine());
        examinations.addAll(new ToleranceCheck(story).examine());
        Ended ended = story.ended();
        return new Examined(
                Grade.B,
                entries,
                examinations,
                List.of(),
                ended == null,
                ended == null || ended.reason() == End.DRAINED
                        ? ""
                        : "the recording stopped early: " + ended.what().strip().replaceFirst("\\.$", ""),
                Map.of());
    }
}
