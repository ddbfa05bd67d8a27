package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.conformance.producer.ProducerProfile.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** An outbox message in the write-ahead log. What the event is to hold is dropped once it was compared. */
final class Message {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Lsn lsn;
    private final Stream stream;
    private final String id;
    private final String key;
    private final String operation;
    private JsonNode payload;
    private long fingerprint;

    private Message(Lsn lsn, Stream stream, JsonNode content) {
        this.lsn = lsn;
        this.stream = stream;
        this.id = text(content, "id");
        this.key = text(content, "aggregateid");
        this.operation = text(content, "operation");
        this.payload = content.path("payload");
    }

    /** Reads the outbox JSON; content that is none makes a message without members. */
    static Message read(OutboxMessage written, Stream stream) {
        try {
            return new Message(written.lsn(), stream, JSON.readTree(written.content()));
        } catch (JacksonException e) {
            return new Message(written.lsn(), stream, MissingNode.getInstance());
        }
    }

    private static String text(JsonNode content, String member) {
        JsonNode node = content.path(member);
        return node.isString() ? node.stringValue() : null;
    }

    Lsn lsn() {
        return lsn;
    }

    /** The stream that it is for; null when its prefix is none of the profile's. */
    Stream stream() {
        return stream;
    }

    /** The event's id; null when the content has none. */
    String id() {
        return id;
    }

    /** The resource that it says it is about; null when the content has none. */
    String key() {
        return key;
    }

    /** As it says; null when the content has none. */
    String operation() {
        return operation;
    }

    /** What the event is to hold; missing when the content has none, null when it was dropped. */
    JsonNode payload() {
        return payload;
    }

    /** Whether the event is to hold this, as far as can be told. */
    boolean says(JsonNode published) {
        return payload == null
                ? published != null && Fingerprint.of(published) == fingerprint
                : payload.equals(published);
    }

    /** Drops the payload. */
    void forgetPayload() {
        if (payload != null) {
            fingerprint = Fingerprint.of(payload);
            payload = null;
        }
    }
}
