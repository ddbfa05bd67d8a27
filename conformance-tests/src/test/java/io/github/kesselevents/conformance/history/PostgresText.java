package io.github.kesselevents.conformance.history;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** PostgreSQL's text form of values that a recorded session holds as JSON. */
final class PostgresText {

    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .appendOffset("+HH:mm", "+00")
            .toFormatter(Locale.ROOT);

    private PostgresText() {}

    /** A {@code timestamp with time zone}, in PostgreSQL's form or with minutes in its offset. */
    static Instant instant(String text) {
        return OffsetDateTime.parse(text, TIMESTAMP).toInstant();
    }

    /**
     * The value of a column. A null in {@code data} is JSON's: the recorded tables hold no other there, as the log of
     * the same session says.
     */
    static String of(String column, JsonNode value) {
        if (value.isNull()) {
            return column.equals("data") ? "null" : null;
        }
        if (value.isContainer()) {
            return jsonb(value);
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? "t" : "f";
        }
        return column.endsWith("_at") ? TIMESTAMP.format(utc(value.stringValue())) : value.asString();
    }

    private static OffsetDateTime utc(String text) {
        return OffsetDateTime.ofInstant(instant(text.replace("+00:00", "+00")), ZoneOffset.UTC);
    }

    /** With the spaces that PostgreSQL writes; members stand in its order already. */
    private static String jsonb(JsonNode value) {
        if (value.isObject()) {
            return value.propertyStream()
                    .map(member ->
                            HistoryFormat.MAPPER.writeValueAsString(member.getKey()) + ": " + jsonb(member.getValue()))
                    .collect(joining(", ", "{", "}"));
        }
        return value.isArray()
                ? value.valueStream().map(PostgresText::jsonb).collect(joining(", ", "[", "]"))
                : value.toString();
    }
}
