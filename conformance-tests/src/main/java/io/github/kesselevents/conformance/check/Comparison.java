package io.github.kesselevents.conformance.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * Compares JSON before and after a step that is known to alter some of it, and names each difference by its cause.
 * Numbers are compared by value. What no known cause explains is {@code altered}.
 */
final class Comparison {

    /**
     * One difference.
     *
     * @param cause {@code altered}, or the known alteration
     * @param pointer where, in the JSON before
     */
    record Difference(String cause, String pointer, String before, String after) {}

    /** The step. */
    enum Step {
        /** From the outbox message to the record: what the relay's router and converter do. */
        RELAY,
        /** From the request to the rows: what the API's normalisation does. */
        API
    }

    static final String ALTERED = "altered";
    private static final String GARBLED = "text-garbled";
    private static final int LONGEST = 120;

    private final Step step;
    private final List<Difference> differences = new ArrayList<>();

    private Comparison(Step step) {
        this.step = step;
    }

    /** All differences; empty when the JSON is the same but for the notation of numbers and the order of members. */
    static List<Difference> of(Step step, JsonNode before, JsonNode after) {
        if (before.equals(after)) {
            // As nearly always; then nothing need be walked through with its place at hand.
            return List.of();
        }
        Comparison comparison = new Comparison(step);
        comparison.compare("", before, after, null);
        return comparison.differences;
    }

    /**
     * @param siblings what stands at the same place in the other elements of the enclosing array; null outside arrays
     */
    private void compare(String pointer, JsonNode before, JsonNode after, List<JsonNode> siblings) {
        if (before.isObject() && after.isObject()) {
            compareMembers(pointer, before, after, siblings);
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            List<JsonNode> elements = new ArrayList<>();
            before.forEach(elements::add);
            for (int i = 0; i < before.size(); i++) {
                compare(pointer + "/" + i, before.get(i), after.get(i), elements);
            }
        } else if (before.isNumber() && after.isNumber()) {
            compareNumbers(pointer, before, after);
        } else if (!before.equals(after)) {
            differ(isGarbled(before, after) ? GARBLED : ALTERED, pointer, before, after);
        }
    }

    private boolean isGarbled(JsonNode before, JsonNode after) {
        return step == Step.RELAY
                && before.isString()
                && after.isString()
                && Garbled.is(after.stringValue(), before.stringValue());
    }

    /** Under which name a member arrived that is not there under its own; its own, if there is none. */
    private String garbledName(String name, JsonNode after) {
        return step == Step.RELAY
                ? Garbled.readings(name).filter(after::has).findFirst().orElse(name)
                : name;
    }

    private void compareMembers(String pointer, JsonNode before, JsonNode after, List<JsonNode> siblings) {
        Set<String> garbled = new HashSet<>();
        for (Map.Entry<String, JsonNode> member : before.properties()) {
            String name = member.getKey();
            JsonNode now = after.get(name);
            String place = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
            String arrived = now == null ? garbledName(name, after) : name;
            if (!arrived.equals(name)) {
                garbled.add(arrived);
                differ(GARBLED, place, StringNode.valueOf(name), StringNode.valueOf(arrived));
                compare(place, member.getValue(), after.get(arrived), inside(siblings, name));
            } else if (now == null) {
                differ(lost(name, member.getValue(), siblings), place, member.getValue(), null);
            } else {
                compare(place, member.getValue(), now, inside(siblings, name));
            }
        }
        for (Map.Entry<String, JsonNode> member : after.properties()) {
            if (!before.has(member.getKey()) && !garbled.contains(member.getKey())) {
                boolean padded = step == Step.RELAY
                        && member.getValue().isNull()
                        && siblings != null
                        && siblings.stream().anyMatch(sibling -> sibling.has(member.getKey()));
                differ(padded ? "array-padded" : ALTERED, pointer + "/" + member.getKey(), null, member.getValue());
            }
        }
    }

    private String lost(String name, JsonNode value, List<JsonNode> siblings) {
        if (value.isNull()) {
            return "null-member-dropped";
        }
        if (step == Step.API) {
            boolean outsideArrays = siblings == null;
            return outsideArrays && isStringNull(value)
                    ? "string-null-dropped"
                    : outsideArrays && holdsNothing(value) ? "empty-object-dropped" : ALTERED;
        }
        if (value.isArray() && value.isEmpty()) {
            return "empty-array-dropped";
        }
        boolean unlike =
                siblings != null && siblings.stream().anyMatch(sibling -> sibling.isObject() && !sibling.has(name));
        return unlike ? "unlike-objects-lose-members" : ALTERED;
    }

    private static boolean isStringNull(JsonNode value) {
        return value.isString() && value.stringValue().toLowerCase(Locale.ROOT).equals("null");
    }

    /** An object that is empty once its own nulls are dropped. */
    private static boolean holdsNothing(JsonNode value) {
        return value.isObject()
                && value.properties().stream()
                        .map(Map.Entry::getValue)
                        .allMatch(member -> member.isNull() || isStringNull(member) || holdsNothing(member));
    }

    private void compareNumbers(String pointer, JsonNode before, JsonNode after) {
        if (before.decimalValue().compareTo(after.decimalValue()) != 0) {
            boolean rounded = step == Step.API && before.doubleValue() == after.doubleValue();
            differ(rounded ? "number-rounded" : ALTERED, pointer, before, after);
        }
    }

    private static List<JsonNode> inside(List<JsonNode> siblings, String member) {
        return siblings == null
                ? null
                : siblings.stream().map(sibling -> sibling.path(member)).toList();
    }

    private void differ(String cause, String pointer, JsonNode before, JsonNode after) {
        differences.add(new Difference(cause, pointer, show(before), show(after)));
    }

    static String show(JsonNode node) {
        if (node == null || node.isMissingNode()) {
            return "absent";
        }
        String text = node.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "… (" + text.length() + " characters)";
    }
}
