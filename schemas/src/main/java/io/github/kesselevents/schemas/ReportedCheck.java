package io.github.kesselevents.schemas;

import com.networknt.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The check of one created or updated payload: first what it says of itself in several places, then the schemas that
 * this selects. A place that the others outvote owns its damage (SHAPE-4); the schemas then judge by what the others
 * say.
 */
final class ReportedCheck {

    private static final Pattern TYPE =
            Pattern.compile("redhat\\.inventory\\.resources\\.([a-z0-9_]+)\\.(created|updated)");
    private static final Pattern SUBJECT = Pattern.compile("/resources/([a-z0-9_]+)/([0-9a-f-]{36})");

    private final EventContract contract;
    private final JsonNode payload;
    private final Optional<Operation> header;
    private final Optional<String> key;

    ReportedCheck(EventContract contract, JsonNode payload, Optional<Operation> header, Optional<String> key) {
        this.contract = contract;
        this.payload = payload;
        this.header = header;
        this.key = key;
    }

    void run(List<Violation> violations) {
        JsonNode metadata = payload.path("data").path("metadata");
        Optional<Matcher> type = matched(TYPE, payload.path("type"));
        Optional<Matcher> subject = matched(SUBJECT, payload.path("subject"));

        // In each list the later statement wins a tie: the payload over what is derived from it.
        Testimony operation = new Testimony()
                .add("/headers/operation", header.map(Operation::word))
                .add("/value/type", type.map(m -> m.group(2)))
                .silently(timeMember(metadata));
        Testimony resourceType = new Testimony()
                .add("/value/subject", subject.map(m -> m.group(1)))
                .add("/value/type", type.map(m -> m.group(1)))
                .add("/value/data/metadata/resource_type", text(metadata.path("resource_type")));
        Testimony id = new Testimony()
                .add("/key", key)
                .add("/value/subject", subject.map(m -> m.group(2)))
                .add("/value/data/metadata/id", text(metadata.path("id")));
        Operation said = operation.truth().flatMap(Operation::ofWord).orElse(Operation.CREATED);
        String at = said.word() + "_at";
        Testimony time = new Testimony()
                .add("/value/time", text(payload.path("time")))
                .add("/value/data/metadata/" + at, text(metadata.path(at)));

        List<Violation> shape = checkSchemas(said, resourceType);
        Set<String> misshapen = new HashSet<>();
        shape.forEach(violation -> misshapen.add(violation.pointer()));
        List<Violation> contradictions = new ArrayList<>(0);
        for (Testimony testimony : List.of(operation, resourceType, id, time)) {
            testimony
                    .contradiction()
                    .filter(c -> c.pointer().equals("/value/type") || !misshapen.contains(c.pointer()))
                    .filter(c -> contradictions.stream()
                            .noneMatch(other -> other.pointer().equals(c.pointer())))
                    .ifPresent(contradictions::add);
        }
        shape.removeIf(violation -> violation.pointer().equals("/value/type") && operation.outvotes("/value/type"));
        violations.addAll(shape);
        violations.addAll(contradictions);
    }

    private List<Violation> checkSchemas(Operation said, Testimony resourceType) {
        List<Violation> violations = new ArrayList<>();
        for (SchemaFindings finding : SchemaFindings.of(contract.payload(said), payload)) {
            // A filled source has its own id; a source that is no text or not there is damage like any other.
            boolean poses = finding.pointer().equals("/source")
                    && payload.path("source").isString();
            violations.add(violation(poses ? "SHAPE-7" : "SHAPE-1", finding, ""));
        }
        checkResourceData(resourceType, violations);
        return violations;
    }

    private void checkResourceData(Testimony resourceType, List<Violation> violations) {
        JsonNode reporter = payload.path("data").path("reporter_data").path("reporter_type");
        if (resourceType.truth().isEmpty()) {
            return;
        }
        Optional<Map<String, Schema>> byReporter =
                contract.resourceData(resourceType.truth().get());
        if (byReporter.isEmpty()) {
            violations.add(new Violation(
                    "SHAPE-1",
                    "/value/data/metadata/resource_type",
                    "a resource type of the contract: " + String.join(", ", contract.resourceTypes()),
                    resourceType.truth().get()));
            return;
        }
        if (!reporter.isString()
                || violations.stream().anyMatch(v -> v.pointer().endsWith("/reporter_type"))) {
            return;
        }
        Schema schema = byReporter.get().get(reporter.stringValue());
        if (schema == null) {
            violations.add(new Violation(
                    "SHAPE-1",
                    "/value/data/reporter_data/reporter_type",
                    "a reporter of " + resourceType.truth().get() + ": "
                            + String.join(", ", byReporter.get().keySet()),
                    Json.show(reporter)));
            return;
        }
        JsonNode data = payload.path("data").path("resource_data");
        if (data.isObject()) {
            for (SchemaFindings finding : SchemaFindings.of(schema, data)) {
                violations.add(violation("SHAPE-1", finding, "/data/resource_data"));
            }
        }
    }

    private static Violation violation(String requirement, SchemaFindings finding, String below) {
        return new Violation(requirement, "/value" + below + finding.pointer(), finding.expected(), finding.actual());
    }

    /** Which of the two time members there is, as a word for the operation; empty when both or neither. */
    private static Optional<String> timeMember(JsonNode metadata) {
        boolean created = metadata.has("created_at");
        boolean updated = metadata.has("updated_at");
        return created == updated ? Optional.empty() : Optional.of(created ? "created" : "updated");
    }

    private static Optional<Matcher> matched(Pattern pattern, JsonNode node) {
        return text(node).map(pattern::matcher).filter(Matcher::matches);
    }

    private static Optional<String> text(JsonNode node) {
        return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }
}
