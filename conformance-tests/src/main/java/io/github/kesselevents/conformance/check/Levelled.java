package io.github.kesselevents.conformance.check;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Payloads without what Debezium's outbox event router settles anew whenever its worker starts. It gives all objects of
 * an array one schema, which it merges out of theirs in the order of a hash set, and the hashes are those of one JVM.
 * In the next one the members stand in another order, and where nested objects are unlike, others of their members are
 * lost.
 */
final class Levelled {

    private static final JsonMapper JSON = JsonMapper.shared();

    private Levelled() {}

    /** Whether objects share an array anywhere in it; else all is settled. */
    static boolean isUnsettled(JsonNode json) {
        if (isShared(json)) {
            return true;
        }
        for (JsonNode inner : json) {
            if (inner.isContainer() && isUnsettled(inner)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The same JSON, its members in their order; but objects that share an array lose their nulls and what is nested in
     * them, and are sorted.
     */
    static JsonNode of(JsonNode json) {
        if (json.isObject()) {
            ObjectNode levelled = JSON.createObjectNode();
            json.properties().forEach(member -> levelled.set(member.getKey(), of(member.getValue())));
            return levelled;
        }
        if (!json.isArray()) {
            return json;
        }
        ArrayNode levelled = JSON.createArrayNode();
        boolean shared = isShared(json);
        json.forEach(element -> levelled.add(shared && element.isObject() ? level(element) : of(element)));
        return levelled;
    }

    private static boolean isShared(JsonNode json) {
        int objects = 0;
        if (json.isArray()) {
            for (JsonNode element : json) {
                objects += element.isObject() ? 1 : 0;
            }
        }
        return objects > 1;
    }

    private static JsonNode level(JsonNode element) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        element.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
        ObjectNode levelled = JSON.createObjectNode();
        sorted.forEach((name, value) -> {
            if (!value.isNull()) {
                levelled.set(name, value.isContainer() ? JSON.createObjectNode() : value);
            }
        });
        return levelled;
    }
}
