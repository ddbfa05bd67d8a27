package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.producer.ProducerProfile.Stream;
import io.github.kesselevents.schemas.DecodedRecord;
import io.github.kesselevents.schemas.EventReader;
import io.github.kesselevents.schemas.EventRecord;
import io.github.kesselevents.schemas.EventRecord.Header;
import io.github.kesselevents.schemas.Operation;
import io.github.kesselevents.schemas.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A record of a stream, and what it was bound to. Nothing of it is judged. Its content is dropped when enough others
 * came after it; then it can still be told whether another record is the same.
 */
final class Delivery {

    /** How a record was bound to the version that made it. */
    enum Binding {
        /** By its id, which stands in a message of the version's transaction. */
        ID,
        /** By the marker of the operation. */
        MARKER,
        /** By content or position: the same key and operation, next in line. */
        POSITION,
        /** Bound to a transaction that made no version. */
        TRANSACTION,
        /** To none. */
        NONE
    }

    private static final List<Header> NONE = List.of();

    private final long at;
    private final String place;
    private final Stream stream;
    private final int streamIndex;
    private String id;
    private String operation;
    private String key;
    private final EventReader reader;
    private final Pointers pointers;
    private EventRecord event;
    private DecodedRecord decoded;
    private Fingerprint fingerprint;
    private boolean forgotten;
    private JsonNode payload;
    private boolean payloadRead;
    private String marker;
    private boolean markerRead;
    private Binding binding = Binding.NONE;
    private Message message;
    private Transaction transaction;
    private Version version;
    private boolean first;
    private EventId eventId;
    private Resource resource;

    /** @param place name of its partition, the same text for all of them */
    Delivery(Observed observed, String place, Stream stream, int streamIndex, EventReader reader, Pointers pointers) {
        this.at = observed.at();
        this.place = place;
        this.stream = stream;
        this.streamIndex = streamIndex;
        this.reader = reader;
        this.pointers = pointers;
        this.event = observed.record();
        this.id = header("id");
        this.operation = header("operation");
        this.key = readKey();
    }

    /** Ties it to what made it; the message is null where only marker or position speak. */
    void bind(Binding how, Message message, Transaction transaction, Version version) {
        this.binding = how;
        this.message = message;
        this.transaction = transaction;
        // An event of one stream on the topic of another publishes nothing.
        this.version = streamIndex < 0 || isMisplaced() ? null : version;
        if (this.version != null) {
            first = version.first(streamIndex) == null;
            version.deliver(streamIndex, this);
        }
        if (message != null) {
            id = Shared.of(message.id(), id);
            operation = Shared.of(message.operation(), operation);
        }
        if (version != null) {
            key = Shared.of(version.key(), key);
        }
    }

    /** Says which id it bears. */
    void under(EventId named) {
        eventId = named;
    }

    /** Says which resource its key names. */
    void of(Resource named) {
        resource = named;
    }

