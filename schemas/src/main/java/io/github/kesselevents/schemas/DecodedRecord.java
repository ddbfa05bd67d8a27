package io.github.kesselevents.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.schemas.PayloadDecoder.Damaged;
import io.github.kesselevents.schemas.PayloadDecoder.Decoded;
import io.github.kesselevents.schemas.PayloadDecoder.Payload;
import tools.jackson.databind.JsonNode;

/**
 * A record whose key and value are decoded once, when they are first asked for, however many want to look at them. Made
 * by {@link EventReader#decoded}. Not thread-safe.
 */
public final class DecodedRecord {

    private final EventRecord event;
    private final PayloadDecoder decoder;
    private Decoded key;
    private Decoded value;

    DecodedRecord(EventRecord event, PayloadDecoder decoder) {
        this.event = event;
        this.decoder = decoder;
    }

    /** As it was read. */
    public EventRecord event() {
        return event;
    }

    /**
     * The resource that it is about: its key.
     *
     * @throws UnreadableRecordException when the key is not text in the wire format
     */
    public String resourceId() throws UnreadableRecordException {
        JsonNode id = json("key", key());
        if (!id.isString()) {
            throw new UnreadableRecordException(event, "key is " + Json.show(id) + ", not text");
        }
        return id.stringValue();
    }

    /**
     * Its value, without Connect's wrapper.
     *
     * @throws UnreadableRecordException when there is none, or it is not in the wire format
     */
    public JsonNode payload() throws UnreadableRecordException {
        return json("value", value());
    }

    /** Whether its payload is certainly written as this part of a text is, character by character. */
    public boolean isWritten(String text, int begin, int end) {
        return value() instanceof Payload payload
                && payload.begin() >= 0
                && text.substring(begin, end)
                        .equals(new String(event.value(), payload.begin(), payload.end() - payload.begin(), UTF_8));
    }

    Decoded key() {
        if (key == null) {
            key = decoder.decode(event.key());
        }
        return key;
    }

    Decoded value() {
        if (value == null) {
            value = decoder.decode(event.value());
        }
        return value;
    }

    /** The same record in this decoder's wire format. */
    DecodedRecord by(PayloadDecoder other) {
        return other.getClass() == decoder.getClass() ? this : new DecodedRecord(event, other);
    }

    JsonNode json(String part, Decoded decoded) throws UnreadableRecordException {
        if (decoded instanceof Payload payload) {
            return payload.json();
        }
        throw new UnreadableRecordException(
                event,
                decoded instanceof Damaged damaged
                        ? part + " is not " + damaged.expected() + ": " + damaged.actual()
                        : part + " is null");
    }
}
