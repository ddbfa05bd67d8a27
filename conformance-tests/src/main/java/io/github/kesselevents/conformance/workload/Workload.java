package io.github.kesselevents.conformance.workload;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Purpose;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.producer.ProducerUnderTest;
import io.github.kesselevents.conformance.producer.ProducerUnderTest.Reply;
import io.github.kesselevents.fixtures.payload.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import tools.jackson.databind.JsonNode;

/**
 * Runs a scenario: every client is a thread with one operation in flight. Each operation is recorded before it is sent
 * and when its reply is there; an operation that is cut off has no reply. A producer that is down does not end it: what
 * is in flight ends unknown, and the clients wait until it can be reached again.
 *
 * <p>Thread-safe. Entries of several clients stand in the history in no certain order; those of one client in its own.
 */
public final class Workload implements AutoCloseable {

    private static final Duration REACH_PATIENCE = Duration.ofSeconds(60);
    private static final Duration MEETING_PATIENCE = Duration.ofSeconds(60);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

    private final Scenario scenario;
    private final ProducerUnderTest producer;
    private final HistoryRecorder recorder;
    private final IntConsumer progress;
    private final Attempts attempts;
    private final Meetings meetings = new Meetings(MEETING_PATIENCE);
    private final Gate gate;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Thread> clients = new ArrayList<>();

    private final Object monitor = new Object();
    private int returned;
    private int running;
    private Throwable failure;

    private Workload(
            Scenario scenario, ProducerUnderTest producer, HistoryRecorder recorder, IntConsumer progress, Gate gate) {
        this.scenario = scenario;
        this.producer = producer;
        this.recorder = recorder;
        this.progress = progress;
        this.gate = gate;
        this.attempts = new Attempts(scenario, producer, recorder);
        this.running = scenario.settings().clients();
        for (int client = 0; client < running; client++) {
            List<Operation> operations = scenario.of(client);
            clients.add(new Thread(() -> run(operations), "client-" + client));
        }
    }

    /** Starts all clients. */
    public static Workload start(Scenario scenario, ProducerUnderTest producer, HistoryRecorder recorder) {
        return start(scenario, producer, recorder, count -> {});
    }

    /**
     * Starts all clients.
     *
     * @param progress is told, by the clients' threads, how many operations have returned; must be quick
     */
    public static Workload start(
            Scenario scenario, ProducerUnderTest producer, HistoryRecorder recorder, IntConsumer progress) {
        Workload workload = startHeld(scenario, producer, recorder, progress);
        workload.releaseAll();
        return workload;
    }

    /** Starts all clients, which wait until operations are released. */
    public static Workload startHeld(
            Scenario scenario, ProducerUnderTest producer, HistoryRecorder recorder, IntConsumer progress) {
        Workload workload = new Workload(scenario, producer, recorder, progress, new Gate(0));
        workload.clients.forEach(Thread::start);
        return workload;
    }

    /** Lets the clients send operations until so many are sent, in all. */
    public void release(int operations) {
        gate.release(operations);
    }

    /** Lets the clients send all that is left. */
    public void releaseAll() {
        gate.open();
    }

    /** How many of the scenario's operations have returned. */
    public int returned() {
        synchronized (monitor) {
            return returned;
        }
    }

    /**
     * Waits until so many of the scenario's operations have returned.
     *
     * @throws WorkloadException when they have not within that time, or will not because the workload ended before
     */
    public void awaitOperations(int number, Duration patience) throws InterruptedException {
        synchronized (monitor) {
            await(patience, () -> returned >= number || running == 0);
            if (returned < number) {
                throw new WorkloadException(
                        "Operation " + number + " was waited for, but the workload has ended: " + progress() + ".");
            }
        }
    }

    /**
     * Waits until all clients are through, or have stopped.
     *
     * @throws WorkloadException when they are not within that time, or one has failed
     */
    public void awaitEnd(Duration patience) throws InterruptedException {
        synchronized (monitor) {
            await(patience, () -> running == 0);
        }
    }

