package io.github.kesselevents.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The check of one created or updated payload: first what it says of itself in several places, then the schemas that
 * this selects. A place that the others outvote owns its damage (SHAPE-4); the schemas then judge by what the others
 * say.
 */
final class ReportedCheck {

    private static final String TYPE = "redhat.inventory.resources.";
    private static final String SUBJECT = "/resources/";

    private final EventContract contract;
    private final JsonNode payload;
    private final Operation header;
    private final String key;

    /**
     * @param header the operation that the header names, or null when it names none
     * @param key the record's key, or null when SHAPE-3 does not hold
     */
    ReportedCheck(EventContract contract, JsonNode payload, Operation header, String key) {
        this.contract = contract;
        this.payload = payload;
        this.header = header;
        this.key = key;
    }

    void run(List<Violation> violations) {
        JsonNode metadata = payload.path("data").path("metadata");
        String type = text(payload.path("type"));
        String subject = text(payload.path("subject"));

        // In each list the later statement wins a tie: the payload over what is derived from it.
        Testimony operation = new Testimony()
                .add("/headers/operation", header == null ? null : header.word())
                .add("/value/type", operationOf(type))
                .silently(timeMember(metadata));
        Testimony resourceType = new Testimony()
                .add("/value/subject", between(subject, SUBJECT, '/'))
                .add("/value/type", between(type, TYPE, '.'))
                .add("/value/data/metadata/resource_type", text(metadata.path("resource_type")));
        Testimony id = new Testimony()
                .add("/key", key)
                .add("/value/subject", after(subject, SUBJECT, '/'))
                .add("/value/data/metadata/id", text(metadata.path("id")));
        Operation said = Optional.ofNullable(operation.truth())
                .flatMap(Operation::ofWord)
                .orElse(Operation.CREATED);
        String at = said == Operation.CREATED ? "created_at" : "updated_at";
        Testimony time = new Testimony()
                .add("/value/time", text(payload.path("time")))
                .add("/value/data/metadata/" + at, text(metadata.path(at)));

        List<Violation> shape = checkSchemas(said, resourceType.truth());
        List<Violation> contradictions = new ArrayList<>(0);
        for (Testimony testimony : List.of(operation, resourceType, id, time)) {
            Violation found = testimony.contradiction();
            boolean misshapen = found != null
                    && !found.pointer().equals("/value/type")
                    && shape.stream().anyMatch(v -> v.pointer().equals(found.pointer()));
            if (found != null
                    && !misshapen
                    && contradictions.stream().noneMatch(v -> v.pointer().equals(found.pointer()))) {
                contradictions.add(found);
            }
        }
        shape.removeIf(violation -> violation.pointer().equals("/value/type") && operation.outvotes("/value/type"));
        violations.addAll(shape);
        violations.addAll(contradictions);
    }

    private List<Violation> checkSchemas(Operation said, String resourceType) {
        List<Violation> violations = new ArrayList<>(0);
        for (SchemaFindings finding : contract.payload(said).findings(payload)) {
            // A filled source has its own id; a source that is no text or not there is damage like any other.
            boolean poses = finding.pointer().equals("/source")
                    && payload.path("source").isString();
            violations.add(violation(poses ? "SHAPE-7" : "SHAPE-1", finding, ""));
        }
        if (resourceType != null) {
            checkResourceData(resourceType, violations);
        }
        return violations;
    }

    private void checkResourceData(String resourceType, List<Violation> violations) {
        Map<String, ContractSchema> byReporter = contract.resourceData(resourceType);
        if (byReporter == null) {
            violations.add(new Violation(
                    "SHAPE-1",
                    "/value/data/metadata/resource_type",
                    "a resource type of the contract: " + String.join(", ", contract.resourceTypes()),
                    Json.shorten(resourceType, 80)));
            return;
        }
        JsonNode reporter = payload.path("data").path("reporter_data").path("reporter_type");
        if (!reporter.isString()
                || violations.stream().anyMatch(v -> v.pointer().endsWith("/reporter_type"))) {
            return;
        }
        ContractSchema schema = byReporter.get(reporter.stringValue());
        if (schema == null) {
            violations.add(new Violation(
                    "SHAPE-1",
                    "/value/data/reporter_data/reporter_type",
                    "a reporter of " + resourceType + ": " + String.join(", ", byReporter.keySet()),
                    Json.show(reporter)));
            return;
        }
        JsonNode data = payload.path("data").path("resource_data");
        if (data.isObject()) {
            for (SchemaFindings finding : schema.findings(data)) {
                violations.add(violation("SHAPE-1", finding, "/data/resource_data"));
            }
        }
    }

    private static Violation violation(String requirement, SchemaFindings finding, String below) {
        return new Violation(requirement, "/value" + below + finding.pointer(), finding.expected(), finding.actual());
    }

    /** The operation at the end of a type, if it is one that has a payload. */
    private static String operationOf(String type) {
        String last = after(type, TYPE, '.');
        return "created".equals(last) || "updated".equals(last) ? last : null;
    }

    /** Which of the two time members there is, as a word for the operation; null when both or neither. */
    private static String timeMember(JsonNode metadata) {
        boolean created = metadata.has("created_at");
        boolean updated = metadata.has("updated_at");
        return created == updated ? null : created ? "created" : "updated";
    }

    /** What stands between the opening and the last separator; null if the text has another form. */
    private static String between(String text, String opening, char separator) {
        int end = text == null || !text.startsWith(opening) ? -1 : text.lastIndexOf(separator);
        return end <= opening.length() ? null : text.substring(opening.length(), end);
    }

    /** What stands behind the last separator; null if the text has another form. */
    private static String after(String text, String opening, char separator) {
        int end = text == null || !text.startsWith(opening) ? -1 : text.lastIndexOf(separator);
        return end <= opening.length() ? null : text.substring(end + 1);
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : null;
    }
}
