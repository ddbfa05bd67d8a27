package io.github.kesselevents.conformance.workload;

import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.producer.ProducerUnderTest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps one client from spending its operations on a producer that cannot answer. While the producer cannot be reached,
 * it waits; while replies are unknown one after the other, although it can be reached (its database is down, say), it
 * waits longer each time.
 */
final class Pace {

    private static final long FIRST_MILLIS = 10;
    private static final long LONGEST_MILLIS = 500;
    private static final Duration GLANCE = Duration.ofMillis(200);

    private final ProducerUnderTest producer;
    private final CountDownLatch stopped;
    private final Duration patience;
    private int unknownInARow;

    /** @param stopped opens when nobody shall wait any more */
    Pace(ProducerUnderTest producer, CountDownLatch stopped, Duration patience) {
        this.producer = producer;
        this.stopped = stopped;
        this.patience = patience;
    }

    void replied(Outcome outcome) {
        unknownInARow = outcome == Outcome.UNKNOWN ? unknownInARow + 1 : 0;
    }

    /**
     * Waits until another operation makes sense, or the workload is stopped.
     *
     * @throws WorkloadException when the producer cannot be reached for too long
     */
    void awaitNext() throws InterruptedException {
        if (unknownInARow == 0) {
            return;
        }
        if (unknownInARow > 1) {
            long millis = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(unknownInARow - 2, 10));
            stopped.await(millis, TimeUnit.MILLISECONDS);
        }
        long end = System.nanoTime() + patience.toNanos();
        while (stopped.getCount() > 0 && !producer.awaitReachable(GLANCE)) {
            if (System.nanoTime() > end) {
                throw new WorkloadException("The producer could not be reached for " + patience.toSeconds()
                        + " s; see its own log, or whether it was started again.");
            }
        }
    }
}
