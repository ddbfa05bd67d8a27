package io.github.kesselevents.conformance.recording;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A history in a file, whose entries a test can look at while it is written. */
final class TestHistory implements AutoCloseable {

    private final HistoryRecorder recorder;
    private final Recording recording;
    private final List<HistoryEntry> entries = new CopyOnWriteArrayList<>();

    TestHistory(Path folder) {
        recorder = HistoryRecorder.begin(folder.resolve("history-" + System.nanoTime() + ".ndjson"));
        recording = new Recording(recorder);
        recording.listen(entries::add);
    }

    Recording recording() {
        return recording;
    }

    /** What was recorded of this kind, in order. */
    <T extends HistoryEntry> List<T> all(Class<T> kind) {
        return entries.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public void close() {
        recorder.close();
    }
}
