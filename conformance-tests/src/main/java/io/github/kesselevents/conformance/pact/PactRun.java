package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Phase;
import io.github.kesselevents.conformance.history.HistoryEntry.PhaseBegun;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.conformance.history.HistoryException;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.Life;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerSettings;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.conformance.recording.Sentinels;
import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.workload.Scenario;
import io.github.kesselevents.conformance.workload.ScenarioSettings;
import io.github.kesselevents.conformance.workload.Workload;
import io.github.kesselevents.fixtures.environment.EmbeddedEnvironment;
import io.github.kesselevents.fixtures.environment.EnvironmentSettings;
import io.github.kesselevents.schemas.EventStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Verifies pacts alone: pacts → states → producer → topic → history → verdicts. Every state is driven first; sentinels
 * then show that all that was published has been read; only then is anything compared, from the history alone.
 */
public final class PactRun {

    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(30);
    private static final long SEED = 1;

    /**
     * What a run is to be.
     *
     * @param folder where the history and the reports go; what an earlier run left there is replaced
     * @param producer what is verified, on the parts that it needs
     * @param reached where it and its broker are, if both run already and the kit may only call them
     */
    public record Settings(Path folder, ProducerSettings producer, Optional<Reached> reached) {

        /** The history's file. */
        public Path history() {
            return folder.resolve("history.ndjson");
        }

        ProducerProfile profile() {
            return producer.profile();
        }
    }

    /**
     * A producer that runs.
     *
     * @param address of its API, {@code host:port}
     * @param bootstrapServers of the broker that its events reach
     */
    public record Reached(String address, String bootstrapServers) {}

    /**
     * What came of it.
     *
     * @param started the history's first entry
     */
    public record Verified(Started started, Judgement judgement) {}

    private final Settings settings;
    private final Progress progress;

    private PactRun(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Verifies these pacts. */
    public static Verified verify(Pacts pacts, Settings settings, Progress progress) {
        return new PactRun(settings, progress).run(pacts);
    }

    private Verified run(Pacts pacts) {
        makeFolder();
        Started started;
        AtomicLong entries = new AtomicLong();
        try (HistoryRecorder history = HistoryRecorder.begin(settings.history())) {
            Recording recording = new Recording(history);
            recording.listen(entry -> entries.incrementAndGet());
            started = recording.record(at -> started(at, history));
            try (PactSystem system = PactSystem.start(settings, recording, progress)) {
                progress.say("the producer answers");
                record(pacts, system, recording, history);
            }
        }
        PactExaminer examiner = new PactExaminer(settings.profile(), progress);
        History.of(settings.history()).read(examiner);
        return new Verified(
                started,
                new Judgement(
                        settings.profile().name(),
                        Grade.C,
                        entries.get(),
                        examiner.verdicts(List.of()),
                        List.of(),
                        ""));
    }

    private void record(Pacts pacts, PactSystem system, Recording recording, HistoryRecorder history) {
        String run = "pact-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        Scenario none = Scenario.draw(run, SEED, ScenarioSettings.defaults().withOperations(1));
        try (Workload workload = Workload.startHeld(none, system.producer(), history, count -> {})) {
            recording.record(at -> new PhaseBegun(at, Phase.PACTS));
            progress.time("provider states", () -> pacts.write(workload, recording, run));
            String topic = settings.profile().topicOf(EventStream.RESOURCES);
            Sentinels sentinels = new Sentinels(recording, Map.of(topic, system.partitions(topic)), patience -> false);
            Drained drained = progress.time(
                    "sentinels",
                    () -> sentinels.drain(() -> workload.sentinel().send().marker(), DRAIN_PATIENCE));
            recording.record(at -> new Ended(
                    at,
                    drained.complete() ? End.DRAINED : End.GAVE_UP,
                    drained.complete()
                            ? "every state was reached, and the sentinels behind them arrived"
                            : "no sentinel arrived on " + String.join(", ", drained.missing()) + " in time",
                    system.reader().offsets()));
        }
    }

    private Started started(long at, HistoryRecorder history) {
        boolean bundled = settings.producer().life() instanceof Life.Bundled
                && settings.reached().isEmpty();
        return new Started(
                at,
                History.VERSION,
                history.wallClock(),
                settings.profile().name(),
                SEED,
                Map.of(),
                bundled ? EmbeddedEnvironment.versions(EnvironmentSettings.standard()) : Map.of(),
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
