package io.github.kesselevents.conformance.producer;

/** A profile cannot be used; the message says what is wrong with it, and what to do. */
public final class ProfileException extends RuntimeException {

    public ProfileException(String message) {
        super(message);
    }

    public ProfileException(String message, Throwable cause) {
        super(message, cause);
    }
}
