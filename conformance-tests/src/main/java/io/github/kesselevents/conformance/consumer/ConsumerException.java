package io.github.kesselevents.conformance.consumer;

/** A consumer cannot be checked. The message is one sentence: what, where, and what to do about it. */
public final class ConsumerException extends RuntimeException {

    public ConsumerException(String message) {
        super(message);
    }

    public ConsumerException(String message, Throwable cause) {
        super(message, cause);
    }
}
