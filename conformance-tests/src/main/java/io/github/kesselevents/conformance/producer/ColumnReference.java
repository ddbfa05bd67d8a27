package io.github.kesselevents.conformance.producer;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column of a watched table, and, where it holds JSON, a place in it: {@code table.column} or
 * {@code table.column#/pointer}.
 *
 * @param pointer JSON pointer into the column's JSON, or null for the column as it is
 */
public record ColumnReference(String table, String column, String pointer) {

    private static final Pattern FORM = Pattern.compile("(\\w+)\\.(\\w+)(?:#(/.*))?");

    /** @throws IllegalArgumentException when the text is not of that form */
    public static ColumnReference of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text + " names no column; write table.column or table.column#/pointer");
        }
        return new ColumnReference(matcher.group(1), matcher.group(2), matcher.group(3));
    }

    /** Its text in these rows, by table; null when there is no such row, or null stands there. */
    public String in(Map<String, Map<String, String>> rows) {
        Map<String, String> row = rows.get(table);
        return row == null ? null : row.get(column);
    }

    @Override
    public String toString() {
        return table + "." + column + (pointer == null ? "" : "#" + pointer);
    }
}
