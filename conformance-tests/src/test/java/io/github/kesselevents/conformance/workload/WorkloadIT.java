package io.github.kesselevents.conformance.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Purpose;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.producer.GrpcProducer;
import io.github.kesselevents.conformance.producer.ProducerUnderTest;
import io.github.kesselevents.fixtures.environment.EmbeddedPostgres;
import io.github.kesselevents.fixtures.environment.Workspace;
import io.github.kesselevents.fixtures.inventory.ReferenceInventory;
import io.github.kesselevents.fixtures.inventory.ReferenceInventory.Settings;
import io.github.kesselevents.fixtures.payload.Payload;
import io.github.kesselevents.fixtures.payload.RelayProbes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole scenario, against the reference inventory over a real PostgreSQL. */
@Tag("full")
class WorkloadIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Scenario SCENARIO =
            Scenario.draw("it", 42, ScenarioSettings.defaults().withFaults(List.of("producer-restart")));

    @TempDir
    Path folder;

    private Workspace workspace;
    private EmbeddedPostgres postgres;
    private ReferenceInventory inventory;
    private ProducerUnderTest producer;

    @BeforeEach
    void start() {
        workspace = Workspace.open();
        postgres = EmbeddedPostgres.start(workspace);
        inventory = ReferenceInventory.start(Settings.forTests(postgres.jdbcUrl()));
        producer = GrpcProducer.at("127.0.0.1:" + inventory.port(), DEADLINE, Set.of("INVALID_ARGUMENT", "NOT_FOUND"));
    }

    @AfterEach
    void stop() {
        producer.close();
        inventory.close();
        postgres.close();
        workspace.close();
    }

    @Test
    void everyKindOfOperationIsAnsweredAsTheWriteSemanticsSay() throws InterruptedException {
        Recording recording = run("steady", workload -> {});

        assertIsWhole(recording);
        assertAnswersAreAsExpected(recording, "transaction failed after 10 attempts");
        assertThat(meetings(recording)).allSatisfy(pair -> {
            assertThat(recording.overlapping(pair.get(0).number()))
                    .contains(pair.get(1).number());
            assertThat(pair)
                    .extracting(op -> recording.returned().get(op.number()).outcome())
                    .contains(Outcome.ACKNOWLEDGED);
        });
    }

    @Test
    void aProducerThatIsRestartedInTheMiddleCostsWhatWasInFlight() throws InterruptedException {
        FaultPoint restart = SCENARIO.faults().get(0);
        Recording recording = run("restarted", workload -> {
            workload.awaitOperations(restart.operations(), PATIENCE);
            int port = inventory.port();
            inventory.close();
            int before = workload.returned();
            assertThat(before).isLessThan(SCENARIO.operations().size());
            inventory = ReferenceInventory.start(new Settings("127.0.0.1", port, postgres.jdbcUrl(), null, null, 16));
            producer.reconnect();
            Attempt sentinel = workload.sentinel().send();
            assertThat(sentinel.acknowledged()).as(sentinel.toString()).isTrue();
        });

        assertIsWhole(recording);
        assertAnswersAreAsExpected(
                recording, "transaction failed after 10 attempts|io exception|.*GOAWAY.*|.*shutdown.*|.*closed.*");
        assertThat(recording.returned().values().stream()
                        .filter(reply -> reply.code().equals("UNAVAILABLE")))
                .hasSizeLessThanOrEqualTo(2 * SCENARIO.settings().clients());
    }

    @Test
    void everyProbeIsLegal() throws InterruptedException {
        Path file = folder.resolve("probes.ndjson");
        try (HistoryRecorder recorder = begin(file);
                Workload workload = Workload.start(SCENARIO, producer, recorder)) {
            workload.stop();
            List<Payload> probes = new ArrayList<>(RelayProbes.stalls());
            probes.addAll(RelayProbes.distortions());
            assertThat(probes)
                    .hasSize(12)
                    .allSatisfy(probe -> assertThat(workload.probe(probe).send().acknowledged())
                            .as(probe.name())
                            .isTrue());
            workload.awaitEnd(PATIENCE);
        }
        assertThat(Recording.of(file).invoked().values())
                .filteredOn(one -> one.purpose() == Purpose.PROBE)
                .hasSize(12);
    }

    /** What a test does while the workload runs. */
    private interface Meanwhile {
        void during(Workload workload) throws InterruptedException;
    }

    private Recording run(String name, Meanwhile meanwhile) throws InterruptedException {
        Path file = folder.resolve(name + ".ndjson");
        long begin = System.nanoTime();
        try (HistoryRecorder recorder = begin(file);
                Workload workload = Workload.start(SCENARIO, producer, recorder)) {
            meanwhile.during(workload);
            workload.awaitEnd(PATIENCE);
        }
        double seconds = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
        System.out.printf(
                Locale.ROOT,
                "%s: %d operations in %.1f s, %.0f operations/s%n",
                name,
                SCENARIO.operations().size(),
                seconds,
                SCENARIO.operations().size() / seconds);
        return Recording.of(file);
    }

    private static HistoryRecorder begin(Path file) {
        HistoryRecorder recorder = HistoryRecorder.begin(file);
        recorder.record(at ->
                new Started(at, History.VERSION, recorder.wallClock(), "kessel", 42, Map.of(), Map.of(), Map.of()));
        return recorder;
    }

    private static void assertIsWhole(Recording recording) {
        assertThat(recording.invoked().keySet())
                .containsAll(
                        SCENARIO.operations().stream().map(Operation::number).toList())
                .isEqualTo(recording.returned().keySet());
        assertThat(recording.invoked().values().stream().map(Invoked::marker).filter(Objects::nonNull))
                .doesNotHaveDuplicates();
        recording
                .invoked()
                .forEach((number, one) ->
                        assertThat(recording.returned().get(number).at()).isGreaterThanOrEqualTo(one.at()));
    }

    /** As {@link Kind#codes()} say, except what conflicts or the restart leave unknown, and what follows from that. */
    private static void assertAnswersAreAsExpected(Recording recording, String unknownMessages) {
        Set<String> clouded = new HashSet<>();
        int unknown = 0;
        for (Operation operation : SCENARIO.operations()) {
            Returned reply = recording.returned().get(operation.number());
            if (operation.kind().codes().contains(reply.code())) {
                continue;
            }
            if (reply.outcome() == Outcome.UNKNOWN) {
                assertThat(reply.message()).as(operation.toString()).matches(unknownMessages);
                clouded.add(operation.key());
                unknown++;
            } else {
                assertThat(reply.code()).as("%s: %s", operation, reply).isEqualTo("NOT_FOUND");
                assertThat(operation.action()).isEqualTo(Action.DELETE);
                assertThat(clouded).contains(operation.key());
            }
        }
        System.out.println(unknown + " operations ended unknown");
        assertThat(unknown).isLessThan(SCENARIO.operations().size() / 10);
    }

    private static List<List<Operation>> meetings(Recording recording) {
        List<List<Operation>> pairs = new ArrayList<>();
        for (Operation operation : SCENARIO.operations()) {
            if (operation.meeting() == null) {
                continue;
            }
            if (operation.meeting() == pairs.size()) {
                pairs.add(new ArrayList<>());
            }
            pairs.get(operation.meeting()).add(operation);
        }
        assertThat(pairs).hasSizeGreaterThan(10).allMatch(pair -> pair.size() == 2);
        return pairs;
    }
}
