package io.github.kesselevents.conformance.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A member of a YAML file as it is written: what it holds, or one sentence that says in which line there is what, and
 * what may be there. Immutable.
 */
final class YamlMember {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // A second document has a sentence of its own.
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * What a file is, for messages.
     *
     * @param kind {@code a profile}
     * @param model what shows how its members are written
     */
    record Form(String kind, String model) {}

    /**
     * Where the members come from.
     *
     * @param name how messages begin
     * @param lines of all members and items
     */
    private record Source(String name, Form form, Map<JsonPointer, Integer> lines) {}

    private final Source source;
    private final JsonNode node;
    private final JsonPointer place;
    private final String path;
    /** Members of another file, which stand before its own. */
    private final Map<String, YamlMember> instead;

    private YamlMember(Source source, JsonNode node, JsonPointer place, String path) {
        this(source, node, place, path, Map.of());
    }

    private YamlMember(Source source, JsonNode node, JsonPointer place, String path, Map<String, YamlMember> instead) {
        this.source = source;
        this.node = node;
        this.place = place;
        this.path = path;
        this.instead = instead;
    }

    /**
     * The whole of a file.
     *
     * @param name of the file, as messages begin
     * @throws ProfileException when it is no YAML, is empty, is more than one document, or a member or item has no
     *     value
     */
    static YamlMember read(byte[] yaml, String name, Form form) {
        try {
            JsonNode tree = YAML.readTree(utf8(yaml));
            if (tree.isMissingNode() || tree.isNull()) {
                throw new ProfileException(name + " is empty; begin with a copy of " + form.model() + ".");
            }
            Source source = new Source(name, form, lines(yaml, name, form));
            YamlMember whole = new YamlMember(source, tree, JsonPointer.empty(), "");
            whole.requireValues();
            return whole;
        } catch (CharacterCodingException e) {
            throw new ProfileException(name + " is not in UTF-8; save it as a text in that encoding.", e);
        } catch (JacksonException e) {
            throw new ProfileException(
                    name + " cannot be used: " + reason(e) + place(e) + "; mend the file at that place.", e);
        }
    }

    /** A decoder of one's own: YAML parsers replace what is no text. */
    private static String utf8(byte[] yaml) throws CharacterCodingException {
        return UTF_8.newDecoder().decode(ByteBuffer.wrap(yaml)).toString();
    }

