package io.github.kesselevents.conformance.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An event as the producer writes it to the outbox, or as the relay writes it to a topic; a test may damage either. */
final class Event {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TOPIC = "outbox.event.";

    private final String stream;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String topic;
    private int partition;
    private String key;
    private ObjectNode payload;
    private String rawValue;
    private boolean raw;

    Event(String stream, String id, String key, String operation, String txid, int partition, ObjectNode payload) {
        this.stream = stream;
        this.topic = TOPIC + stream;
        this.key = key;
        this.partition = partition;
        this.payload = payload;
        headers.put("id", id);
        headers.put("operation", operation);
        headers.put("txid", txid);
    }

    Event copy() {
        Event copy = new Event(stream, null, key, null, null, partition, payload.deepCopy());
        copy.headers.putAll(headers);
        copy.topic = topic;
        copy.rawValue = rawValue;
        copy.raw = raw;
        return copy;
    }

    String id() {
        return headers.get("id");
    }

    String key() {
        return key;
    }

    Event id(String id) {
        return header("id", id);
    }

    Event key(String resource) {
        key = resource;
        return this;
    }

    Event operation(String word) {
        return header("operation", word);
    }

    Event header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Event withoutHeader(String name) {
        headers.remove(name);
        return this;
    }

    Event topic(String name) {
        topic = name;
        return this;
    }

    Event partition(int number) {
        partition = number;
        return this;
    }

    /** Sets a member, given as JSON, at a pointer whose parent is there. */
    Event member(String pointer, String json) {
        parent(pointer).set(name(pointer), JSON.readTree(json));
        return this;
    }

    Event without(String pointer) {
        parent(pointer).remove(name(pointer));
        return this;
    }

    Event payload(String json) {
        payload = (ObjectNode) JSON.readTree(json);
        return this;
    }

    String text(String pointer) {
        return payload.at(JsonPointer.compile(pointer)).stringValue();
    }

    String payloadText() {
        return payload.toString();
    }

    /** The bytes of the record's value, whatever they are; null is a tombstone record. */
    Event value(String bytes) {
        raw = true;
        rawValue = bytes;
        return this;
    }

    private ObjectNode parent(String pointer) {
        return (ObjectNode) payload.at(JsonPointer.compile(pointer.substring(0, pointer.lastIndexOf('/'))));
    }

    private static String name(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1);
    }

    String place() {
        return topic + "-" + partition;
    }

    OutboxMessage message(Lsn lsn) {
        ObjectNode outbox = JsonNodeFactory.instance
                .objectNode()
                .put("id", id())
                .put("aggregatetype", stream)
                .put("aggregateid", key)
                .put("operation", headers.get("operation"))
                .put("txid", headers.get("txid"));
        outbox.set("payload", payload.deepCopy());
        return new OutboxMessage(lsn, stream, outbox.toString());
    }

    Observed record(long at, long offset) {
        List<Header> list = new ArrayList<>();
        headers.forEach((name, value) -> list.add(Header.of(name, value)));
        String value = raw ? rawValue : ConnectWriter.wrap(payload);
        return new Observed(
                at,
                topic,
                partition,
                offset,
                Story.WALL_CLOCK + at / 1_000_000,
                ConnectWriter.wrap(JsonNodeFactory.instance.stringNode(key)).getBytes(UTF_8),
                list,
                value == null ? null : value.getBytes(UTF_8));
    }
}
