package io.github.kesselevents.conformance.producer;

/** How good the evidence of a history is. Better evidence refines a verdict; it never turns a violation into a pass. */
public enum Grade {
    /** A witness saw every commit. */
    A,
    /** The tables were read back at the end. */
    B,
    /** Operations and log alone. */
    C;

    /** Whether what the other grade must decide must be decided with this one, too. */
    public boolean isAtLeast(Grade other) {
        return compareTo(other) <= 0;
    }
}
