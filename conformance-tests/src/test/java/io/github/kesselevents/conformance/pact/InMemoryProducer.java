package io.github.kesselevents.conformance.pact;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.producer.ProducerUnderTest;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.schemas.EventRecord;
import io.github.kesselevents.schemas.EventRecord.Header;
import io.github.kesselevents.schemas.EventStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An inventory with its topic in one object: what it publishes is in the history at once, damaged as a test wants it.
 */
final class InMemoryProducer implements ProducerUnderTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String TIME = "2026-11-23T16:07:27.5Z";

    private final Recording recording;
    /** Null: the record is not published. */
    private final UnaryOperator<EventRecord> damage;

    private final Map<String, String> ids = new HashMap<>();
    private final Set<String> deleted = new HashSet<>();
    private long offset;

    InMemoryProducer(Recording recording, UnaryOperator<EventRecord> damage) {
        this.recording = recording;
        this.damage = damage;
    }

    @Override
    public Reply invoke(Action action, JsonNode request) {
        if (action == Action.DELETE) {
            String local = request.at("/reference/resource_id").stringValue();
            deleted.add(local);
            publish(ids.get(local), "deleted", JSON.objectNode());
        } else {
            report(request);
        }
        return new Reply(Outcome.ACKNOWLEDGED, "OK", "");
    }

    private void report(JsonNode request) {
        JsonNode metadata = request.at("/representations/metadata");
        String local = metadata.path("local_resource_id").stringValue();
        String operation = ids.containsKey(local) ? "updated" : "created";
        String id = ids.computeIfAbsent(local, any -> UUID.randomUUID().toString());
        String type = request.path("type").stringValue();
        ObjectNode payload = JSON.objectNode()
                .put("specversion", "1.0")
                .put("type", "redhat.inventory.resources." + type + "." + operation)
                .put("source", "")
                .put("id", UUID.randomUUID().toString())
                .put("subject", "/resources/" + type + "/" + id)
                .put("time", TIME)
                .put("datacontenttype", "application/json");
        ObjectNode data = payload.putObject("data");
        ObjectNode about = data.putObject("metadata")
                .put("id", id)
                .put("resource_type", type)
                .put("org_id", "")
                .put(operation + "_at", TIME);
        if (request.at("/representations/common/workspace_id").isString()) {
            about.set("workspace_id", request.at("/representations/common/workspace_id"));
        }
        ObjectNode reporter = data.putObject("reporter_data")
                .put("reporter_type", request.path("reporter_type").stringValue())
                .put(
                        "reporter_instance_id",
                        request.path("reporter_instance_id").stringValue())
                .put("local_resource_id", local);
        reporter.set("api_href", metadata.path("api_href"));
        if (request.at("/representations/reporter").isObject()) {
            data.set("resource_data", request.at("/representations/reporter"));
        }
        publish(id, operation, payload);
    }

    private void publish(String id, String operation, JsonNode payload) {
        EventRecord record = damage.apply(new EventRecord(
                EventStream.RESOURCES.topic(),
                0,
                offset,
                0,
                ("\"" + id + "\"").getBytes(UTF_8),
                List.of(
                        Header.of("id", UUID.randomUUID().toString()),
                        Header.of("operation", operation),
                        Header.of("txid", "")),
                payload.toString().getBytes(UTF_8)));
        if (record != null) {
            offset++;
            recording.record(at -> new Observed(
                    at,
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.timestamp(),
                    record.key(),
                    record.headers(),
                    record.value()));
        }
    }

    @Override
    public Reply invokeWhenReachable(Action action, JsonNode request) {
        return invoke(action, request);
    }

    @Override
    public boolean awaitReachable(Duration patience) {
        return true;
    }

    @Override
    public void reconnect() {}

    @Override
    public void close() {}
}
