package io.github.kesselevents.conformance.workload;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Purpose;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.producer.ProducerUnderTest;
import io.github.kesselevents.conformance.producer.ProducerUnderTest.Reply;
import io.github.kesselevents.fixtures.payload.Payload;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes of the kit's own beside the scenario: sentinels, probes and single writes, each a new host, and whatever else
 * is asked. All wait until the producer can be reached. Thread-safe.
 */
final class Attempts {

    private static final String INSTANCE = "kit";

    private final Scenario scenario;
    private final ProducerUnderTest producer;
    private final HistoryRecorder recorder;
    private final AtomicLong nextNumber;
    private final AtomicLong sentinels = new AtomicLong();
    private final AtomicLong probes = new AtomicLong();

    Attempts(Scenario scenario, ProducerUnderTest producer, HistoryRecorder recorder) {
        this.scenario = scenario;
        this.producer = producer;
        this.recorder = recorder;
        this.nextNumber = new AtomicLong(scenario.operations().size());
    }

    OwnWrite sentinel() {
        return write(Purpose.SENTINEL, "sentinel-" + sentinels.getAndIncrement(), null);
    }

    OwnWrite probe(Payload payload) {
        return write(
                Purpose.PROBE, "probe-" + probes.getAndIncrement() + "-" + payload.name(), payload.representation());
    }

    OwnWrite write(String name) {
        return write(Purpose.WORKLOAD, name, null);
    }

    OwnWrite write(String name, String resource, String transactionId) {
        return write(Purpose.WORKLOAD, name, resource, transactionId, null);
    }

    /** Sends a request as it is. */
    Attempt ask(Action action, String marker, String key, JsonNode request) {
        return send(Purpose.WORKLOAD, action, marker, key, null, request, producer);
    }

    private OwnWrite write(Purpose purpose, String name, ObjectNode reporter) {
        return write(purpose, name, name, null, reporter);
    }

    private OwnWrite write(Purpose purpose, String name, String resource, String transactionId, ObjectNode reporter) {
        return new OwnWrite(
                Scenario.marker(scenario.run(), name),
                producer,
                through -> report(purpose, name, resource, transactionId, reporter, through));
    }

    private Attempt report(
            Purpose purpose,
            String name,
            String local,
            String transactionId,
            ObjectNode reporter,
            ProducerUnderTest through) {
        ResourceName resource = new ResourceName("host", "hbi", INSTANCE, scenario.run() + "-" + local);
        String marker = Scenario.marker(scenario.run(), name);
        ObjectNode common = JsonNodeFactory.instance.objectNode().put("workspace_id", "ws-kit");
        JsonNode request = Request.report(resource, marker, transactionId, common, reporter);
        return send(purpose, Action.REPORT, marker, resource.canonical(), transactionId, request, through);
    }

    private Attempt send(
            Purpose purpose,
            Action action,
            String marker,
            String key,
            String transactionId,
            JsonNode request,
            ProducerUnderTest through) {
        long number = nextNumber.getAndIncrement();
        Invoked invoked = recorder.record(at -> new Invoked(
                at, number, scenario.settings().clients(), purpose, action, marker, key, transactionId, request));
        Reply reply = through.invokeWhenReachable(action, request);
        Returned returned =
                recorder.record(at -> new Returned(at, number, reply.outcome(), reply.code(), reply.message()));
        return new Attempt(invoked, returned);
    }
}
