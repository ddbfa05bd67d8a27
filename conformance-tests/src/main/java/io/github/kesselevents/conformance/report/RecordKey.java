package io.github.kesselevents.conformance.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads of a record what tells where it belongs, in either wire format. Damaged records belong nowhere. */
final class RecordKey {

    private static final JsonMapper MAPPER = new JsonMapper();

    private RecordKey() {}

    /** The resource id; empty when the key does not hold one. */
    static String resource(Observed observed) {
        return observed.key() == null
                ? ""
                : parse(new String(observed.key(), UTF_8))
                        .map(key -> key.isObject() ? key.path("payload") : key)
                        .map(key -> key.asString(""))
                        .orElse("");
    }

    /** The text of the last header of this name; empty when there is none. */
    static String header(Observed observed, String name) {
        return observed.record()
                .header(name)
                .map(Header::value)
                .map(value -> new String(value, UTF_8))
                .orElse("");
    }

    /** All texts in the value, wherever they stand in it. */
    static Stream<String> texts(Observed observed) {
        return observed.value() == null
                ? Stream.empty()
                : parse(new String(observed.value(), UTF_8)).stream().flatMap(RecordKey::texts);
    }

    private static Stream<String> texts(JsonNode json) {
        return json.isString()
                ? Stream.of(json.stringValue())
                : json.valueStream().flatMap(RecordKey::texts);
    }

    /** JSON, if it is. */
    static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(MAPPER.readTree(text)).filter(json -> !json.isMissingNode());
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
