package io.github.kesselevents.conformance.producer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A member of a profile as it is written: what it holds, or one sentence that says in which line there is what, and
 * what may be there. Immutable.
 */
final class ProfileMember {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // A second document has a sentence of its own.
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Where the members come from.
     *
     * @param name how messages begin
     * @param lines of all members and items
     */
    private record Source(String name, Map<JsonPointer, Integer> lines) {}

    private final Source source;
    private final JsonNode node;
    private final JsonPointer place;
    private final String path;

    private ProfileMember(Source source, JsonNode node, JsonPointer place, String path) {
        this.source = source;
        this.node = node;
        this.place = place;
        this.path = path;
    }

    /**
     * The whole of a profile.
     *
     * @param name of the file, as messages begin
     * @throws tools.jackson.core.JacksonException when it is no YAML
     * @throws ProfileException when it is empty, is more than one document, or a member or item has no value
     */
    static ProfileMember read(byte[] yaml, String name) {
        JsonNode whole = YAML.readTree(yaml);
        if (whole.isMissingNode() || whole.isNull()) {
            throw new ProfileException(name + " is empty; begin with a copy of the bundled kessel.yaml.");
        }
        ProfileMember profile = new ProfileMember(new Source(name, lines(yaml, name)), whole, JsonPointer.empty(), "");
        profile.requireValues();
        return profile;
    }

    /** The tree does not know them. */
    private static Map<JsonPointer, Integer> lines(byte[] yaml, String name) {
        Map<JsonPointer, Integer> lines = new HashMap<>();
        try (JsonParser parser = YAML.createParser(yaml)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                JsonPointer place = parser.streamReadContext().pathAsPointer();
                int line = parser.currentTokenLocation().getLineNr();
                if (place.matches() && !token.isStructEnd() && lines.containsKey(place)) {
                    throw new ProfileException(name + " holds a second document, from line " + line
                            + " on; a profile is one: take the rest out.");
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
            items().forEach(ProfileMember::requireValues);
        } else if (node.isObject()) {
            members().values().forEach(ProfileMember::requireValues);
        }
    }

    /** What is wrong, as a sentence; {@code what} goes on after the member's path. */
    ProfileException refused(String what) {
        Integer line = source.lines().get(place);
        String where = path.isEmpty() ? " " : (line == null ? ": " : ", line " + line + ": ") + path + " ";
        return new ProfileException(source.name() + where + what + ".");
    }

    /** How it is called in messages, such as {@code streams[0].topic}. */
    String path() {
        return path;
    }

    /** Refuses members that are none of these. */
    ProfileMember knowing(String... names) {
        Set<String> known = Set.of(names);
        for (ProfileMember member : members().values()) {
            String name = member.place.last().getMatchingProperty();
            if (!known.contains(name)) {
                throw member.refused("is no member of a profile; there may be " + String.join(", ", names));
            }
        }
        return this;
    }

    /** The member of this name, which must be there. */
    ProfileMember get(String name) {
        return find(name)
                .orElseThrow(() -> refused("has no " + name + "; give it one, as the bundled kessel.yaml does"));
    }

    /** The member of this name, if it is there. */
    Optional<ProfileMember> find(String name) {
        return Optional.ofNullable(members().get(name));
    }

    /** All members by name, as they stand. */
    Map<String, ProfileMember> members() {
        if (!node.isObject()) {
            throw refused("must hold members");
        }
        Map<String, ProfileMember> members = new LinkedHashMap<>();
        node.properties()
                .forEach(member -> members.put(
                        member.getKey(),
                        new ProfileMember(
                                source,
                                member.getValue(),
                                place.appendProperty(member.getKey()),
                                path(member.getKey()))));
        return members;
    }

    private String path(String name) {
        return !name.matches("[\\w-]+") ? path + "[" + name + "]" : path.isEmpty() ? name : path + "." + name;
    }

    /** The items of a list. */
    List<ProfileMember> items() {
        if (!node.isArray()) {
            throw refused("must be a list");
        }
        List<ProfileMember> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(new ProfileMember(source, node.get(i), place.appendIndex(i), path + "[" + i + "]"));
        }
        return items;
    }

    /** Like {@link #items()}, each a text that stands there once. */
    List<ProfileMember> differentItems() {
        Map<String, ProfileMember> first = new HashMap<>();
        for (ProfileMember item : items()) {
            ProfileMember other = first.putIfAbsent(item.text(), item);
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

    boolean flag() {
        if (!node.isBoolean()) {
            throw refused("is " + node + "; it must be true or false");
        }
        return node.booleanValue();
    }
}
