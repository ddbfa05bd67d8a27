package io.github.kesselevents.schemas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Accepts a value that certainly matches a JSON Schema, several times faster than a full validator. Nearly every record
 * of a healthy stream is accepted here; whatever is not, is for the validator, which alone decides and explains. It is
 * compiled from the same schema files and knows the keywords that they use; a schema with any other keyword accepts
 * nothing here. Immutable.
 */
final class QuickAccept {

    /** Keywords that say nothing about a value. */
    private static final Set<String> ANNOTATIONS =
            Set.of("$schema", "$id", "$defs", "title", "description", "examples");

    /** Resolves a reference to the schema that it names. */
    interface References {
        Resolved resolve(String file, String ref);
    }

    record Resolved(String file, String pointer, JsonNode schema) {}

    private final References references;
    private final Map<String, Predicate<JsonNode>> compiled = new HashMap<>();

    private QuickAccept(References references) {
        this.references = references;
    }

    /** The predicate of a schema; what it accepts, matches. */
    static Predicate<JsonNode> of(Resolved schema, References references) {
        try {
            return new QuickAccept(references).compile(schema.file(), schema.schema());
        } catch (UnsupportedOperationException e) {
            return value -> false;
        }
    }

    /** Whether every keyword of a schema, and of those it refers to, is known here. */
    static boolean understands(Resolved schema, References references) {
        try {
            new QuickAccept(references).compile(schema.file(), schema.schema());
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    private Predicate<JsonNode> compile(String file, JsonNode schema) {
        if (schema.isBoolean()) {
            boolean all = schema.booleanValue();
            return value -> all;
        }
        List<Predicate<JsonNode>> rules = new ArrayList<>();
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            if (!ANNOTATIONS.contains(keyword.getKey())) {
                rules.add(rule(file, keyword.getKey(), keyword.getValue(), schema));
            }
        }
        return all(rules);
    }

    private static Predicate<JsonNode> all(List<Predicate<JsonNode>> rules) {
        @SuppressWarnings("unchecked")
        Predicate<JsonNode>[] every = rules.toArray(Predicate[]::new);
        return value -> {
            for (Predicate<JsonNode> rule : every) {
                if (!rule.test(value)) {
                    return false;
                }
            }
            return true;
        };
    }

    private Predicate<JsonNode> rule(String file, String keyword, JsonNode rule, JsonNode schema) {
        return switch (keyword) {
            case "$ref" -> reference(file, rule.stringValue());
            case "type" -> type(rule);
            case "const" -> rule::equals;
            case "enum" -> values(rule)::contains;
            case "pattern" -> text(QuickPatterns.of(rule.stringValue()));
            case "format" -> text(format(rule.stringValue()));
            case "minLength" -> text(t -> t.codePointCount(0, t.length()) >= rule.intValue());
            // At least as many units as characters: what is short enough in units, is in characters.
            case "maxLength" -> text(t -> t.length() <= rule.intValue());
            case "minimum" ->
                value -> !value.isNumber()
                        || value.isIntegralNumber()
                                && value.canConvertToLong()
                                && value.longValue() >= rule.longValue();
            case "maxProperties" -> value -> !value.isObject() || value.size() <= rule.intValue();
            case "required" -> required(rule);
            case "properties" -> properties(file, rule, schema);
            case "additionalProperties" -> closed(rule);
            case "items" -> items(compile(file, rule));
            case "anyOf" -> anyOf(file, rule);
            default -> throw new UnsupportedOperationException(keyword);
        };
    }

    private Predicate<JsonNode> reference(String file, String ref) {
        Resolved target = references.resolve(file, ref);
        String name = target.file() + "#" + target.pointer();
        if (compiled.containsKey(name) && compiled.get(name) == null) {
            throw new UnsupportedOperationException("a schema that refers to itself");
        }
        if (!compiled.containsKey(name)) {
            compiled.put(name, null);
            compiled.put(name, compile(target.file(), target.schema()));
        }
        return compiled.get(name);
    }

    private static Predicate<JsonNode> type(JsonNode rule) {
        if (rule.isString()) {
            return oneType(rule.stringValue());
        }
        Predicate<JsonNode> any = value -> false;
        for (JsonNode type : rule) {
            any = any.or(oneType(type.stringValue()));
        }
        return any;
    }

    private static Predicate<JsonNode> oneType(String type) {
        return switch (type) {
            case "string" -> JsonNode::isString;
            case "object" -> JsonNode::isObject;
            case "array" -> JsonNode::isArray;
            case "boolean" -> JsonNode::isBoolean;
            case "null" -> JsonNode::isNull;
            // 1.0 is an integer, too; the validator knows.
            case "integer" -> JsonNode::isIntegralNumber;
            default -> throw new UnsupportedOperationException(type);
        };
    }

    private static Set<JsonNode> values(JsonNode rule) {
        Set<JsonNode> values = new HashSet<>();
        rule.forEach(values::add);
        return values;
    }

    /** Keywords for text say nothing about anything else. */
    private static Predicate<JsonNode> text(Predicate<String> rule) {
        return value -> !value.isString() || rule.test(value.stringValue());
    }

    private static Predicate<String> format(String format) {
        return switch (format) {
            case "uuid" -> QuickFormats::isUuid;
            case "date-time" -> QuickFormats::isUtcInstant;
            default -> throw new UnsupportedOperationException(format);
        };
    }

    private static Predicate<JsonNode> required(JsonNode rule) {
        List<String> names = new ArrayList<>();
        rule.forEach(name -> names.add(name.stringValue()));
        String[] all = names.toArray(String[]::new);
        return value -> {
            if (value.isObject()) {
                for (String name : all) {
                    if (value.get(name) == null) {
                        return false;
                    }
                }
            }
            return true;
        };
    }

    /** Each member against its schema; with additionalProperties false, no member without one. */
    private Predicate<JsonNode> properties(String file, JsonNode rule, JsonNode schema) {
        Map<String, Predicate<JsonNode>> members = new HashMap<>();
        for (Map.Entry<String, JsonNode> member : rule.properties()) {
            members.put(member.getKey(), compile(file, member.getValue()));
        }
        boolean closed = schema.has("additionalProperties");
        return value -> {
            if (!value.isObject()) {
                return true;
            }
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                Predicate<JsonNode> known = members.get(member.getKey());
                if (known == null ? closed : !known.test(member.getValue())) {
                    return false;
                }
            }
            return true;
        };
    }

    /** Judged with the properties, in one walk. */
    private static Predicate<JsonNode> closed(JsonNode rule) {
        if (!rule.isBoolean() || rule.booleanValue()) {
            throw new UnsupportedOperationException("additionalProperties other than false");
        }
        return value -> true;
    }

    private static Predicate<JsonNode> items(Predicate<JsonNode> element) {
        return value -> {
            if (value.isArray()) {
                for (JsonNode item : value) {
                    if (!element.test(item)) {
                        return false;
                    }
                }
            }
            return true;
        };
    }

    private Predicate<JsonNode> anyOf(String file, JsonNode rule) {
        Predicate<JsonNode> any = value -> false;
        for (JsonNode alternative : rule) {
            any = any.or(compile(file, alternative));
        }
        return any;
    }
}
