package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.conformance.producer.ProducerProfile.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * An outbox message in the write-ahead log, made by {@link MessageReader}. Of its content, what the event is to hold is
 * read when it is first asked for, and dropped once it was compared.
 */
final class Message {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Lsn lsn;
    private final Stream stream;
    private final String id;
    private String key;
    private final String operation;
    private final boolean early;
    private Transaction transaction;
    private Message older;
    private String time;
    private final int payloadAt;
    private String content;
    private JsonNode payload;

    /** @param payloadAt index in the content of the object that the event is to hold; -1 when none was found */
    Message(
            Lsn lsn,
            Stream stream,
            Transaction transaction,
            String id,
            String key,
            String operation,
            String time,
            String content,
            int payloadAt) {
        this.lsn = lsn;
        this.stream = stream;
        this.transaction = transaction;
        this.early = transaction == null;
        this.id = id;
        this.key = key;
        this.operation = operation;
        this.time = time;
        this.content = content;
        this.payloadAt = payloadAt;
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

    /** When the event is to say that it happened, as it says; null when it does not, or when that was dropped. */
    String time() {
        return time;
    }

    /**
     * Whether it was written outside any transaction, by {@code pg_logical_emit_message(false, …)}: whoever reads it
     * knows of no commit.
     */
    boolean isEarly() {
        return early;
    }

    /** The transaction that it belongs to; null while it is not known whether one that wrote it too early commits. */
    Transaction transaction() {
        return transaction;
    }

    /** The transaction committed that wrote it too early. */
    void committedBy(Transaction late) {
        transaction = late;
    }

    /** Takes the text of the version's key for its own, where it is the same. */
    void shareKey() {
        Version version = transaction.versionOf(key);
        key = version == null ? key : Shared.of(version.key(), key);
    }

    /** Where the relay stands when it sends it: at the commit of its transaction; before that if it was too early. */
    Lsn sentAt() {
        return early ? lsn : transaction.lsn();
    }

    /** The one that was written before under the same id; null when there is none. */
    Message older() {
        return older;
    }

    /** Says that another one was written before under the same id. */
    Message after(Message other) {
        older = other;
        return this;
    }

    /** What the event is to hold; missing when the content has none, null when it was dropped. */
    JsonNode payload() {
        if (payload == null && content != null) {
            payload = read(content);
            content = null;
        }
        return payload;
    }

    /** The same; if a record shows it in the very text in which it was written, as relays do, the record's own. */
    JsonNode payload(Delivery delivery) {
        if (content != null && payloadAt >= 0 && isWritten(delivery)) {
            payload = delivery.payload();
            content = null;
        }
        return payload();
    }

    /** Whether the payload is all that follows in the content, and is the record's. */
    private boolean isWritten(Delivery delivery) {
        int last = content.length() - 1;
        return content.charAt(last) == '}' && delivery.isWritten(content, payloadAt, last);
    }

    private static JsonNode read(String content) {
        try {
            return JSON.readTree(content).path("payload");
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    /** Whether what the event is to hold was dropped. */
    boolean isForgotten() {
        return payload == null && content == null;
    }

    /** Drops what the event is to hold. */
    void forgetPayload() {
        time = null;
        content = null;
        payload = null;
    }
}
