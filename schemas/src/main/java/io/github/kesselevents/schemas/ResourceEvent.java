package io.github.kesselevents.schemas;

import tools.jackson.databind.JsonNode;

/**
 * An event of the resources stream, with its wire format taken off. It says what the record says; whether that keeps
 * the contract is for {@link EventContract} to tell.
 */
public sealed interface ResourceEvent {

    /** The header {@code id}: the one id to deduplicate on. */
    String eventId();

    /** The record's key: the resource. */
    String resourceId();

    /** What happened to it. */
    Operation operation();

    /**
     * Created or updated.
     *
     * @param payload the whole payload; {@code data.resource_data} in it is what was reported
     */
    record Reported(String eventId, String resourceId, Operation operation, JsonNode payload)
            implements ResourceEvent {}

    /** Deleted. There is nothing more to know than what the key and the headers say. */
    record Deleted(String eventId, String resourceId) implements ResourceEvent {

        @Override
        public Operation operation() {
            return Operation.DELETED;
        }
    }
}
