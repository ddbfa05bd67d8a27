package io.github.kesselevents.conformance.recording;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryException;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** A history while it is written, which tells those who listen what was just recorded. Thread-safe. */
public final class Recording {

    private final HistoryRecorder recorder;
    private final List<Consumer<? super HistoryEntry>> listeners = new CopyOnWriteArrayList<>();

    /** @param recorder what it writes to, and does not close */
    public Recording(HistoryRecorder recorder) {
        this.recorder = recorder;
    }

    /** Nanoseconds since the run began. */
    public long now() {
        return recorder.now();
    }

    /**
     * Records an entry that was observed just now; then tells the listeners, in this thread.
     *
     * @throws HistoryException when it cannot be written
     */
    public <T extends HistoryEntry> T record(LongFunction<T> entry) {
        T recorded = recorder.record(entry);
        listeners.forEach(listener -> listener.accept(recorded));
        return recorded;
    }

    /**
     * Tells each entry from now on to the listener, which must be quick and thread-safe: the one who records waits for
     * it.
     */
    public void listen(Consumer<? super HistoryEntry> listener) {
        listeners.add(listener);
    }

    /** The same, while something runs. */
    public void whileListening(Consumer<? super HistoryEntry> listener, Runnable meanwhile) {
        listeners.add(listener);
        try {
            meanwhile.run();
        } finally {
            listeners.remove(listener);
        }
    }
}
