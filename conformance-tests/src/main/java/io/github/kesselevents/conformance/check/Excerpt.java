package io.github.kesselevents.conformance.check;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes the texts at a few places out of JSON documents, without making a tree of them, and says where an object in
 * them begins. What stands behind the last of these is not looked at. Immutable, thread-safe.
 */
final class Excerpt {

    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * What was found.
     *
     * @param texts in the order of the pointers; null where there is no text
     * @param at index of the first character of the object; -1 when there is none
     */
    record Found(String[] texts, int at) {}

    /** A place that is wanted, or on the way to one. */
    static final class Place {

        private static final int NO_TEXT = -1;

        private final List<Member> members = new ArrayList<>();
        private int number = NO_TEXT;
        private boolean object;

        private record Member(String name, byte[] ascii, Place place) {}

        private Place at(String pointer) {
            Place place = this;
            for (JsonPointer at = JsonPointer.compile(pointer); !at.matches(); at = at.tail()) {
                place = place.made(at.getMatchingProperty());
            }
            return place;
        }

        private Place made(String name) {
            Place place = member(name);
            if (place == null) {
                place = new Place();
                members.add(new Member(name, name.getBytes(US_ASCII), place));
            }
            return place;
        }

        /** The member of this name; null when nothing is wanted there. */
        private Place member(String name) {
            for (Member member : members) {
                if (member.name().equals(name)) {
                    return member.place();
                }
            }
            return null;
        }

        /** The same, of a name that is part of a text in ASCII. */
        Place member(byte[] text, int begin, int end) {
            for (Member member : members) {
                if (Arrays.equals(member.ascii(), 0, member.ascii().length, text, begin, end)) {
                    return member.place();
                }
            }
            return null;
        }

        /** Which text it is; -1 when it is none. */
        int number() {
            return number;
        }

        /** Whether it is the object whose beginning is wanted. */
        boolean isObject() {
            return object;
        }
    }

    /** One document, as far as it is read. */
    private final class Reading {

        private final String[] texts = new String[wanted];
        private int at = -1;
        /** How many of all are still to be found. */
        private int open = wanted + 1;

        private void object(JsonParser parser, Place object) {
            while (open > 0 && parser.nextToken() == JsonToken.PROPERTY_NAME) {
                Place place = object.member(parser.currentName());
                JsonToken value = parser.nextToken();
                if (place != null && value == JsonToken.START_OBJECT) {
                    begin(parser, place);
                    object(parser, place);
                } else if (place != null && value == JsonToken.VALUE_STRING && lacks(place.number)) {
                    texts[place.number] = parser.getString();
                    open--;
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void begin(JsonParser parser, Place place) {
            if (place.object && at < 0) {
                at = (int) parser.currentTokenLocation().getCharOffset();
                open--;
            }
        }

        private boolean lacks(int number) {
            return number >= 0 && texts[number] == null;
        }
    }

    private final Place root = new Place();
    private final int wanted;

    /**
     * @param object JSON pointer to the object
     * @param pointers JSON pointers to the texts, members of objects, each another
     */
    Excerpt(String object, String... pointers) {
        root.at(object).object = true;
        for (int i = 0; i < pointers.length; i++) {
            root.at(pointers[i]).number = i;
        }
        wanted = pointers.length;
    }

    /** What this document holds of it; nothing where it breaks off before the last. */
    Found of(String json) {
        Found usual = quick(json);
        return usual == null ? parsed(json) : usual;
    }

    /** The same, without a parser; null when it is for the parser. */
    Found quick(String json) {
        return QuickExcerpt.of(json, root, wanted);
    }

    /** The same, by the full parser. */
    Found parsed(String json) {
        Reading reading = new Reading();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                reading.object(parser, root);
            }
            return new Found(reading.texts, reading.at);
        } catch (JacksonException e) {
            return new Found(new String[wanted], -1);
        }
    }
}
