package io.github.kesselevents.conformance.recording;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Wakes who waits for a condition when something changed. Thread-safe. */
final class Signal {

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Something changed: whoever waits looks again. */
    void changed() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the condition holds.
     *
     * @param condition depends only on what is told by {@link #changed()}; it must be quick
     * @return whether it holds; false when the patience is over, or the thread is interrupted
     */
    boolean await(BooleanSupplier condition, Duration patience) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** What is left until the deadline, an instant of {@link System#nanoTime()}; at least 0. */
    static Duration until(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }
}
