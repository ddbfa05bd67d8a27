package io.github.kesselevents.conformance.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the kit sees of a consumer's effects: through a query, over HTTP, or by code. Each call reads anew; what has
 * been shown once is shown from then on. Used by one thread.
 *
 * <p>Every method throws {@link ConsumerException} when the sink cannot be read.
 */
public interface ObservableSink extends AutoCloseable {

    /**
     * An event that took effect.
     *
     * @param number unique; of effects that are seen at once, the order
     * @param event the record's header {@code id}
     */
    record Effect(long number, String resource, String event) {}

    /** A record that was set aside. */
    record DeadLetter(int partition, long offset) {}

    /** Every effect, one by one; empty if it does not show them. */
    Optional<List<Effect>> effects();

    /** By resource that it holds, the event that it reflects; empty if it does not show it. */
    Optional<Map<String, String>> state();

    /** Records that were set aside; empty if it does not show them. */
    Optional<List<DeadLetter>> deadLetters();

    /** Stops whoever writes to the sink, until it is released; empty if that cannot be done. */
    default Optional<Hold> hold() {
        return Optional.empty();
    }

    @Override
    default void close() {}

    /** While it lasts, writes to the sink wait. */
    interface Hold extends AutoCloseable {

        /** Waits until a writer waits; whether one does. */
        boolean awaitWriter(Duration patience);

        /** Cuts the connections of those who wait; how many. */
        int cut();

        /** Lets them write. */
        @Override
        void close();
    }
}
