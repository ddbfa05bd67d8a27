package io.github.kesselevents.conformance.producer;

/** How a class of somebody else's failed. */
public final class ForeignFailure {

    private ForeignFailure() {}

    /** What it threw, and where: a sentence is all that its author gets to see. */
    public static String told(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure + (trace.length == 0 ? "" : ", at " + trace[0]);
    }
}
