package io.github.kesselevents.conformance.workload;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where two clients wait for each other, to send at the same time; each pair may do so more than once. A barrier that
 * can be given up by one side, and by all at once, for good. Thread-safe.
 */
final class Meetings {

    private static final int GIVEN_UP = 1_000;

    private final Map<Integer, Integer> arrivals = new HashMap<>();
    private final Duration patience;
    private boolean cancelled;

    /** @param patience after which a client goes on alone, and so does the other when it comes */
    Meetings(Duration patience) {
        this.patience = patience;
    }

    /**
     * Waits for the other client; returns at once for an operation that meets none. Whether they met is in the history:
     * only then do their intervals surely overlap.
     */
    synchronized void await(Operation operation) throws InterruptedException {
        Integer meeting = operation.meeting();
        if (meeting == null) {
            return;
        }
        int mine = arrivals.merge(meeting, 1, Integer::sum);
        int both = mine + mine % 2;
        notifyAll();
        long end = System.nanoTime() + patience.toNanos();
        while (arrivals.get(meeting) < both && mine < GIVEN_UP && !cancelled) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                arrivals.put(meeting, GIVEN_UP);
                return;
            }
            wait(left);
        }
    }

    /** Lets all go on alone, from now on. */
    synchronized void cancel() {
        cancelled = true;
        notifyAll();
    }
}
