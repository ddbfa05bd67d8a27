package io.github.kesselevents.conformance.history;

import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import java.nio.file.Path;
import java.util.Map;

/** A process that records until it is killed, and prints the number of each entry as soon as that is recorded. */
final class EndlessRecording {

    private EndlessRecording() {}

    public static void main(String[] arguments) {
        try (HistoryRecorder recorder = HistoryRecorder.begin(Path.of(arguments[0]))) {
            recorder.record(new Started(0, History.VERSION, 0, "kessel", 0, Map.of(), Map.of(), Map.of()));
            for (long i = 1; !System.out.checkError(); i++) {
                recorder.record(new Returned(i, i, Outcome.UNKNOWN, "x".repeat((int) (i % 10_000)), ""));
                System.out.println(i);
            }
        }
    }
}
