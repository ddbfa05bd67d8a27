package io.github.kesselevents.conformance.producer;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.producer.ProducerApi.Answer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/** A producer behind a class that calls its own API. What the class does not answer in time, the kit gives up. */
final class ApiProducer implements ProducerUnderTest {

    static final int LOOK_MILLIS = 200;

    private static final int PACE_MILLIS = 20;
    /** As gRPC calls them. */
    private static final String DEADLINE_EXCEEDED = "DEADLINE_EXCEEDED";

    private static final String UNAVAILABLE = "UNAVAILABLE";
    private static final String CANCELLED = "CANCELLED";

    private final ProducerApi api;
    private final String address;
    private final Duration patience;
    private final Set<String> refusals;
    private final ExecutorService threads = Executors.newCachedThreadPool(this::thread);

    /** @param refusals codes that say for certain that nothing was written */
    ApiProducer(ProducerApi api, String address, Duration patience, Set<String> refusals) {
        this.api = api;
        this.address = address;
        this.patience = patience;
        this.refusals = Set.copyOf(refusals);
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "producer-call");
        // What the class looks up is where it is itself.
        thread.setContextClassLoader(api.getClass().getClassLoader());
        // One that heeds no interrupt must not keep the kit from ending.
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Reply invoke(Action action, JsonNode request) {
        return invoke(action, request, patience);
    }

    @Override
    public Reply invokeWhenReachable(Action action, JsonNode request) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            return awaitReachable(patience)
                    ? invoke(action, request, Duration.ofNanos(Math.max(0, end - System.nanoTime())))
                    : unknown(UNAVAILABLE, "nothing answers at " + address);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unknown(CANCELLED, "");
        }
    }

    private Reply invoke(Action action, JsonNode request, Duration left) {
        try {
            return reply(within(left, () -> api.call(address, action, request)));
        } catch (TimeoutException e) {
            return unknown(DEADLINE_EXCEEDED, "no answer within " + patience.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unknown(CANCELLED, "");
        } catch (RejectedExecutionException e) {
            return unknown(CANCELLED, "closed");
        } catch (ExecutionException e) {
            Throwable failure = requireNoError(e.getCause());
            return unknown(failure.getClass().getSimpleName(), String.valueOf(failure.getMessage()));
        }
    }

    private Reply reply(Answer answer) {
        if (answer == null || answer.code() == null || answer.message() == null) {
            throw new ProfileException("The class " + name() + " answered null; have its call return what the producer"
                    + " said, or throw when it said nothing.");
        }
        Outcome outcome = answer.code().equals(ProducerApi.OK)
                ? Outcome.ACKNOWLEDGED
                : refusals.contains(answer.code()) ? Outcome.REFUSED : Outcome.UNKNOWN;
        return new Reply(outcome, answer.code(), answer.message());
    }

    @Override
    public boolean awaitReachable(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (true) {
            // A look takes a moment, also for one who will not wait.
            long left = Math.max(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS), end - System.nanoTime());
            if (isReachableWithin(Duration.ofNanos(left))) {
                return true;
            }
            if (System.nanoTime() >= end || threads.isShutdown()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
        }
    }

    private boolean isReachableWithin(Duration left) throws InterruptedException {
        try {
            return within(left, () -> api.isReachable(address));
        } catch (TimeoutException | RejectedExecutionException e) {
            return false;
        } catch (ExecutionException e) {
            requireNoError(e.getCause());
            return false;
        }
    }

    /** Connections are the class's own affair. */
    @Override
    public void reconnect() {}

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private <T> T within(Duration most, Callable<T> asked)
            throws TimeoutException, InterruptedException, ExecutionException {
        Future<T> answer = threads.submit(asked);
        try {
            return answer.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            answer.cancel(true);
        }
    }

    /** An error is the class's own, and nothing that the producer could have answered. */
    private Throwable requireNoError(Throwable failure) {
        if (failure instanceof Error) {
            throw new ProfileException(
                    "The class " + name() + " failed (" + ForeignFailure.told(failure) + "); mend it.", failure);
        }
        return failure;
    }

    private String name() {
        return api.getClass().getName();
    }

    private static Reply unknown(String code, String message) {
        return new Reply(Outcome.UNKNOWN, code, message);
    }
}
