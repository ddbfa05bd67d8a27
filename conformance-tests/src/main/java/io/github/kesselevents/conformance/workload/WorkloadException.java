package io.github.kesselevents.conformance.workload;

/** The workload cannot go on, or did not get as far as was waited for; the message says how far it came, and why. */
public final class WorkloadException extends RuntimeException {

    public WorkloadException(String message) {
        super(message);
    }

    public WorkloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
