package io.github.kesselevents.conformance.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.producer.ProducerUnderTest.Reply;
import io.github.kesselevents.fixtures.payload.Payload;
import io.github.kesselevents.fixtures.payload.RelayProbes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner, against a producer that answers as the test says. */
class WorkloadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Reply OK = new Reply(Outcome.ACKNOWLEDGED, "OK", "");
    private static final Reply UNAVAILABLE = new Reply(Outcome.UNKNOWN, "UNAVAILABLE", "io exception");
    private static final Scenario SCENARIO =
            Scenario.draw("r", 1, ScenarioSettings.defaults().withOperations(400));

    @TempDir
    Path folder;

    private Path file;
    private HistoryRecorder recorder;

    @BeforeEach
    void begin() {
        file = folder.resolve("history.ndjson");
        recorder = HistoryRecorder.begin(file);
        recorder.record(at ->
                new Started(at, History.VERSION, recorder.wallClock(), "kessel", 1, Map.of(), Map.of(), Map.of()));
    }

    @AfterEach
    void end() {
        recorder.close();
    }

    @Test
    void everyOperationIsRecordedAsSentAndAsAnsweredInItsClientsOrder() throws InterruptedException {
        AtomicInteger progress = new AtomicInteger();
        // Clients tell it each for itself, so a lower count may come after a higher one.
        IntConsumer highest = count -> progress.accumulateAndGet(count, Math::max);
        try (Workload workload = Workload.start(SCENARIO, new ScriptedProducer(request -> OK), recorder, highest)) {
            workload.awaitEnd(PATIENCE);
            assertThat(workload.returned()).isEqualTo(400);
        }

        Recording recording = Recording.of(file);
        assertThat(recording.invoked()).hasSize(400);
        assertThat(recording.returned()).hasSize(400);
        for (int client = 0; client < 8; client++) {
            assertThat(recording.numbersOf(client))
                    .isEqualTo(
                            SCENARIO.of(client).stream().map(Operation::number).toList());
        }
        assertThat(progress).hasValue(400);
    }

    @Test
    void operationsThatMeetOverlap() throws InterruptedException {
        try (Workload workload = Workload.start(SCENARIO, new ScriptedProducer(request -> OK), recorder)) {
            workload.awaitEnd(PATIENCE);
        }

        Recording recording = Recording.of(file);
        assertThat(SCENARIO.operations().stream().filter(op -> op.meeting() != null))
                .isNotEmpty()
                .allSatisfy(op -> assertThat(recording.overlapping(op.number()))
                        .contains(SCENARIO.operations().stream()
                                .filter(other -> op.meeting().equals(other.meeting()) && other != op)
                                .findFirst()
                                .orElseThrow()
                                .number()));
    }

    @Test
    void aDeadProducerCostsOneOperationAClientAndThenTheyWait() throws InterruptedException {
        AtomicInteger down = new AtomicInteger();
        ScriptedProducer producer = new ScriptedProducer(request -> down.get() > 0 ? UNAVAILABLE : OK);
        try (Workload workload = Workload.start(SCENARIO, producer, recorder)) {
            workload.awaitOperations(100, PATIENCE);
            producer.reachable(false);
            down.set(1);
            assertThatThrownBy(() -> workload.awaitOperations(400, Duration.ofMillis(600)))
                    .isInstanceOf(WorkloadException.class)
                    .hasMessageMatching("The workload is not so far after 600 ms: \\d+ of 400 operations have returned;"
                            + " see whether the producer answers\\.");
            down.set(0);
            producer.reachable(true);
            workload.awaitEnd(PATIENCE);
        }

        assertThat(Recording.of(file).returned().values().stream().filter(reply -> reply.outcome() == Outcome.UNKNOWN))
                .hasSizeBetween(1, 8);
    }

    @Test
    void aProducerThatCannotAnswerIsAskedMoreAndMoreSlowly() {
        ScriptedProducer producer = new ScriptedProducer(request -> UNAVAILABLE);
        try (Workload workload = Workload.start(SCENARIO, producer, recorder)) {
            assertThatThrownBy(() -> workload.awaitOperations(400, Duration.ofSeconds(1)))
                    .isInstanceOf(WorkloadException.class);
        }

        // Each client: at once, at once, after 10, 20, 40 … 320 ms: at most 9 in the first 1.3 s.
        assertThat(producer.calls()).isBetween(16, 100);
    }

    @Test
    void stoppingLetsEveryClientEndWithWhatItHasInFlight() throws InterruptedException {
        try (Workload workload = Workload.start(SCENARIO, new ScriptedProducer(request -> OK), recorder)) {
            workload.awaitOperations(50, PATIENCE);
            workload.stop();
            workload.awaitEnd(PATIENCE);
            assertThatThrownBy(() -> workload.awaitOperations(401, PATIENCE))
                    .hasMessageMatching("Operation 401 was waited for, but the workload has ended:"
                            + " \\d+ of 400 operations have returned\\.");
        }

        Recording recording = Recording.of(file);
        assertThat(recording.returned().keySet()).isEqualTo(recording.invoked().keySet());
    }

    @Test
    void aFailureOfTheKitEndsTheWorkloadAndIsTold() {
        ScriptedProducer producer = new ScriptedProducer(request -> {
            throw new IllegalArgumentException("The request is none of the inventory API.");
        });
        try (Workload workload = Workload.start(SCENARIO, producer, recorder)) {
            assertThatThrownBy(() -> workload.awaitEnd(PATIENCE))
                    .isInstanceOf(WorkloadException.class)
                    .hasMessage("The workload failed, 0 of 400 operations have returned:"
                            + " The request is none of the inventory API.");
        }
    }

    @Test
    void sentinelsAndProbesHaveMarkersAndKeysOfTheirOwn() throws InterruptedException {
        Payload poison = RelayProbes.stalls().get(0);
        try (Workload workload = Workload.start(SCENARIO, new ScriptedProducer(request -> OK), recorder)) {
            assertThat(workload.sentinel().send().marker()).isEqualTo("https://kit.invalid/r/sentinel-0");
            workload.awaitEnd(PATIENCE);
            Attempt sentinel = workload.sentinel().send();
            Attempt probe = workload.probe(poison).send();

            assertThat(sentinel.invoked().key()).isEqualTo("host/hbi/kit/r-sentinel-1");
            assertThat(sentinel.invoked().operation()).isEqualTo(401);
            assertThat(sentinel.acknowledged()).isTrue();
            assertThat(probe.marker()).isEqualTo("https://kit.invalid/r/probe-0-mixed-whole-and-fraction");
            assertThat(probe.invoked().request().at("/representations/reporter").toString())
                    .isEqualTo("{\"a\":[1,1.5]}");
        }
        assertThat(Recording.of(file).invoked()).hasSize(403);
    }
}
