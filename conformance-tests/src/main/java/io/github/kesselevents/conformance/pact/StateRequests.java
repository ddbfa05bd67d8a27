package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.fixtures.pact.ProviderState;
import io.github.kesselevents.fixtures.payload.Payloads;
import io.github.kesselevents.fixtures.payload.ReportedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The requests that bring a producer into a provider state: a resource of its own for each, so that no state depends on
 * what was there. What the state leaves open is drawn.
 */
final class StateRequests {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String INSTANCE = "kit-pact";

    /**
     * One request.
     *
     * @param marker its {@code api_href}; null on a delete
     */
    record Step(Action action, String marker, JsonNode request) {}

    private final String run;
    private final Payloads payloads;

    /** @param run unique among all runs against the same producer */
    StateRequests(String run, long seed) {
        this.run = run;
        this.payloads = new Payloads(new Random(seed));
    }

    /** How histories name the resource of this number. */
    String key(ReportedType type, int number) {
        return type.resourceType() + "/" + type.reporterType() + "/" + INSTANCE + "/" + localId(number);
    }

    /** The requests in their order; the last one publishes the expected event, each one before it another. */
    List<Step> of(ProviderState state, int number) {
        List<Step> steps = new ArrayList<>();
        switch (state.kind()) {
            case REPORTED_FIRST -> {}
            case REPORTED_AGAIN, DELETED -> steps.add(anyReport(state.type(), number));
            case REPORTED_AFTER_DELETE -> {
                steps.add(anyReport(state.type(), number));
                steps.add(delete(state.type(), number));
            }
        }
        steps.add(
                switch (state.kind()) {
                    case DELETED -> delete(state.type(), number);
                    default -> report(state, number);
                });
        return steps;
    }

    /** A write of a resource that is of no other interest. */
    Step sentinel(int number) {
        return anyReport(ReportedType.all().get(0), number);
    }

    private Step anyReport(ReportedType type, int number) {
        return report(type, number, "first", payloads.common(type), payloads.ordinary(type), null, null);
    }

    private Step report(ProviderState state, int number) {
        return report(
                state.type(),
                number,
                "last",
                representation(state.common(), payloads.common(state.type())),
                representation(state.reporter(), payloads.ordinary(state.type())),
                state.consoleHref().asString(null),
                state.reporterVersion().asString(null));
    }

    private static ObjectNode representation(JsonNode stated, ObjectNode drawn) {
        return stated.isMissingNode() ? drawn : stated.isNull() ? null : (ObjectNode) stated;
    }

    private Step report(
            ReportedType type,
            int number,
            String which,
            ObjectNode common,
            ObjectNode reporter,
            String consoleHref,
            String reporterVersion) {
        String marker = "https://kit.invalid/" + run + "/" + number + "/" + which;
        ObjectNode request = JSON.objectNode()
                .put("type", type.resourceType())
                .put("reporter_type", type.reporterType())
                .put("reporter_instance_id", INSTANCE);
        ObjectNode representations = request.putObject("representations");
        ObjectNode metadata = representations
                .putObject("metadata")
                .put("local_resource_id", localId(number))
                .put("api_href", marker);
        put(metadata, "console_href", consoleHref);
        put(metadata, "reporter_version", reporterVersion);
        if (common != null) {
            representations.set("common", common);
        }
        if (reporter != null) {
            representations.set("reporter", reporter);
        }
        return new Step(Action.REPORT, marker, request);
    }

    private Step delete(ReportedType type, int number) {
        ObjectNode request = JSON.objectNode();
        request.putObject("reference")
                .put("resource_type", type.resourceType())
                .put("resource_id", localId(number))
                .putObject("reporter")
                .put("type", type.reporterType())
                .put("instance_id", INSTANCE);
        return new Step(Action.DELETE, null, request);
    }

    private String localId(int number) {
        return run + "-" + number;
    }

    private static void put(ObjectNode object, String member, String text) {
        if (text != null) {
            object.put(member, text);
        }
    }
}
