package io.github.kesselevents.conformance.run;

import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.fixtures.environment.Part;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run at once when a part of the kit's own ended by itself: whatever waits for it would wait in vain, and what
 * is missing then says nothing of the producer. Thread-safe.
 */
final class PartGuard implements AutoCloseable {

    private static final Duration PACE = Duration.ofMillis(200);

    private final List<? extends Part> parts;
    private final Thread run;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "part-guard"));
    private volatile EnvironmentException death;

    private PartGuard(List<? extends Part> parts, Thread run) {
        this.parts = List.copyOf(parts);
        this.run = run;
    }

    /** Begins to watch parts that run; it will interrupt this thread. */
    static PartGuard watch(List<? extends Part> parts) {
        PartGuard guard = new PartGuard(parts, Thread.currentThread());
        guard.clock.scheduleWithFixedDelay(guard::look, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
        return guard;
    }

    /** Why the run was interrupted; empty if not by this. */
    Optional<EnvironmentException> death() {
        return Optional.ofNullable(death);
    }

    private void look() {
        for (Part part : parts) {
            Optional<String> words = part.ownEnd();
            if (words.isPresent()) {
                death = new EnvironmentException("The run cannot go on: " + part.name()
                        + " ended by itself, so there is no verdict; run again, with more memory or disk if that is"
                        + " what it lacked. It said: " + words.get());
                clock.shutdown();
                run.interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
