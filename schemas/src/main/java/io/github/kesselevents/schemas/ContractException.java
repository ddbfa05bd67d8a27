package io.github.kesselevents.schemas;

/**
 * A file of the contract (a schema, the catalogue, a fixture) cannot be used. The message is one sentence that says
 * what is wrong, where, and what to do about it.
 */
public final class ContractException extends RuntimeException {

    public ContractException(String message) {
        super(message);
    }

    public ContractException(String message, Throwable cause) {
        super(message, cause);
    }
}
