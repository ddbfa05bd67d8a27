package io.github.kesselevents.conformance.workload;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.producer.ProducerUnderTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Answers as a test says, and can be taken down. Thread-safe. */
final class ScriptedProducer implements ProducerUnderTest {

    private final Function<JsonNode, Reply> script;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicInteger calls = new AtomicInteger();
    private boolean reachable = true;

    ScriptedProducer(Function<JsonNode, Reply> script) {
        this.script = script;
    }

    int calls() {
        return calls.get();
    }

    void reachable(boolean yes) {
        lock.lock();
        try {
            reachable = yes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Reply invoke(Action action, JsonNode request) {
        calls.incrementAndGet();
        return script.apply(request);
    }

    @Override
    public Reply invokeWhenReachable(Action action, JsonNode request) {
        return invoke(action, request);
    }

    @Override
    public boolean awaitReachable(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (!reachable && left > 0) {
                left = changed.awaitNanos(left);
            }
            return reachable;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void reconnect() {}

    @Override
    public void close() {}
}
