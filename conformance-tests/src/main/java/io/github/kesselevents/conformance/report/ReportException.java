package io.github.kesselevents.conformance.report;

/** A report cannot be written or read; the message says what, where, and what to do. */
public final class ReportException extends RuntimeException {

    ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
