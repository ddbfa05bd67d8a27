package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.fault.PartFault;
import io.github.kesselevents.conformance.producer.ForeignFailure;
import io.github.kesselevents.conformance.producer.JavaProducer;
import io.github.kesselevents.conformance.producer.ProducerUnderTest;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.fixtures.environment.Part;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A producer that lives in this JVM. It is started and stopped, each for a bounded time; there is no process that could
 * be killed or paused. Thread-safe.
 */
final class InJvmProducer implements Part {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final String WHY_NOT = "lives in the kit's own JVM, so it can be stopped, and nothing else";

    private final JavaProducer producer;
    private final Map<String, String> environment;
    private final ProducerUnderTest client;
    private final Duration patience;
    private volatile boolean running;

    /**
     * @param client reaches it
     * @param patience how long it may take to start
     */
    InJvmProducer(JavaProducer producer, Map<String, String> environment, ProducerUnderTest client, Duration patience) {
        this.producer = producer;
        this.environment = environment;
        this.client = client;
        this.patience = patience;
    }

    /** Why a fault cannot befall it; empty where it can. */
    static Optional<String> obstacle(String fault) {
        return fault.equals(PartFault.STOP.word() + " producer") ? Optional.empty() : Optional.of("it " + WHY_NOT);
    }

    @Override
    public String name() {
        return "producer";
    }

    /** @throws EnvironmentException when it fails, does not return in time, or is not reachable then */
    @Override
    public synchronized void start() {
        if (running) {
            return;
        }
        within(patience, "start", () -> {
            producer.start(environment);
            return null;
        });
        running = true;
        try {
            if (!client.awaitReachable(patience)) {
                throw endedBy(new EnvironmentException(named() + " was started, and cannot be reached; have its start"
                        + " return when it serves at $PORT, or, if it is called in its own way, have isReachable say"
                        + " so."));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("Interrupted while " + named() + " was started.", e);
        }
    }

    private EnvironmentException endedBy(EnvironmentException failure) {
        try {
            stop();
        } catch (EnvironmentException more) {
            failure.addSuppressed(more);
        }
        return failure;
    }

    @Override
    public synchronized void stop() {
        if (running) {
            running = false;
            within(STOP_PATIENCE, "stop", () -> {
                producer.stop();
                return null;
            });
        }
    }

    /** Stops it: there is no harder end, which an environment that ends may do without. */
    @Override
    public void kill() {
        // Not locked: whoever ends all does not wait for one that is starting.
        if (running) {
            stop();
        }
    }

    @Override
    public void pause() {
        throw new EnvironmentException(named() + " " + WHY_NOT + ".");
    }

    @Override
    public void resume() {
        throw new EnvironmentException(named() + " " + WHY_NOT + ".");
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** In a thread of its own, so that one that hangs does not hang the kit. */
    private void within(Duration most, String what, Callable<Void> work) {
        FutureTask<Void> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "producer-" + what);
        thread.setContextClassLoader(producer.getClass().getClassLoader());
        thread.setDaemon(true);
        thread.start();
        try {
            task.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new EnvironmentException(
                    named() + " failed to " + what + " (" + ForeignFailure.told(e.getCause()) + "); mend its " + what
                            + ".",
                    e);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new EnvironmentException(
                    named() + " did not " + what + " within " + most.toSeconds() + " s; have its " + what
                            + " return when it is done.",
                    e);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new EnvironmentException("Interrupted while " + named() + " was to " + what + ".", e);
        }
    }

    private String named() {
        return "The producer " + producer.getClass().getName();
    }
}
