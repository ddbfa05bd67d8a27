package io.github.kesselevents.conformance.history;

/** A history cannot be read or written; the message says what, where, and what to do. */
public final class HistoryException extends RuntimeException {

    public HistoryException(String message) {
        super(message);
    }

    public HistoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
