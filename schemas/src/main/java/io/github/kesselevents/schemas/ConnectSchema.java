package io.github.kesselevents.schemas;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The schema that travels with a payload, and whether the payload is what it declares. Immutable.
 *
 * @param type Connect's type
 * @param optional whether null is allowed
 * @param fields of a struct, in their order; else empty
 * @param items of an array, or the values of a map; else null
 */
record ConnectSchema(Type type, boolean optional, Map<String, ConnectSchema> fields, ConnectSchema items) {

    /** Connect's types, by their names in JSON. */
    enum Type {
        BOOLEAN,
        INT8,
        INT16,
        INT32,
        INT64,
        FLOAT,
        DOUBLE,
        STRING,
        BYTES,
        ARRAY,
        MAP,
        STRUCT;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** No Connect schema; the message says what was found and where. */
    static final class Unusable extends Exception {
        Unusable(String message) {
            super(message);
        }
    }

    /**
     * Where a payload is not what its schema declares.
     *
     * @param pointer into the payload
     */
    record Mismatch(String pointer, String expected, String actual) {

        /** The same, seen from one level up. */
        private Mismatch under(String member) {
            return new Mismatch("/" + Pointers.escape(member) + pointer, expected, actual);
        }
    }

    static ConnectSchema of(JsonNode node) throws Unusable {
        return of(node, "/schema");
    }

    private static ConnectSchema of(JsonNode node, String at) throws Unusable {
        if (!node.isObject()) {
            throw new Unusable(Json.show(node) + " at " + at);
        }
        Type type = type(node.path("type"), at);
        JsonNode optional = node.path("optional");
        if (!optional.isMissingNode() && !optional.isBoolean()) {
            throw new Unusable(Json.show(optional) + " at " + at + "/optional");
        }
        if (type == Type.MAP) {
            of(node.path("keys"), at + "/keys");
        }
        return new ConnectSchema(
                type,
                optional.asBoolean(false),
                type == Type.STRUCT ? fields(node.path("fields"), at + "/fields") : Map.of(),
                switch (type) {
                    case ARRAY -> of(node.path("items"), at + "/items");
                    case MAP -> of(node.path("values"), at + "/values");
                    default -> null;
                });
    }

    private static Type type(JsonNode node, String at) throws Unusable {
        for (Type type : Type.values()) {
            if (node.isString() && type.word().equals(node.stringValue())) {
                return type;
            }
        }
        throw new Unusable(Json.show(node) + " at " + at + "/type");
    }

    private static Map<String, ConnectSchema> fields(JsonNode node, String at) throws Unusable {
        if (!node.isArray()) {
            throw new Unusable(Json.show(node) + " at " + at);
        }
        Map<String, ConnectSchema> fields = new LinkedHashMap<>();
        for (JsonNode field : node) {
            JsonNode name = field.path("field");
            if (!name.isString() || fields.containsKey(name.stringValue())) {
                throw new Unusable(
                        "a member that is named " + Json.show(name) + " at " + at + "/" + fields.size() + "/field");
            }
            fields.put(name.stringValue(), of(field, at + "/" + fields.size()));
        }
        return fields;
    }

    /** The first place where this value is not what the schema declares. */
    Optional<Mismatch> mismatch(JsonNode value) {
        return Optional.ofNullable(find(value));
    }

    private Mismatch find(JsonNode value) {
        if (value.isNull()) {
            return optional ? null : new Mismatch("", declared(), "null");
        }
        if (!fits(value)) {
            return new Mismatch("", declared(), Json.show(value));
        }
        return switch (type) {
            case STRUCT -> findInStruct(value);
            case ARRAY -> findInArray(value);
            case MAP -> findInMap(value);
            default -> null;
        };
    }

    private Mismatch findInStruct(JsonNode value) {
        for (Map.Entry<String, ConnectSchema> field : fields.entrySet()) {
            JsonNode member = value.get(field.getKey());
            Mismatch inside = member == null
                    ? new Mismatch("", "the member that the schema beside the payload declares", "absent")
                    : field.getValue().find(member);
            if (inside != null) {
                return inside.under(field.getKey());
            }
        }
        if (value.size() != fields.size()) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                if (!fields.containsKey(member.getKey())) {
                    return new Mismatch(
                                    "",
                                    "no member beyond those that the schema beside the payload declares",
                                    Json.show(member.getValue()))
                            .under(member.getKey());
                }
            }
        }
        return null;
    }

    private Mismatch findInArray(JsonNode value) {
        for (int i = 0; i < value.size(); i++) {
            Mismatch inside = items.find(value.get(i));
            if (inside != null) {
                return inside.under(Integer.toString(i));
            }
        }
        return null;
    }

    private Mismatch findInMap(JsonNode value) {
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            Mismatch inside = items.find(entry.getValue());
            if (inside != null) {
                return inside.under(entry.getKey());
            }
        }
        return null;
    }

    private boolean fits(JsonNode value) {
        return switch (type) {
            case BOOLEAN -> value.isBoolean();
            case INT8 -> integer(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case INT16 -> integer(value, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT32 -> integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT64 -> integer(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT, DOUBLE -> value.isNumber();
            case STRING, BYTES -> value.isString();
            case ARRAY -> value.isArray();
            case MAP, STRUCT -> value.isObject();
        };
    }

    private static boolean integer(JsonNode value, long least, long most) {
        return value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= least
                && value.longValue() <= most;
    }

    private String declared() {
        return type.word() + ", as the schema beside the payload declares";
    }
}
