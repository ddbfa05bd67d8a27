package io.github.kesselevents.schemas;

import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What a JSON Schema has against a value: one finding for each place, however many keywords fail there, and one for all
 * the members that an object lacks or has too many of.
 *
 * @param pointer JSON pointer into the value
 * @param expected what the schema says
 * @param actual what is there
 */
record SchemaFindings(String pointer, String expected, String actual) {

    /** The findings behind a validator's errors, in their order. */
    static List<SchemaFindings> of(List<Error> errors) {
        Map<String, List<Error>> byPlace = new LinkedHashMap<>();
        for (Error error : errors) {
            byPlace.computeIfAbsent(place(error), place -> new ArrayList<>()).add(error);
        }
        return byPlace.values().stream().map(SchemaFindings::at).toList();
    }

    /** Errors of one place have one cause. Lacking members are one place, members too many another. */
    private static String place(Error error) {
        return error.getInstanceLocation() + (error.getProperty() == null ? "" : " " + error.getKeyword());
    }

    private static SchemaFindings at(List<Error> errors) {
        Error first = errors.get(0);
        String pointer = first.getInstanceLocation().toString();
        if (first.getProperty() != null) {
            return members(errors, pointer);
        }
        Set<String> expected =
                errors.stream().map(SchemaFindings::expected).collect(Collectors.toCollection(LinkedHashSet::new));
        return new SchemaFindings(
                pointer,
                String.join(areAlternatives(first) ? " or " : " and ", expected),
                Json.show(first.getInstanceNode()));
    }

    private static boolean areAlternatives(Error error) {
        return error.getEvaluationPath().toString().contains("/anyOf/");
    }

    private static SchemaFindings members(List<Error> errors, String pointer) {
        boolean lacking = errors.get(0).getKeyword().equals("required");
        List<String> names = errors.stream().map(Error::getProperty).distinct().toList();
        if (names.size() > 1) {
            String list = String.join(", ", names);
            String which = areAlternatives(errors.get(0)) ? "one of the members " : "the members ";
            return lacking
                    ? new SchemaFindings(pointer, which + list, "absent")
                    : new SchemaFindings(pointer, "no member beyond those of the schema", list);
        }
        String member = pointer + "/" + Pointers.escape(names.get(0));
        return lacking
                ? new SchemaFindings(member, "this member", "absent")
                : new SchemaFindings(
                        member,
                        "no such member",
                        Json.show(errors.get(0).getInstanceNode().path(names.get(0))));
    }

    private static String expected(Error error) {
        JsonNode rule = error.getSchemaNode();
        return switch (error.getKeyword()) {
            case "type" -> "a value of type " + (rule.isString() ? rule.stringValue() : rule.toString());
            case "const" -> rule.toString();
            case "enum" -> "one of " + Json.shorten(rule.toString(), 160);
            case "pattern" -> "text that matches " + rule.stringValue();
            case "format" -> "a " + rule.stringValue();
            case "minLength" -> rule.asInt() == 1 ? "text that is not empty" : "at least " + rule + " characters";
            case "maxLength" -> rule.asInt() == 0 ? "empty text" : "at most " + rule + " characters";
            case "minimum" -> "at least " + rule;
            case "minProperties" -> "at least " + rule + " members";
            case "maxProperties" -> rule.asInt() == 0 ? "an empty object" : "at most " + rule + " members";
            case "false" -> "no such member";
            default -> error.getMessage();
        };
    }
}
