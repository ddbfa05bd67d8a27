package io.github.kesselevents.conformance.run;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells what a run is doing, and keeps where its time went. Thread-safe. */
public final class Progress {

    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final Consumer<String> lines;
    private final long begun = System.nanoTime();
    private final Map<String, Duration> times = new LinkedHashMap<>();
    private volatile long said = begun;
    private volatile String part = "";

    /** @param lines where each line goes, such as {@code System.out::println} */
    public Progress(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Says something, with the seconds since the beginning in front. */
    public void say(String what) {
        said = System.nanoTime();
        lines.accept(String.format(Locale.ROOT, "%6.1f s  %s", (System.nanoTime() - begun) / 1e9, what));
    }

    /** Says which part is going on and how far it is, unless something was said within the last two seconds. */
    public void sayIfSilent(Supplier<String> counts) {
        if (System.nanoTime() - said >= SILENCE.toNanos()) {
            say("  … " + part + ": " + counts.get());
        }
    }

    /** Does a part of the run, and adds its time to what bears this name. */
    public void time(String name, Runnable work) {
        time(name, () -> {
            work.run();
            return null;
        });
    }

    /** Does a part of the run, and adds its time to what bears this name. */
    public <T> T time(String name, Supplier<T> work) {
        long start = System.nanoTime();
        String around = part;
        part = name;
        try {
            return work.get();
        } finally {
            part = around;
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            synchronized (times) {
                times.merge(name, took, Duration::plus);
            }
        }
    }

    /** Where the time went, by name, in the order in which the parts began to end. */
    public Map<String, Duration> times() {
        synchronized (times) {
            return new LinkedHashMap<>(times);
        }
    }

    /** Since the beginning. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