    /** A sentinel: a new host, reported under a marker {@code …/sentinel-<k>}. Also after the end. */
    public OwnWrite sentinel() {
        return attempts.sentinel();
    }

    /** A probe: a new host with this representation, under a marker {@code …/probe-<k>-<name>}. */
    public OwnWrite probe(Payload payload) {
        return attempts.probe(payload);
    }

    /**
     * One more report of the workload: a new host, under a marker {@code …/<name>}.
     *
     * @param name unique in the run
     */
    public OwnWrite write(String name) {
        return attempts.write(name);
    }

    /**
     * The same for a resource that several of them may write.
     *
     * @param name unique in the run
     * @param resource its local id is made of it
     * @param transactionId the idempotency key, which several of them may share
     */
    public OwnWrite write(String name, String resource, String transactionId) {
        return attempts.write(name, resource, transactionId);
    }

    /**
     * Sends a request beside the scenario, as it is, when the producer can be reached.
     *
     * @param marker as in {@link Invoked}; null on a delete
     * @param key of the resource, in the profile's form
     */
    public Attempt ask(Action action, String marker, String key, JsonNode request) {
        return attempts.ask(action, marker, key, request);
    }

    /** Lets every client end with the operation that it has in flight. */
    public void stop() {
        stopped.countDown();
        meetings.cancel();
        gate.open();
    }

    /** Stops, and waits for what is in flight; cuts it off when that takes too long. */
    @Override
    public void close() {
        stop();
        try {
            long end = System.nanoTime() + CLOSE_PATIENCE.toNanos();
            for (Thread client : clients) {
                client.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
                client.interrupt();
            }
        } catch (InterruptedException e) {
            clients.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
    }

    private void run(List<Operation> operations) {
        try {
            Pace pace = new Pace(producer, stopped, REACH_PATIENCE);
            for (Operation operation : operations) {
                pace.awaitNext();
                gate.pass();
                meetings.await(operation);
                if (stopped.getCount() == 0) {
                    break;
                }
                Reply reply = send(operation);
                pace.replied(reply.outcome());
                count();
            }
            end(null);
        } catch (InterruptedException e) {
            // By close(), which waits for nothing more.
            end(null);
        } catch (RuntimeException | Error e) {
            end(e);
        }
    }

    private Reply send(Operation operation) throws InterruptedException {
        recorder.record(at -> new Invoked(
                at,
                operation.number(),
                operation.client(),
                Purpose.WORKLOAD,
                operation.action(),
                operation.marker(),
                operation.key(),
                operation.transactionId(),
                operation.request()));
        // Once more: now both are recorded as sent, and neither has returned.
        meetings.await(operation);
        Reply reply = producer.invoke(operation.action(), operation.request());
        recorder.record(at -> new Returned(at, operation.number(), reply.outcome(), reply.code(), reply.message()));
        return reply;
    }

    private void count() {
        int count;
        synchronized (monitor) {
            count = ++returned;
            monitor.notifyAll();
        }
        progress.accept(count);
    }

    private void end(Throwable cause) {
        if (cause != null) {
            stop();
        }
        synchronized (monitor) {
            running--;
            if (cause != null && failure == null) {
                failure = cause;
            }
            monitor.notifyAll();
        }
    }

    private void await(Duration patience, BooleanSupplier reached) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (failure == null && !reached.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new WorkloadException("The workload is not so far after " + patience.toMillis() + " ms: "
                        + progress() + "; see whether the producer answers.");
            }
            monitor.wait(left);
        }
        if (failure != null) {
            throw new WorkloadException("The workload failed, " + progress() + ": " + failure.getMessage(), failure);
        }
    }

    private String progress() {
        return returned + " of " + scenario.operations().size() + " operations have returned";
    }
}