    private String header(String name) {
        Header header = event.header(name).orElse(null);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private String readKey() {
        try {
            return decoded().resourceId();
        } catch (UnreadableRecordException e) {
            return null;
        }
    }

    /**
     * All checks were told of it: what was decoded can be decoded again, should anybody ask. Its fingerprint is taken
     * now that its bytes are at hand; when it is forgotten, they would have to be fetched from memory.
     */
    void told() {
        fingerprint = Fingerprint.of(event, payload != null && Levelled.isUnsettled(payload) ? payload : null);
        payload = null;
        payloadRead = false;
        decoded = null;
    }

    /** Drops key, headers and value. */
    void forget() {
        if (version == null && stream != null) {
            // Who has no witness asks for it at the end.
            text(stream.marker());
        }
        if (fingerprint == null) {
            fingerprint = Fingerprint.of(event, null);
        }
        forgotten = true;
        event = new EventRecord(event.topic(), event.partition(), event.offset(), event.timestamp(), null, NONE, null);
        markerRead = true;
        payload = null;
        payloadRead = true;
        decoded = null;
    }

    /** Whether key, headers and value are dropped. */
    boolean isForgotten() {
        return forgotten;
    }

    boolean sameKey(Delivery other) {
        return hasContentLike(other)
                ? Arrays.equals(event.key(), other.event.key())
                : fingerprint().key() == other.fingerprint().key();
    }

    boolean sameValue(Delivery other) {
        return hasContentLike(other)
                ? Arrays.equals(event.value(), other.event.value())
                : fingerprint().value() == other.fingerprint().value();
    }

    /** Whether both payloads are the same JSON; in the same bytes, once the content of one is dropped. */
    boolean says(Delivery other) {
        return sameValue(other)
                || hasContentLike(other) && payload() != null && payload().equals(other.payload());
    }

    /** Whether both values tell the same but for what the relay settles anew whenever it starts, {@link Levelled}. */
    boolean sameLevelledValue(Delivery other) {
        long levelled = fingerprint().levelled();
        return levelled != 0 && levelled == other.fingerprint().levelled();
    }

    /** Headers of tracing aside. */
    boolean sameHeaders(Delivery other) {
        return hasContentLike(other)
                ? Headers.same(event, other.event)
                : fingerprint().headers() == other.fingerprint().headers();
    }

    private boolean hasContentLike(Delivery other) {
        return !isForgotten() && !other.isForgotten();
    }

    private Fingerprint fingerprint() {
        if (isForgotten()) {
            return fingerprint;
        }
        JsonNode payload = payload();
        return Fingerprint.of(event, payload != null && Levelled.isUnsettled(payload) ? payload : null);
    }

    /** Name of its partition: {@code topic-partition}. */
    String place() {
        return place;
    }

    /** As it was read; without key, headers and value when {@link #isForgotten}. */
    EventRecord event() {
        return event;
    }

    /** The same, its key and value decoded at most once until all checks were told. */
    DecodedRecord decoded() {
        if (decoded == null) {
            decoded = reader.decoded(event);
        }
        return decoded;
    }

    /** When it was read. */
    long at() {
        return at;
    }

    Stream stream() {
        return stream;
    }

    int streamIndex() {
        return streamIndex;
    }

    int partition() {
        return event.partition();
    }

    long offset() {
        return event.offset();
    }

    /** Its id; null when the header is missing. */
    String id() {
        return id;
    }

    /** The same, as the index knows it; null when the header is missing, or the index was not asked yet. */
    EventId eventId() {
        return eventId;
    }

    /** As the header says; null when it is missing. */
    String operation() {
        return operation;
    }

    /** The resource; null when the key cannot be read. */
    String key() {
        return key;
    }

    /** The same, as the index knows it; null when the key cannot be read, or it was not bound yet. */
    Resource resource() {
        return resource;
    }

    /** Whether its payload is certainly written as this part of a text is, character by character. */
    boolean isWritten(String text, int begin, int end) {
        return decoded().isWritten(text, begin, end);
    }

    /** The value without wrapper; null when it cannot be read. */
    JsonNode payload() {
        if (!payloadRead) {
            payloadRead = true;
            payload = readPayload();
        }
        return payload;
    }

    private JsonNode readPayload() {
        try {
            return decoded().payload();
        } catch (UnreadableRecordException e) {
            return null;
        }
    }

    /** A member of the payload as text; null when it is absent or no text. */
    String text(String pointer) {
        if (pointer == null) {
            return null;
        }
        if (stream == null || !pointer.equals(stream.marker())) {
            return read(pointer);
        }
        if (!markerRead) {
            markerRead = true;
            marker = read(pointer);
        }
        return marker;
    }

    private String read(String pointer) {
        JsonNode payload = payload();
        JsonNode member = payload == null ? null : pointers.at(payload, pointer);
        return member != null && member.isString() ? member.stringValue() : null;
    }

    /** The marker of the operation, as the payload tells it; null when it does not. */
    String marker() {
        return stream == null ? null : text(stream.marker());
    }

    /**
     * What is the same when it is delivered again: the version; without one, what the marker names, else the id. Null
     * when nothing tells.
     */
    Object identity() {
        if (version != null) {
            return version;
        }
        // A delete has no marker: one that shows the last report's has the wrong form, says SHAPE-5.
        String marker = Operation.DELETED.word().equals(operation) ? null : marker();
        return marker == null ? id : "marked " + marker;
    }

    Binding binding() {
        return binding;
    }

    /** The message that it carries; null when its id is in none. */
    Message message() {
        return message;
    }

    /** The transaction that made it; null when none is known. */
    Transaction transaction() {
        return transaction;
    }

    /** The version that it publishes; null when it publishes none. */
    Version version() {
        return version;
    }

    /** Whether it is an event of one stream on the topic of another. */
    boolean isMisplaced() {
        return message != null && message.stream() != stream;
    }

    /** Whether it is the first delivery of its version on its stream. */
    boolean isFirst() {
        return first;
    }

    /** Where it is: {@code topic-partition@offset}. */
    String position() {
        return event.position();
    }
}
