package io.github.kesselevents.schemas;

import io.github.kesselevents.schemas.EventRecord.Header;
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
        String resourceId = resourceId(event);
        String eventId = header(event, "id");
        String word = header(event, "operation");
        Operation operation = Operation.ofWord(word)
                .orElseThrow(() -> new UnreadableRecordException(
                        event, "header operation is " + word + ", not created, updated or deleted"));
        return operation == Operation.DELETED
                ? new ResourceEvent.Deleted(eventId, resourceId)
                : new ResourceEvent.Reported(eventId, resourceId, operation, payload(event));
    }

    /**
     * The resource that a record of any stream is about: its key.
     *
     * @throws UnreadableRecordException when the key is not text in this wire format
     */
    public String resourceId(EventRecord event) throws UnreadableRecordException {
        return decoded(event).resourceId();
    }

    /**
     * The value of a record of any stream, without Connect's wrapper.
     *
     * @throws UnreadableRecordException when there is none, or it is not in this wire format
     */
    public JsonNode payload(EventRecord event) throws UnreadableRecordException {
        return decoded(event).payload();
    }

    /** The record, for who looks at it more than once. */
    public DecodedRecord decoded(EventRecord event) {
        return new DecodedRecord(event, decoder);
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
        DecodedRecord decoded = decoded(event);
        normalised.set("key", decoded.json("key", decoded.key()));
        ObjectNode headers = normalised.putObject("headers");
        for (Header header : event.headers()) {
            headers.put(header.name(), header.value() == null ? null : header(event, header.name()));
        }
        normalised.set("value", decoded.payload());
        return normalised;
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
