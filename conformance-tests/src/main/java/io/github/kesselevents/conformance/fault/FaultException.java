package io.github.kesselevents.conformance.fault;

/** A fault could not be injected, or had no effect: the run shows nothing. The message says which, and what to do. */
public final class FaultException extends RuntimeException {

    public FaultException(String message) {
        super(message);
    }

    public FaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
