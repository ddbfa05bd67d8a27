package io.github.kesselevents.schemas.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tables of members, read off schema files: a row for each member, nested ones with their path. */
final class SchemaTables {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Map<String, JsonNode> files = new LinkedHashMap<>();

    /** A schema with the file that it stands in, for its references. */
    private record Place(String file, JsonNode schema) {}

    /** Rows with name, value and description. */
    List<Map<String, String>> members(String file, String pointer) {
        List<Map<String, String>> rows = new ArrayList<>();
        walk(new Place(file, file(file).at(pointer)), "", true, (name, always, place) -> rows.add(row(name, place)));
        return rows;
    }

    /** Rows of created and updated payloads in one table: name, created, updated, value, description. */
    List<Map<String, String>> reportedMembers() {
        List<Map<String, String>> rows = new ArrayList<>();
        // Created last, so that what only it has stands before what only updated has.
        for (String operation : List.of("updated", "created")) {
            String name = "event/" + operation + ".schema.json";
            int[] next = {0};
            walk(new Place(name, file(name)), "", true, (member, always, place) -> {
                Map<String, String> row = rows.stream()
                        .filter(r -> r.get("name").equals(member))
                        .findFirst()
                        .orElseGet(() -> {
                            // Beside its neighbours of the other operation.
                            rows.add(next[0], new LinkedHashMap<>(row(member, place)));
                            return rows.get(next[0]);
                        });
                next[0] = rows.indexOf(row) + 1;
                row.put(operation, always ? "always" : "may be absent");
                if (!row.get("value").equals(value(place))) {
                    row.put("value", value(place) + " or " + row.get("value").replace("text, such as ", ""));
                }
            });
        }
        rows.forEach(row -> {
            row.putIfAbsent("created", "never");
            row.putIfAbsent("updated", "never");
        });
        return rows;
    }

    String description(String file, String pointer) {
        return description(new Place(file, file(file).at(pointer)));
    }

    private interface Visitor {
        void member(String name, boolean always, Place place);
    }

    private void walk(Place parent, String path, boolean parentAlways, Visitor visitor) {
        Place place = follow(parent);
        Set<String> required = new TreeSet<>();
        place.schema().path("required").forEach(name -> required.add(name.stringValue()));
        for (Map.Entry<String, JsonNode> member :
                place.schema().path("properties").properties()) {
            String name = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            boolean always = parentAlways && required.contains(member.getKey());
            Place child = new Place(place.file(), member.getValue());
            visitor.member(name, always, child);
            walk(child, name, always, visitor);
            JsonNode items = follow(child).schema().path("items");
            if (items.has("properties")) {
                walk(new Place(follow(child).file(), items), name + "[]", false, visitor);
            }
        }
    }

    private Map<String, String> row(String name, Place place) {
        return Map.of("name", name, "value", value(place), "description", description(place));
    }

    private String description(Place place) {
        JsonNode own = place.schema().path("description");
        return (own.isMissingNode() ? follow(place).schema().path("description") : own).asString("");
    }

    private String value(Place place) {
        JsonNode schema = follow(place).schema();
        if (schema.has("const")) {
            return "`" + schema.get("const") + "`";
        }
        if (schema.has("enum")) {
            return StreamSupport.stream(schema.get("enum").spliterator(), false)
                    .map(v -> "`" + v.stringValue() + "`")
                    .collect(Collectors.joining(", "));
        }
        if (schema.path("maxLength").asInt(-1) == 0) {
            return "zero bytes";
        }
        if (schema.has("format")) {
            return schema.get("format").stringValue().equals("uuid") ? "UUID" : "RFC 3339 instant";
        }
        String type = schema.path("type").asString("");
        if (type.equals("array")) {
            JsonNode items = schema.path("items");
            return items.path("format").asString("").equals("uuid")
                    ? "array of UUIDs"
                    : "array of " + items.path("type").asString() + "s";
        }
        return type.equals("string") ? text(schema) : type;
    }

    private static String text(JsonNode schema) {
        if (schema.has("maxLength")) {
            return "text, at most " + schema.get("maxLength") + " characters";
        }
        JsonNode example = schema.path("examples").path(0);
        return "text, such as `" + example.asString() + "`";
    }

    private Place follow(Place place) {
        JsonNode ref = place.schema().path("$ref");
        if (ref.isMissingNode()) {
            return place;
        }
        String text = ref.stringValue();
        int hash = text.indexOf('#');
        String file = hash == 0
                ? place.file()
                : Path.of(place.file())
                        .resolveSibling(hash < 0 ? text : text.substring(0, hash))
                        .normalize()
                        .toString();
        return follow(new Place(file, file(file).at(hash < 0 ? "" : text.substring(hash + 1))));
    }

    private JsonNode file(String name) {
        return files.computeIfAbsent(
                name, n -> MAPPER.readTree(SchemaTables.class.getResourceAsStream("/kessel-events/" + n)));
    }
}
