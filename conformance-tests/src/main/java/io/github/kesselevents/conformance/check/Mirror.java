package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.Comparison.Step;
import io.github.kesselevents.conformance.producer.ColumnReference;
import io.github.kesselevents.conformance.producer.ProducerProfile.Stream;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Compares what an event shows with what the rows of a version hold. */
final class Mirror {

    private static final JsonMapper JSON = JsonMapper.shared();

    private Mirror() {}

    /** Whether an event, as far as it mirrors anything, shows what this version's rows hold. */
    static boolean shows(JsonNode payload, Version version, Stream stream, Pointers pointers) {
        return stream.mirrors().entrySet().stream().allMatch(mirror -> {
            JsonNode actual = pointers.at(payload, mirror.getKey());
            return same(value(mirror.getValue(), version.rows()), actual)
                    || excused(version, stream, mirror.getKey(), actual);
        });
    }

    /** Whether a delete's event may show nothing there. */
    static boolean excused(Version version, Stream stream, String pointer, JsonNode actual) {
        return version.isDelete()
                && stream.emptyOnDelete().contains(pointer)
                && actual.isString()
                && actual.stringValue().isEmpty();
    }

    /** Text of a column compares with text and with numbers; JSON with JSON; an empty value with an absent member. */
    static boolean same(JsonNode committed, JsonNode actual) {
        boolean nothing = isNothing(committed);
        if (nothing || actual.isMissingNode()) {
            return nothing && actual.isMissingNode();
        }
        return committed.isString() && actual.isValueNode()
                ? committed.stringValue().equals(actual.asString())
                : Comparison.of(Step.RELAY, committed, actual).stream()
                        .noneMatch(difference -> difference.cause().equals(Comparison.ALTERED));
    }

    static boolean isNothing(JsonNode committed) {
        return committed.isMissingNode()
                || committed.isNull()
                || committed.isString() && committed.stringValue().isEmpty()
                || committed.isObject() && committed.isEmpty();
    }

    /** What this column holds; missing if it is null. */
    static JsonNode value(ColumnReference column, Map<String, Map<String, String>> rows) {
        String text = column.in(rows);
        if (text == null) {
            return MissingNode.getInstance();
        }
        JsonNode whole = json(text);
        if (column.pointer() != null) {
            JsonNode part = whole.at(column.pointer());
            return part.isString() ? part : MissingNode.getInstance();
        }
        return whole.isContainer() ? whole : JSON.getNodeFactory().stringNode(text);
    }

    private static JsonNode json(String text) {
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
