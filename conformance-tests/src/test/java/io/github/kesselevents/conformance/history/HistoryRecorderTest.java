package io.github.kesselevents.conformance.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryRecorderTest {

    private Path file;

    @BeforeEach
    void nameFile(@TempDir Path folder) {
        file = folder.resolve("history.ndjson");
    }

    @Test
    void aHistoryIsNeverWrittenOver() throws IOException {
        Files.writeString(file, "precious");

        assertThatThrownBy(() -> HistoryRecorder.begin(file))
                .isInstanceOf(HistoryException.class)
                .hasMessage("No history can be written to " + file + " (java.nio.file.FileAlreadyExistsException: "
                        + file + "); choose another file.");
        assertThat(file).hasContent("precious");
    }

    @Test
    void aFolderThatIsMissingIsNamed() {
        Path nowhere = file.resolve("deeper");

        assertThatThrownBy(() -> HistoryRecorder.begin(nowhere))
                .isInstanceOf(HistoryException.class)
                .hasMessage("No history can be written to " + nowhere + " (java.nio.file.NoSuchFileException: "
                        + nowhere + "); choose another file.");
    }

    @Test
    void eachEntryStandsBehindTheOnesBeforeAsSoonAsItIsRecorded() throws IOException {
        try (HistoryRecorder recorder = HistoryRecorder.begin(file)) {
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                recorder.record(reply(i));
                expected.append(HistoryFormat.MAPPER.writeValueAsString(reply(i)))
                        .append('\n');
                assertThat(Files.readString(file)).isEqualTo(expected.toString());
            }
        }
    }

    @Test
    void nothingStandsBehindTheEnd() throws IOException {
        Ended end = new Ended(2, End.ABORTED, "the relay ended by itself", Map.of());
        try (HistoryRecorder recorder = HistoryRecorder.begin(file)) {
            recorder.record(reply(1));
            recorder.record(end);
            recorder.record(reply(3));
            recorder.record(end);
        }

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        HistoryFormat.MAPPER.writeValueAsString(reply(1)),
                        HistoryFormat.MAPPER.writeValueAsString(end));
    }

    @Test
    void theClockBeginsWithTheRecordingAndStampsEntries() {
        long before = System.currentTimeMillis();
        try (HistoryRecorder recorder = HistoryRecorder.begin(file)) {
            long begun = recorder.now();
            Returned stamped = recorder.record(at -> new Returned(at, 1, Outcome.UNKNOWN, "", ""));

            assertThat(stamped.at()).isBetween(begun, recorder.now());
            assertThat(recorder.wallClock()).isBetween(before, System.currentTimeMillis());
        }
    }

    @Test
    void manyThreadsRecordAtOnceAndEveryLineIsWhole() throws Exception {
        int threads = 8;
        int each = 2_000;
        try (HistoryRecorder recorder = HistoryRecorder.begin(file)) {
            recorder.record(started());
            inParallel(threads, thread -> {
                for (int i = 0; i < each; i++) {
                    // Some lines are longer than any buffer on their way.
                    String code = "x".repeat(i % 500 == 0 ? 300_000 : i % 700);
                    recorder.record(new Returned(thread, i, Outcome.UNKNOWN, code, ""));
                }
            });
        }

        Map<Long, List<Long>> operations = new TreeMap<>();
        History.of(file).read((line, entry) -> {
            if (entry instanceof Returned reply) {
                operations
                        .computeIfAbsent(reply.at(), thread -> new ArrayList<>())
                        .add(reply.operation());
            }
        });
        assertThat(operations).hasSize(threads);
        assertThat(operations.values())
                .allSatisfy(own -> assertThat(own).hasSize(each).isSorted());
    }

    @Test
    void anInterruptedThreadRecordsAndHarmsNoOther() throws IOException {
        try (HistoryRecorder recorder = HistoryRecorder.begin(file)) {
            Thread.currentThread().interrupt();
            recorder.record(reply(1));
            assertThat(Thread.interrupted()).isTrue();
            recorder.record(reply(2));
        }

        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void anEndedRecordingTakesNoMore() {
        HistoryRecorder recorder = HistoryRecorder.begin(file);
        recorder.close();

        assertThatThrownBy(() -> recorder.record(reply(1)))
                .isInstanceOf(HistoryException.class)
                .hasMessageStartingWith("The history " + file + " cannot be written further (");
    }

    private static void inParallel(int threads, IntConsumer work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> tasks = IntStream.range(0, threads)
                    .<Callable<Void>>mapToObj(i -> () -> {
                        work.accept(i);
                        return null;
                    })
                    .toList();
            for (Future<Void> done : pool.invokeAll(tasks, 2, TimeUnit.MINUTES)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static Started started() {
        return new Started(0, History.VERSION, 0, "kessel", 0, Map.of(), Map.of(), Map.of());
    }

    private static Returned reply(long operation) {
        return new Returned(operation, operation, Outcome.ACKNOWLEDGED, "OK", "");
    }
}
