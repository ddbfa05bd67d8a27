package io.github.kesselevents.schemas;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds one record against the contract: the requirements SHAPE-1 to SHAPE-7, each decided from the record alone.
 *
 * <p>One cause gives one violation, under the id that owns it. Where a record contradicts itself, the statement that
 * the others outvote is the cause. The payload's own schemas are the JSON Schemas of this jar; nothing of them is
 * repeated in code.
 *
 * <p>It never throws, whatever the bytes. It is thread-safe and keeps a bounded memory (at most 8 MiB) of the schema
 * parts that it has seen, so that one instance for a whole stream is much faster than one for each record.
 *
 * <p><b>What it cannot see:</b> anything that takes a second record or the database (whether the content is true, the
 * order, duplicates), and whether a member that may be absent should have been there.
 */
public final class EventContract {

    private final PayloadDecoder decoder;
    private final Map<EventStream, String> topics = new EnumMap<>(EventStream.class);
    private final ContractSchema key;
    private final Map<EventStream, ContractSchema> headers = new EnumMap<>(EventStream.class);
    private final Map<Operation, ContractSchema> payload = new EnumMap<>(Operation.class);
    private final Map<Operation, ContractSchema> tuple = new EnumMap<>(Operation.class);
    private final Map<String, Map<String, ContractSchema>> resourceData = new LinkedHashMap<>();

    private EventContract(WireFormat wireFormat) {
        decoder = wireFormat.decoder();
        for (EventStream stream : EventStream.values()) {
            topics.put(stream, stream.topic());
        }
        JsonSchemas schemas = new JsonSchemas();
        key = schemas.get("event/record.schema.json#/$defs/key");
        headers.put(EventStream.RESOURCES, schemas.get("event/record.schema.json#/$defs/resource_headers"));
        headers.put(EventStream.TUPLES, schemas.get("event/record.schema.json#/$defs/tuple_headers"));
        ContractSchema reportedTuple = schemas.get("event/tuple.schema.json#/$defs/reported");
        tuple.put(Operation.CREATED, reportedTuple);
        tuple.put(Operation.UPDATED, reportedTuple);
        tuple.put(Operation.DELETED, schemas.get("event/tuple.schema.json#/$defs/deleted"));
        for (Operation operation : Operation.values()) {
            payload.put(operation, schemas.get("event/" + operation.word() + ".schema.json"));
        }
        ResourceTypes types = ResourceTypes.bundled();
        for (String type : types.all()) {
            Map<String, ContractSchema> ofType = new LinkedHashMap<>();
            for (String reporter : types.reportersOf(type)) {
                ofType.put(reporter, schemas.get("resource-data/" + type + "/" + reporter + ".schema.json"));
            }
            resourceData.put(type, ofType);
        }
    }

    /**
     * The contract of inventory-api's streams.
     *
     * @param wireFormat how keys and values are declared to be written; the other format is a violation
     */
    public static EventContract of(WireFormat wireFormat) {
        return new EventContract(wireFormat);
    }

    private EventContract(EventContract other, Map<EventStream, String> topics) {
        decoder = other.decoder;
        key = other.key;
        headers.putAll(other.headers);
        payload.putAll(other.payload);
        tuple.putAll(other.tuple);
        resourceData.putAll(other.resourceData);
        this.topics.putAll(other.topics);
        this.topics.putAll(topics);
    }

    /** The same contract of a deployment whose topics have other names; streams that are not given keep theirs. */
    public EventContract withTopics(Map<EventStream, String> names) {
        return new EventContract(this, names);
    }

    /** Every way in which this record breaks the contract, in the order of its parts; empty when it keeps it. */
    public List<Violation> check(EventRecord event) {
        return check(new DecodedRecord(event, decoder));
    }

    /** The same of a record that others look at, too; what they decoded of it is not decoded again. */
    public List<Violation> check(DecodedRecord record) {
        return new RecordCheck(this, record.by(decoder)).run();
    }

    /** The topic of a stream. */
    String topic(EventStream stream) {
        return topics.get(stream);
    }

    /** The stream of this topic; empty for any other topic. */
    Optional<EventStream> streamOf(String topic) {
        for (Map.Entry<EventStream, String> named : topics.entrySet()) {
            if (named.getValue().equals(topic)) {
                return Optional.of(named.getKey());
            }
        }
        return Optional.empty();
    }

    ContractSchema key() {
        return key;
    }

    ContractSchema headers(EventStream stream) {
        return headers.get(stream);
    }

    /** ContractSchema of the payload on the resources stream. */
    ContractSchema payload(Operation operation) {
        return payload.get(operation);
    }

    /** ContractSchema of the payload on the tuples stream. */
    ContractSchema tuple(Operation operation) {
        return tuple.get(operation);
    }

    /** Schemas of {@code resource_data} by reporter type; null for a resource type that is not in the contract. */
    Map<String, ContractSchema> resourceData(String resourceType) {
        return resourceData.get(resourceType);
    }

    /** The resource types of the contract. */
    Iterable<String> resourceTypes() {
        return resourceData.keySet();
    }
}
