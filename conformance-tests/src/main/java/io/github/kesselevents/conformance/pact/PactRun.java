package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.conformance.history.HistoryException;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.conformance.recording.Sentinels;
import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.fixtures.environment.EmbeddedEnvironment;
import io.github.kesselevents.fixtures.environment.EnvironmentSettings;
import io.github.kesselevents.fixtures.pact.PactException;
import io.github.kesselevents.fixtures.pact.PactFiles;
import io.github.kesselevents.schemas.EventStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Verifies pacts: pacts → states → producer → topic → history → verdicts. Every state is driven first; sentinels then
 * show that all that was published has been read; only then is anything compared.
 */
public final class PactRun {

    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(30);
    private static final long SEED = 1;

    /**
     * What a run is to be.
     *
     * @param folder where the history and the reports go; what an earlier run left there is replaced
     * @param producer address of a running one; empty for the bundled reference on real parts
     * @param bootstrapServers of the broker that the running producer's events reach; not needed for the bundled one
     */
    public record Settings(Path folder, ProducerProfile profile, String producer, String bootstrapServers) {

        /** The history's file. */
        public Path history() {
            return folder.resolve("history.ndjson");
        }
    }

    /**
     * What came of it.
     *
     * @param started the history's first entry
     * @param told what the broker was told, in a sentence; empty when there is none
     */
    public record Verified(Started started, Judgement judgement, String told) {}

    private final Settings settings;
    private final Progress progress;

    private PactRun(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Verifies the pacts of a folder.
     *
     * @throws PactException when one of them cannot be used
     */
    public static Verified folder(Path pacts, Settings settings, Progress progress) {
        return new PactRun(settings, progress).run(new LocalSource(pacts.toString(), PactFiles.in(pacts)));
    }

    /** Verifies the contracts that come with the kit. */
    public static Verified ready(Settings settings, Progress progress) {
        return new PactRun(settings, progress).run(new LocalSource("the kit", PactFiles.ready()));
    }

    /**
     * Verifies the pacts that a broker selects, and tells it what came of them if it is to be told.
     *
     * @throws PactException when the broker does not answer, or offers none
     */
    public static Verified broker(BrokerSettings broker, Settings settings, Progress progress) {
        return new PactRun(settings, progress).run(new BrokerSource(broker));
    }

    private Verified run(PactSource source) {
        List<OfferedPact> pacts = progress.time("pacts", source::pacts);
        pacts.forEach(pact ->
                pact.notices().forEach(notice -> progress.say(pact.file().consumer() + ": " + notice)));
        progress.say(pacts.size() + " pacts, "
                + pacts.stream()
                        .mapToInt(pact -> pact.file().interactions().size())
                        .sum()
                + " interactions");
        makeFolder();
        Map<OfferedPact, List<Verdict>> verdicts = new LinkedHashMap<>();
        Started started;
        AtomicLong entries = new AtomicLong();
        try (HistoryRecorder history = HistoryRecorder.begin(settings.history())) {
            Recording recording = new Recording(history);
            recording.listen(entry -> entries.incrementAndGet());
            started = recording.record(at -> started(at, history));
            PublishedRecords records = new PublishedRecords();
            recording.listen(records::see);
            try (PactSystem system = PactSystem.start(settings, recording, progress)) {
                progress.say("the producer answers");
                verify(pacts, system, recording, records, verdicts);
            }
        }
        String told = progress.time("results", () -> source.publish(verdicts));
        List<Verdict> all = new ArrayList<>();
        verdicts.values().forEach(all::addAll);
        return new Verified(
                started, new Judgement(settings.profile().name(), Grade.C, entries.get(), all, List.of(), ""), told);
    }

    private void verify(
            List<OfferedPact> pacts,
            PactSystem system,
            Recording recording,
            PublishedRecords records,
            Map<OfferedPact, List<Verdict>> verdicts) {
        String run = "pact-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        StateDriver driver = new StateDriver(system.producer(), recording, new StateRequests(run, SEED));
        List<Driven> driven = progress.time("provider states", () -> driver.drive(pacts));
        Sentinels sentinels =
                new Sentinels(recording, Map.of(EventStream.RESOURCES.topic(), system.partitions()), patience -> false);
        Drained drained = progress.time("sentinels", () -> sentinels.drain(driver::sentinel, DRAIN_PATIENCE));
        recording.record(at -> new Ended(
                at,
                drained.complete() ? End.DRAINED : End.GAVE_UP,
                drained.complete()
                        ? "every state was reached, and the sentinels behind them arrived"
                        : "no sentinel arrived on " + String.join(", ", drained.missing()) + " in time",
                system.reader().offsets()));
        RecordVerifier verifier = new RecordVerifier(settings.profile().wireFormat());
        PactJudge judge = new PactJudge(records, verifier, drained.missing());
        progress.time("verify", () -> {
            pacts.forEach(pact -> verdicts.put(pact, new ArrayList<>()));
            driven.forEach(each -> verdicts.get(each.pact()).add(judge.judge(each)));
        });
    }

    private Started started(long at, HistoryRecorder history) {
        return new Started(
                at,
                History.VERSION,
                history.wallClock(),
                settings.profile().name(),
                SEED,
                Map.of(),
                settings.producer().isEmpty() ? EmbeddedEnvironment.versions(EnvironmentSettings.standard()) : Map.of(),
                Map.of());
    }

    private void makeFolder() {
        try {
            Files.createDirectories(settings.folder());
            Files.deleteIfExists(settings.history());
        } catch (IOException e) {
            throw new HistoryException(
                    "The folder " + settings.folder() + " cannot be written (" + e.getMessage() + "); choose another.",
                    e);
        }
    }
}
