package io.github.kesselevents.conformance.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Entries on their way from the thread that reads them to the one that takes them, a few batches ahead: reading is a
 * third of the work of judging, so that two cores are done sooner. However long the history or its lines, about a
 * megabyte of lines is on the way, and the line that is just read.
 */
final class ReadAhead {

    private static final int BATCHES = 3;
    private static final int ENTRIES = 512;
    private static final int BYTES = 1 << 18;

    private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(BATCHES);
    private List<HistoryEntry> next = new ArrayList<>(ENTRIES);
    private int bytes;

    /** @param end null when more follow */
    private record Batch(List<HistoryEntry> entries, End end) {}

    /** @param failure null when all was read */
    private record End(Throwable failure) {}

    private ReadAhead() {}

    /**
     * Returns when the reader took all entries, or one of the two failed; what the source throws is thrown here, behind
     * the entries that it gave before.
     *
     * @param source gives entries to {@link #put}, on a thread of its own, which has ended when this returns
     * @throws HistoryException when this thread is interrupted
     */
    static void through(Consumer<ReadAhead> source, History.Reader reader) {
        ReadAhead ahead = new ReadAhead();
        Thread thread = new Thread(() -> ahead.run(source), "history-reader");
        thread.setDaemon(true);
        thread.start();
        try {
            ahead.take(reader);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HistoryException("Interrupted while a history was read.", e);
        } finally {
            thread.interrupt();
            awaitEnd(thread);
        }
    }

    /** One more entry, which stood in a line of so many bytes. */
    void put(HistoryEntry entry, int length) {
        next.add(entry);
        bytes += length;
        if (next.size() == ENTRIES || bytes >= BYTES) {
            send(null);
        }
    }

    private void run(Consumer<ReadAhead> source) {
        try {
            source.accept(this);
            send(new End(null));
        } catch (CancellationException e) {
            // Nobody takes any more.
        } catch (RuntimeException | Error e) {
            try {
                send(new End(e));
            } catch (CancellationException nobody) {
                // As above.
            }
        }
    }

    private void send(End end) {
        try {
            batches.put(new Batch(next, end));
        } catch (InterruptedException e) {
            throw new CancellationException();
        }
        next = new ArrayList<>(ENTRIES);
        bytes = 0;
    }

    private void take(History.Reader reader) throws InterruptedException {
        long line = 0;
        End end = null;
        while (end == null) {
            Batch batch = batches.take();
            for (HistoryEntry entry : batch.entries()) {
                reader.accept(++line, entry);
            }
            end = batch.end();
        }
        if (end.failure() instanceof Error error) {
            throw error;
        }
        if (end.failure() instanceof RuntimeException failure) {
            throw failure;
        }
    }

    private static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
