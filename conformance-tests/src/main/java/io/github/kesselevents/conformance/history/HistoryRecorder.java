package io.github.kesselevents.conformance.history;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongFunction;

/**
 * Writes a history, entry by entry. Each entry is handed to the operating system before {@link #record} returns, so
 * that after SIGKILL the file holds every entry that was recorded, and at most one line more that is not whole. What
 * comes behind {@link HistoryEntry.Ended} is left out: whoever still writes when a run ends early cannot change what
 * its history says. Thread-safe.
 */
public final class HistoryRecorder implements AutoCloseable {

    private final Path file;
    private final OutputStream out;
    private final long origin = System.nanoTime();
    private final long wallClock = System.currentTimeMillis();
    /** Guarded by {@link #out}. */
    private boolean ended;

    private HistoryRecorder(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Begins a history in a new file.
     *
     * @throws HistoryException when the file exists or cannot be written
     */
    public static HistoryRecorder begin(Path file) {
        try {
            OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return new HistoryRecorder(file, new BufferedOutputStream(out, 1 << 16));
        } catch (IOException e) {
            throw new HistoryException(
                    "No history can be written to " + file + " (" + e + "); choose another file.", e);
        }
    }

    /** Nanoseconds since the recording began: the run's clock. */
    public long now() {
        return System.nanoTime() - origin;
    }

    /** Milliseconds since the epoch when {@link #now()} was 0. */
    public long wallClock() {
        return wallClock;
    }

    /** Records an entry that was observed just now, unless the history has ended. */
    public <T extends HistoryEntry> T record(LongFunction<T> entry) {
        T made = entry.apply(now());
        record(made);
        return made;
    }

    /**
     * Records an entry, unless the history has ended.
     *
     * @throws HistoryException when it cannot be written, because the disk is full, say
     */
    public void record(HistoryEntry entry) {
        byte[] line = HistoryFormat.MAPPER.writeValueAsBytes(entry);
        synchronized (out) {
            if (ended) {
                return;
            }
            try {
                out.write(line);
                out.write('\n');
                out.flush();
                ended = entry instanceof HistoryEntry.Ended;
            } catch (IOException e) {
                throw new HistoryException(
                        "The history " + file + " cannot be written further (" + e
                                + "); free some space, and run again.",
                        e);
            }
        }
    }

    @Override
    public void close() {
        synchronized (out) {
            try {
                out.close();
            } catch (IOException e) {
                throw new HistoryException("The history " + file + " cannot be closed: " + e.getMessage() + ".", e);
            }
        }
    }
}
