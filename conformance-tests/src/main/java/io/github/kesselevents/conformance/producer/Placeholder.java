package io.github.kesselevents.conformance.producer;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a command or a variable of its environment may leave open, as {@code $PORT}; {@code $$} is a dollar. */
public enum Placeholder {
    /** Where it is to serve gRPC, on the loopback interface. */
    PORT,
    /** {@code postgresql://user@host:port/name}, as libpq and most drivers take it. */
    DATABASE_URL,
    /** {@code jdbc:postgresql://host:port/name?user=user}. */
    DATABASE_JDBC_URL,
    DATABASE_HOST,
    DATABASE_PORT,
    DATABASE_NAME,
    DATABASE_USER,
    /** {@code host:port} of Kafka. */
    BROKER;

    private static final Pattern PLACE = Pattern.compile("\\$(\\$|[A-Z][A-Z_]*)?");

    /** All of them, for messages. */
    static String names() {
        return Arrays.stream(values()).map(placeholder -> "$" + placeholder).collect(Collectors.joining(", "));
    }

    /** Tells what stands behind a dollar and is none of them. */
    static void findUnknown(String text, Consumer<String> unknown) {
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            if (!"$".equals(place.group(1)) && of(place.toMatchResult()).isEmpty()) {
                unknown.accept(place.group());
            }
        }
    }

    /** Whether it stands in the text. */
    boolean isIn(String text) {
        Matcher place = PLACE.matcher(text);
        return place.results().anyMatch(result -> of(result).equals(Optional.of(this)));
    }

    /** The text with these values in their places. */
    public static String fill(String text, Map<Placeholder, String> values) {
        return PLACE.matcher(text)
                .replaceAll(result ->
                        Matcher.quoteReplacement(of(result).map(values::get).orElse("$")));
    }

    private static Optional<Placeholder> of(MatchResult place) {
        return Arrays.stream(values())
                .filter(placeholder -> placeholder.name().equals(place.group(1)))
                .findFirst();
    }
}
