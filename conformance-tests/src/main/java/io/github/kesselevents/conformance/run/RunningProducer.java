package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.producer.ProducerUnderTest;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.fixtures.environment.ForeignPart;
import java.time.Duration;

/** A producer that somebody else starts: the kit waits for it, and does nothing to it. */
final class RunningProducer extends ForeignPart {

    private final String address;
    private final ProducerUnderTest client;
    private final Duration patience;
    private final String surroundings;

    /**
     * @param client reaches it
     * @param patience how long it is waited for
     * @param surroundings where its database and its broker are, as a sentence goes on
     */
    RunningProducer(String address, ProducerUnderTest client, Duration patience, String surroundings) {
        super("producer");
        this.address = address;
        this.client = client;
        this.patience = patience;
        this.surroundings = surroundings;
    }

    /** @throws EnvironmentException when it cannot be reached in time */
    @Override
    public void start() {
        try {
            if (!client.awaitReachable(patience)) {
                throw new EnvironmentException("No producer answered at " + address + " within " + patience.toSeconds()
                        + " s; start it, " + surroundings + ".");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("Interrupted while waiting for the producer at " + address + ".", e);
        }
    }
}
