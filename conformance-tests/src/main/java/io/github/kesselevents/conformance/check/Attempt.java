package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;

/**
 * An operation of a client with its reply. Without a reply its outcome is unknown, and it may take effect at any time.
 */
final class Attempt {

    private Invoked invoked;
    private Returned returned;
    private Mark mark;

    Attempt(Invoked invoked) {
        this.invoked = invoked;
    }

    void marked(Mark own) {
        mark = own;
    }

    /** Its marker; null when it has none. */
    Mark mark() {
        return mark;
    }

    /** The version that it made, by its marker; null while none is known. */
    Version version() {
        return mark == null ? null : mark.version();
    }

    void returned(Returned reply) {
        returned = reply;
    }

    /** Drops the request. */
    void forgetRequest() {
        invoked = new Invoked(
                invoked.at(),
                invoked.operation(),
                invoked.client(),
                invoked.purpose(),
                invoked.action(),
                invoked.marker(),
                invoked.key(),
                invoked.transactionId(),
                null);
    }

    /** As it was asked; without its request once nobody has to compare that any more. */
    Invoked invoked() {
        return invoked;
    }

    long number() {
        return invoked.operation();
    }

    Outcome outcome() {
        return returned == null ? Outcome.UNKNOWN : returned.outcome();
    }

    /** When it returned; never, if it did not. */
    long returnedAt() {
        return returned == null ? Long.MAX_VALUE : returned.at();
    }

    /** From when on it is certain to be committed: its return, if that acknowledged it; else never. */
    long certainAt() {
        return outcome() == Outcome.ACKNOWLEDGED ? returned.at() : Long.MAX_VALUE;
    }

    /** Whether it was certain before the other was invoked; an unknown one precedes nothing. */
    boolean precedes(Attempt other) {
        return certainAt() < other.invoked.at();
    }

    boolean isDelete() {
        return invoked.action() == Action.DELETE;
    }

    /** Whether it names a resource: a delete may name no instance, and then means any of that local id. */
    boolean namesResource() {
        return !invoked.key().contains("//") && !invoked.key().endsWith("/");
    }

    /** For messages that may be made before the reply is known: {@code report 17 of host/hbi/i-1/k7}. */
    String name() {
        return (isDelete() ? "delete " : "report ") + number() + " of " + invoked.key();
    }

    /** For messages: {@code report 17 of host/hbi/i-1/k7 (OK)}. */
    String describe() {
        return name() + " (" + (returned == null ? "no reply" : returned.code()) + ")";
    }
}
