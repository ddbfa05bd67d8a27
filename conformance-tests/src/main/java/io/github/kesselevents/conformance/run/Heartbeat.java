package io.github.kesselevents.conformance.run;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells how far a run is whenever nothing else was said for a while: one who waits sees that it goes on. */
final class Heartbeat implements AutoCloseable {

    private static final Duration PACE = Duration.ofMillis(250);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    private Heartbeat() {}

    /** @param counts how far it is, such as {@code 512 operations} */
    static Heartbeat start(Progress progress, Supplier<String> counts) {
        Heartbeat heartbeat = new Heartbeat();
        heartbeat.clock.scheduleWithFixedDelay(
                () -> progress.sayIfSilent(counts), PACE.toMillis(), PACE.toMillis(), TimeUnit.MILLISECONDS);
        return heartbeat;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
