package io.github.kesselevents.conformance.workload;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Requests in the JSON of Kessel's API. */
final class Request {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Request() {}

    /**
     * A report, whose metadata may be changed further.
     *
     * @param marker becomes the {@code api_href}
     * @param transactionId or null
     * @param common or null
     * @param reporter or null
     */
    static ObjectNode report(
            ResourceName name, String marker, String transactionId, ObjectNode common, ObjectNode reporter) {
        ObjectNode request = JSON.objectNode()
                .put("type", name.resourceType())
                .put("reporter_type", name.reporterType())
                .put("reporter_instance_id", name.instance());
        ObjectNode representations = request.putObject("representations");
        ObjectNode metadata = representations
                .putObject("metadata")
                .put("local_resource_id", name.localId())
                .put("api_href", marker);
        if (transactionId != null) {
            metadata.put("transaction_id", transactionId);
        }
        if (common != null) {
            representations.set("common", common);
        }
        if (reporter != null) {
            representations.set("reporter", reporter);
        }
        return request;
    }

    /** A deletion; without an instance where the name has none. */
    static ObjectNode delete(ResourceName name) {
        ObjectNode request = JSON.objectNode();
        ObjectNode reporter = request.putObject("reference")
                .put("resource_type", name.resourceType())
                .put("resource_id", name.localId())
                .putObject("reporter")
                .put("type", name.reporterType());
        if (name.instance() != null) {
            reporter.put("instance_id", name.instance());
        }
        return request;
    }

    static ObjectNode metadata(ObjectNode report) {
        return (ObjectNode) report.at("/representations/metadata");
    }
}