    /** What the YAML parser says, without the lines that it quotes. */
    private static String reason(JacksonException e) {
        return e.getOriginalMessage()
                .lines()
                .filter(line -> !line.startsWith(" "))
                .map(line -> line.strip().replaceFirst("\\.$", ""))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String place(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    /** The tree does not know them. */
    private static Map<JsonPointer, Integer> lines(byte[] yaml, String name, Form form) {
        Map<JsonPointer, Integer> lines = new HashMap<>();
        try (JsonParser parser = YAML.createParser(yaml)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                JsonPointer place = parser.streamReadContext().pathAsPointer();
                int line = parser.currentTokenLocation().getLineNr();
                if (place.matches() && !token.isStructEnd() && lines.containsKey(place)) {
                    throw new ProfileException(name + " holds a second document, from line " + line + " on; "
                            + form.kind() + " is one: take the rest out.");
                }
                lines.putIfAbsent(place, line);
            }
        }
        return lines;
    }

    /** Null is no value of any member: whoever leaves one empty forgot it. */
    private void requireValues() {
        // Jackson takes YAML's other null for a text.
        if (node.isNull() || node.isString() && node.stringValue().equals("~")) {
            throw refused("is empty; give it a value, or leave it out");
        }
        if (node.isArray()) {
            items().forEach(YamlMember::requireValues);
        } else if (node.isObject()) {
            members().values().forEach(YamlMember::requireValues);
        }
    }

    /** What is wrong, as a sentence; {@code what} goes on after the member's path. */
    ProfileException refused(String what) {
        Integer line = source.lines().get(place);
        String where = path.isEmpty() ? " " : (line == null ? ": " : ", line " + line + ": ") + path + " ";
        return new ProfileException(source.name() + where + what + ".");
    }

    /** This one, with other members in place of its own, or beside them; each is told of where it stands. */
    YamlMember with(Map<String, YamlMember> others) {
        return new YamlMember(source, node, place, path, others);
    }

    /** How it is called in messages, such as {@code streams[0].topic}. */
    String path() {
        return path;
    }

    /** Refuses members that are none of these. */
    YamlMember knowing(String... names) {
        return knowing(List.of(names));
    }

    /** Refuses members that are none of these. */
    YamlMember knowing(List<String> names) {
        Set<String> known = Set.copyOf(names);
        for (YamlMember member : members().values()) {
            String name = member.place.last().getMatchingProperty();
            if (!known.contains(name)) {
                throw member.refused(
                        "is no member of " + source.form().kind() + "; there may be " + String.join(", ", names));
            }
        }
        return this;
    }

    /** The member of this name, which must be there. */
    YamlMember get(String name) {
        return find(name)
                .orElseThrow(() -> refused(
                        "has no " + name + "; give it one, as " + source.form().model() + " does"));
    }

    /** The member of this name, if it is there. */
    Optional<YamlMember> find(String name) {
        return Optional.ofNullable(members().get(name));
    }

    /** All members by name, as they stand. */
    Map<String, YamlMember> members() {
        if (!node.isObject()) {
            throw refused("must hold members");
        }
        Map<String, YamlMember> members = new LinkedHashMap<>();
        node.properties()
                .forEach(member -> members.put(
                        member.getKey(),
                        new YamlMember(
                                source,
                                member.getValue(),
                                place.appendProperty(member.getKey()),
                                path(member.getKey()))));
        members.putAll(instead);
        return members;
    }

    private String path(String name) {
        return !name.matches("[\\w-]+") ? path + "[" + name + "]" : path.isEmpty() ? name : path + "." + name;
    }

    /** The one of these members that is there; exactly one must be. */
    YamlMember oneOf(String... names) {
        List<YamlMember> there =
                Stream.of(names).map(this::find).flatMap(Optional::stream).toList();
        if (there.size() != 1) {
            int last = names.length - 1;
            throw refused(
                    "must have either " + String.join(", ", List.of(names).subList(0, last)) + " or " + names[last]);
        }
        return there.get(0);
    }

    /** The items of a list. */
    List<YamlMember> items() {
        if (!node.isArray()) {
            throw refused("must be a list");
        }
        List<YamlMember> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(new YamlMember(source, node.get(i), place.appendIndex(i), path + "[" + i + "]"));
        }
        return items;
    }

    /** Like {@link #items()}, each a text that stands there once. */
    List<YamlMember> differentItems() {
        Map<String, YamlMember> first = new HashMap<>();
        for (YamlMember item : items()) {
            YamlMember other = first.putIfAbsent(item.text(), item);
            if (other != null) {
                throw item.refused("repeats " + item.text() + " of " + other.path + "; name it once");
            }
        }
        return items();
    }

    /** A text with something in it. */
    String text() {
        if (!node.isString() || node.stringValue().isBlank()) {
            throw refused(node.isContainer() ? "must be a text" : "is " + node + "; it must be a text");
        }
        return node.stringValue();
    }

    /** A whole number from zero on. */
    int count() {
        if (!node.isInt() || node.intValue() < 0) {
            throw refused("is " + node + "; it must be a whole number, 0 or more");
        }
        return node.intValue();
    }

    /** A whole number between these. */
    int count(int least, int most) {
        if (!node.isInt() || node.intValue() < least || node.intValue() > most) {
            throw refused("is " + node + "; it must be a whole number from " + least + " to " + most);
        }
        return node.intValue();
    }

    boolean isText() {
        return node.isString();
    }

    boolean isObject() {
        return node.isObject();
    }

    boolean flag() {
        if (!node.isBoolean()) {
            throw refused("is " + node + "; it must be true or false");
        }
        return node.booleanValue();
    }
}
