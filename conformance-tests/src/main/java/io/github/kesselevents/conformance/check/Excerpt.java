package io.github.kesselevents.conformance.check;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes the texts at a few places out of JSON documents, without making a tree of them. What stands behind the last of
 * them is not looked at. Stateless, thread-safe.
 */
final class Excerpt {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** A place that is wanted, or on the way to one. */
    private static final class Place {

        private static final int ON_THE_WAY = -1;

        private final Map<String, Place> members = new HashMap<>();
        private int number = ON_THE_WAY;
    }

    private final Place root = new Place();
    private final int wanted;

    /** @param pointers JSON pointers to members of objects, each another */
    Excerpt(String... pointers) {
        for (int i = 0; i < pointers.length; i++) {
            Place place = root;
            for (JsonPointer at = JsonPointer.compile(pointers[i]); !at.matches(); at = at.tail()) {
                place = place.members.computeIfAbsent(at.getMatchingProperty(), name -> new Place());
            }
            place.number = i;
        }
        wanted = pointers.length;
    }

    /** In the order of the pointers; null where there is no text, and all where it breaks off before the last one. */
    String[] of(String json) {
        String[] texts = new String[wanted];
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                read(parser, root, texts, wanted);
            }
            return texts;
        } catch (JacksonException e) {
            return new String[wanted];
        }
    }

    /** Reads an object, and returns how many texts are still to be found. */
    private static int read(JsonParser parser, Place object, String[] texts, int missing) {
        int open = missing;
        while (open > 0 && parser.nextToken() == JsonToken.PROPERTY_NAME) {
            Place place = object.members.get(parser.currentName());
            JsonToken value = parser.nextToken();
            if (place == null) {
                parser.skipChildren();
            } else if (value == JsonToken.START_OBJECT) {
                open = read(parser, place, texts, open);
            } else if (value == JsonToken.VALUE_STRING && place.number >= 0 && texts[place.number] == null) {
                texts[place.number] = parser.getString();
                open--;
            } else {
                parser.skipChildren();
            }
        }
        return open;
    }
}
