package io.github.kesselevents.conformance.check;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Follows the profile's JSON pointers; each is compiled once, as there is a handful, for millions of payloads. */
final class Pointers {

    private final Map<String, JsonPointer> compiled = new HashMap<>();

    /** What stands there; a missing node when nothing does. */
    JsonNode at(JsonNode json, String pointer) {
        return json.at(compiled.computeIfAbsent(pointer, JsonPointer::compile));
    }
}
