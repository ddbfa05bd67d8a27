package io.github.kesselevents.conformance.check;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Wraps a payload as the relay does: a Connect schema, inferred from the payload, beside it. */
final class ConnectWriter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ConnectWriter() {}

    static String wrap(JsonNode payload) {
        ObjectNode wrapper = JSON.objectNode();
        wrapper.set("schema", schema(payload, payload.isObject() ? "payload" : null));
        wrapper.set("payload", payload);
        return wrapper.toString();
    }

    private static ObjectNode schema(JsonNode node, String path) {
        ObjectNode schema = JSON.objectNode();
        if (node.isObject()) {
            var fields = schema.put("type", "struct").putArray("fields");
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                fields.add(
                        schema(member.getValue(), path + "." + member.getKey()).put("field", member.getKey()));
            }
            return schema.put("optional", true).put("name", path);
        }
        if (node.isArray()) {
            schema.put("type", "array");
            schema.set("items", schema(node.isEmpty() ? JSON.nullNode() : node.get(0), path));
        } else if (node.isNumber()) {
            schema.put("type", node.isIntegralNumber() ? node.canConvertToInt() ? "int32" : "int64" : "double");
        } else {
            schema.put("type", node.isBoolean() ? "boolean" : "string");
        }
        return schema.put("optional", true);
    }
}
