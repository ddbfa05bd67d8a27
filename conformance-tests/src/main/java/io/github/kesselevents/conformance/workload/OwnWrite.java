package io.github.kesselevents.conformance.workload;

import java.util.function.Supplier;

/** A write of the kit's own beside the scenario, not sent yet: who waits for its event can begin to look first. */
public final class OwnWrite {

    private final String marker;
    private final Supplier<Attempt> sending;

    OwnWrite(String marker, Supplier<Attempt> sending) {
        this.marker = marker;
        this.sending = sending;
    }

    /** By which its event will be known. */
    public String marker() {
        return marker;
    }

    /** Sends it, waiting within the producer's deadline until it can be reached; to be called once. */
    public Attempt send() {
        return sending.get();
    }
}
