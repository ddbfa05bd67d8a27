package io.github.kesselevents.conformance.redaction;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/** Exchanges string values in a JSON text and leaves every other character as it was: what is odd in it stays odd. */
final class JsonStrings {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonStrings() {}

    /**
     * The text with other strings.
     *
     * @param where whether strings at this JSON pointer are exchanged
     * @return empty when the text is not JSON
     */
    static Optional<String> exchange(String text, Predicate<String> where, UnaryOperator<String> by) {
        StringBuilder out = new StringBuilder(text.length());
        int copied = 0;
        try (JsonParser parser = JSON.createParser(tools.jackson.core.ObjectReadContext.empty(), text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.VALUE_STRING
                        || !where.test(
                                parser.streamReadContext().pathAsPointer().toString())) {
                    continue;
                }
                int begin = (int) parser.currentTokenLocation().getCharOffset();
                String value = parser.getString();
                int end = (int) parser.currentLocation().getCharOffset();
                String other = by.apply(value);
                if (!other.equals(value)) {
                    out.append(text, copied, begin).append('"');
                    JsonStringEncoder.getInstance().quoteAsString(other, out);
                    out.append('"');
                    copied = end;
                }
            }
        } catch (JacksonException e) {
            return Optional.empty();
        }
        return Optional.of(out.append(text, copied, text.length()).toString());
    }
}
