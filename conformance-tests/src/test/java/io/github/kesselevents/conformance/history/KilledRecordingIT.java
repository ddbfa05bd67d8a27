package io.github.kesselevents.conformance.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
class KilledRecordingIT {

    @RepeatedTest(3)
    @Timeout(60)
    void aKilledRecordingHoldsEveryEntryThatWasRecorded(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("history.ndjson");
        long recorded = recordUntilKilled(file, 5_000);
        List<Long> read = new ArrayList<>();

        try {
            History.of(file).read((line, entry) -> {
                if (entry instanceof Returned reply) {
                    read.add(reply.operation());
                }
            });
        } catch (HistoryException e) {
            // The signal may have come within a line; then it says where.
            assertThat(e)
                    .hasMessage(file + " is cut off in line " + (read.size() + 2)
                            + "; what stands before is whole: keep it with head -n " + (read.size() + 1)
                            + ", and judge that.");
        }

        assertThat(read).hasSizeBetween((int) recorded, (int) recorded + 1);
        assertThat(read)
                .isEqualTo(LongStream.rangeClosed(1, read.size()).boxed().toList());
    }

    /** Kills the recording once it has recorded so many entries. Returns how many it had recorded. */
    private static long recordUntilKilled(Path file, long enough) throws IOException, InterruptedException {
        Process recording = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessRecording.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(recording.getInputStream(), UTF_8))) {
            long last = 0;
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                last = Long.parseLong(line);
                if (last == enough) {
                    // Through its handle, which leaves open what it said until then.
                    recording.toHandle().destroyForcibly();
                }
            }
            assertThat(last).isGreaterThanOrEqualTo(enough);
            return last;
        } finally {
            recording.destroyForcibly();
            assertThat(recording.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
