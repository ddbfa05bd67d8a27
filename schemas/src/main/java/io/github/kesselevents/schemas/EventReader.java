package io.github.kesselevents.schemas;

import io.github.kesselevents.schemas.EventRecord.Header;
import io.github.kesselevents.schemas.PayloadDecoder.Damaged;
import io.github.kesselevents.schemas.PayloadDecoder.Payload;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads records of one wire format. Thread-safe; keep one for a whole stream, it remembers schema parts by their bytes.
 */
public final class EventReader {

    private final PayloadDecoder decoder;

    private EventReader(PayloadDecoder decoder) {
        this.decoder = decoder;
    }

    /** A reader of records that are written this way. */
    public static EventReader of(WireFormat wireFormat) {
        return new EventReader(wireFormat.decoder());
    }

    /**
     * The event in a record of the resources stream.
     *
     * @throws UnreadableRecordException when key, header {@code id} or {@code operation}, or the value of a reported
     *     event cannot be read: a poison record
     */
    public ResourceEvent read(EventRecord event) throws UnreadableRecordException {
        String resourceId = text(event, "key", decode(event, "key", event.key()));
        String eventId = header(event, "id");
        String word = header(event, "operation");
        Operation operation = Operation.ofWord(word)
                .orElseThrow(() -> new UnreadableRecordException(
                        event, "header operation is " + word + ", not created, updated or deleted"));
        return operation == Operation.DELETED
                ? new ResourceEvent.Deleted(eventId, resourceId)
                : new ResourceEvent.Reported(eventId, resourceId, operation, decode(event, "value", event.value()));
    }

    /**
     * The record in normalised form, the one that {@code record.schema.json} describes: topic, key, headers as text,
     * payload.
     *
     * @throws UnreadableRecordException when key, value or a header cannot be read
     */
    public ObjectNode normalise(EventRecord event) throws UnreadableRecordException {
        ObjectNode normalised = Json.MAPPER.createObjectNode();
        normalised.put("topic", event.topic());
        normalised.set("key", decode(event, "key", event.key()));
        ObjectNode headers = normalised.putObject("headers");
        for (Header header : event.headers()) {
            headers.put(header.name(), header.value() == null ? null : header(event, header.name()));
        }
        normalised.set("value", decode(event, "value", event.value()));
        return normalised;
    }

    private JsonNode decode(EventRecord event, String part, byte[] bytes) throws UnreadableRecordException {
        PayloadDecoder.Decoded decoded = decoder.decode(bytes);
        if (decoded instanceof Payload payload) {
            return payload.json();
        }
        throw new UnreadableRecordException(
                event,
                decoded instanceof Damaged damaged
                        ? part + " is not " + damaged.expected() + ": " + damaged.actual()
                        : part + " is null");
    }

    private static String text(EventRecord event, String part, JsonNode node) throws UnreadableRecordException {
        if (!node.isString()) {
            throw new UnreadableRecordException(event, part + " is " + Json.show(node) + ", not text");
        }
        return node.stringValue();
    }

    private static String header(EventRecord event, String name) throws UnreadableRecordException {
        byte[] bytes = event.header(name).map(Header::value).orElse(null);
        if (bytes == null) {
            throw new UnreadableRecordException(event, "header " + name + " is absent or null");
        }
        try {
            return Json.text(bytes);
        } catch (Json.Malformed e) {
            throw new UnreadableRecordException(event, "header " + name + " is " + e.getMessage());
        }
    }
}
