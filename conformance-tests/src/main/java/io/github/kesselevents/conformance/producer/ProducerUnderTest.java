package io.github.kesselevents.conformance.producer;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * How the kit talks to the producer under test. An implementation says what the producer answered and judges nothing: a
 * producer that is down, slow or wrong is a reply with {@link Outcome#UNKNOWN}, never an exception.
 *
 * <p>Requests are in the JSON of Kessel's API (members as in its {@code .proto}); an implementation for another API
 * translates them. Implementations are thread-safe: many clients call at once.
 */
public interface ProducerUnderTest extends AutoCloseable {

    /**
     * What came back.
     *
     * @param code as the API says it: {@code INVALID_ARGUMENT}
     * @param message as the API says it; empty when it says none
     */
    record Reply(Outcome outcome, String code, String message) {}

    /**
     * Sends one request, once, and waits for its reply, no longer than the implementation's deadline. Fails at once,
     * with an unknown outcome, when the producer cannot be reached.
     *
     * @throws IllegalArgumentException when the request is none of this API
     */
    Reply invoke(Action action, JsonNode request);

    /** As {@link #invoke}, but waits, within the same deadline, until the producer can be reached. */
    Reply invokeWhenReachable(Action action, JsonNode request);

    /**
     * Waits until the producer can be reached; returns at once when it can.
     *
     * @return false when it still cannot after that time
     */
    boolean awaitReachable(Duration patience) throws InterruptedException;

    /** Whether it speaks its API now, which may be more than that its port accepts connections. */
    default boolean isReachable() {
        try {
            return awaitReachable(Duration.ofMillis(ApiProducer.LOOK_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Connects anew without the delay that earlier failures would impose. Call it after a restart of the producer. */
    void reconnect();

    /** Ends calls that are in flight, their outcome unknown. */
    @Override
    void close();
}
