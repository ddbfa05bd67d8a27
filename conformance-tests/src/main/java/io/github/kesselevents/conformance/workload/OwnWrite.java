package io.github.kesselevents.conformance.workload;

import io.github.kesselevents.conformance.producer.ProducerUnderTest;
import java.util.function.Function;

/** A write of the kit's own beside the scenario, not sent yet: who waits for its event can begin to look first. */
public final class OwnWrite {

    private final String marker;
    private final ProducerUnderTest producer;
    private final Function<ProducerUnderTest, Attempt> sending;

    OwnWrite(String marker, ProducerUnderTest producer, Function<ProducerUnderTest, Attempt> sending) {
        this.marker = marker;
        this.producer = producer;
        this.sending = sending;
    }

    /** By which its event will be known. */
    public String marker() {
        return marker;
    }

    /** Sends it, waiting within the producer's deadline until it can be reached; to be called once. */
    public Attempt send() {
        return sendThrough(producer);
    }

    /** The same, through another client, such as one that waits less long. */
    public Attempt sendThrough(ProducerUnderTest client) {
        return sending.apply(client);
    }
}
