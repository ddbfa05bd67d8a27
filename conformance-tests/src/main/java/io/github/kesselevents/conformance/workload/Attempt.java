package io.github.kesselevents.conformance.workload;

import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;

/** An operation and its reply, as both were recorded. */
public record Attempt(Invoked invoked, Returned returned) {

    /** By which its event is known. */
    public String marker() {
        return invoked.marker();
    }

    /** Whether it is committed, the producer says. */
    public boolean acknowledged() {
        return returned.outcome() == Outcome.ACKNOWLEDGED;
    }
}
