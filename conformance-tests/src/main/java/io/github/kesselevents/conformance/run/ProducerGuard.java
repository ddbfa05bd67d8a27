package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.history.HistoryEntry.Restarted;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.fixtures.environment.Part;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Restarts a producer that ended by itself, as an orchestrator would: Kessel's does when its database dies. That is an
 * entry of the history, not a finding. Thread-safe.
 */
final class ProducerGuard implements AutoCloseable {

    private static final Duration PACE = Duration.ofMillis(50);

    private final Part producer;
    private final Recording recording;
    private final Runnable restarted;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "producer-guard"));

    private ProducerGuard(Part producer, Recording recording, Runnable restarted) {
        this.producer = producer;
        this.recording = recording;
        this.restarted = restarted;
    }

    /**
     * Begins to watch a producer that runs.
     *
     * @param restarted is told after each restart
     */
    static ProducerGuard watch(Part producer, Recording recording, Runnable restarted) {
        ProducerGuard guard = new ProducerGuard(producer, recording, restarted);
        guard.clock.scheduleWithFixedDelay(guard::look, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
        return guard;
    }

    /** Does something that may end the producer, which is nobody's business meanwhile. */
    synchronized void lookAway(Runnable meanwhile) {
        meanwhile.run();
    }

    private synchronized void look() {
        if (producer.isRunning()) {
            return;
        }
        String why = producer.ownEnd().orElse("it was ended");
        try {
            producer.start();
            restarted.run();
            recording.record(at -> new Restarted(at, "producer", why));
        } catch (EnvironmentException e) {
            // Its database may not be back yet; a producer that never starts makes the workload give up, and say so.
            recording.record(at -> new Restarted(at, "producer", "did not start yet: " + e.getMessage()));
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
