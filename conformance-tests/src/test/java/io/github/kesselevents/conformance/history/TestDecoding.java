package io.github.kesselevents.conformance.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.HistoryEntry.Change;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a line of PostgreSQL's {@code test_decoding} plugin. Between quotes anything may stand, line ends and brackets
 * included; a quote stands there twice.
 */
final class TestDecoding {

    /** What a line says. */
    sealed interface Line {}

    /** A transaction begins. */
    record Begin() implements Line {}

    /** It is complete. */
    record Commit() implements Line {}

    /** {@code pg_logical_emit_message}. */
    record Message(boolean transactional, String prefix, String content) implements Line {}

    /** A row was inserted or updated. */
    record Row(RowChange change) implements Line {}

    private static final String OLD_KEY = "old-key: ";
    private static final String NEW_TUPLE = "new-tuple: ";

    private final String text;
    private int at;

    private TestDecoding(String text) {
        this.text = text;
    }

    /**
     * What the line says.
     *
     * @throws IllegalArgumentException when it is none of the plugin's, or has no place in a history (a deleted row)
     */
    static Line read(String text) {
        if (text.startsWith("BEGIN")) {
            return new Begin();
        }
        if (text.startsWith("COMMIT")) {
            return new Commit();
        }
        TestDecoding line = new TestDecoding(text);
        return line.skip("table ") ? new Row(line.row()) : line.message();
    }

    private Message message() {
        require("message: transactional: ");
        boolean transactional = until(" prefix: ").equals("1");
        String prefix = until(", sz: ");
        String size = until(" content:");
        String content = text.substring(at);
        if (content.getBytes(UTF_8).length != Integer.parseInt(size)) {
            throw unexpected(size + " bytes of content");
        }
        return new Message(transactional, prefix, content);
    }

    private RowChange row() {
        name();
        require(".");
        String table = name();
        require(": ");
        Change change = skip("INSERT: ") ? Change.INSERT : null;
        if (change == null) {
            require("UPDATE: ");
            change = Change.UPDATE;
        }
        if (skip(OLD_KEY)) {
            // The row as it was, as far as it names the row; the new one follows.
            while (!skip(NEW_TUPLE)) {
                column(new LinkedHashMap<>());
            }
        }
        Map<String, String> columns = new LinkedHashMap<>();
        while (at < text.length()) {
            column(columns);
        }
        return new RowChange(table, change, columns);
    }

    /** One {@code name[type]:value} with the space behind it. */
    private void column(Map<String, String> columns) {
        String name = name();
        require("[");
        String type = until("]:");
        // The value is too long to be logged again and did not change.
        if (!skip("unchanged-toast-datum")) {
            columns.put(name, value(type));
        }
        skip(" ");
    }

    private String value(String type) {
        if (skip("'") || skip("B'")) {
            return quoted('\'');
        }
        int end = text.indexOf(' ', at) < 0 ? text.length() : text.indexOf(' ', at);
        String value = text.substring(at, end);
        at = end;
        if (value.isEmpty()) {
            throw unexpected("a value");
        }
        if (value.equals("null")) {
            return null;
        }
        // The plugin spells booleans out; PostgreSQL's own text form does not.
        return type.equals("boolean") ? value.substring(0, 1) : value;
    }

    /** An identifier, quoted where PostgreSQL must. */
    private String name() {
        if (skip("\"")) {
            return quoted('"');
        }
        int begin = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_$".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == begin) {
            throw unexpected("a name");
        }
        return text.substring(begin, at);
    }

    private String quoted(char quote) {
        StringBuilder value = new StringBuilder();
        for (; at < text.length(); at++) {
            if (text.charAt(at) == quote) {
                boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == quote;
                if (!doubled) {
                    at++;
                    return value.toString();
                }
                at++;
            }
            value.append(text.charAt(at));
        }
        throw unexpected("a closing " + quote);
    }

    private String until(String mark) {
        int end = text.indexOf(mark, at);
        if (end < 0) {
            throw unexpected(mark);
        }
        String before = text.substring(at, end);
        at = end + mark.length();
        return before;
    }

    private boolean skip(String mark) {
        boolean found = text.startsWith(mark, at);
        at += found ? mark.length() : 0;
        return found;
    }

    private void require(String mark) {
        if (!skip(mark)) {
            throw unexpected(mark);
        }
    }

    private IllegalArgumentException unexpected(String expected) {
        return new IllegalArgumentException(
                "Expected " + expected.strip() + " at character " + at + " of a test_decoding line: " + text);
    }
}
