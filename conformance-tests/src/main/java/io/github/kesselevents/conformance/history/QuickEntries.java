package io.github.kesselevents.conformance.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Change;
import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Purpose;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/**
 * Reads entries of the four kinds that nearly all lines of a history are of, in the very form in which the recorder
 * writes them, twice as fast as a full parser. Any other line, be it another kind, another order of members, a
 * character beyond ASCII or damage, is for Jackson, which alone decides and explains. Not thread-safe.
 */
final class QuickEntries {

    private static final byte[] OBSERVED = ascii("{\"kind\":\"observed\",\"at\":");
    private static final byte[] TOPIC = ascii(",\"topic\":");
    private static final byte[] PARTITION = ascii(",\"partition\":");
    private static final byte[] OFFSET = ascii(",\"offset\":");
    private static final byte[] TIMESTAMP = ascii(",\"timestamp\":");
    private static final byte[] KEY = ascii(",\"key\":");
    private static final byte[] HEADERS = ascii(",\"headers\":[");
    private static final byte[] NAME = ascii("{\"name\":");
    private static final byte[] VALUE = ascii(",\"value\":");
    private static final byte[] COMMITTED = ascii("{\"kind\":\"committed\",\"at\":");
    private static final byte[] LSN = ascii(",\"lsn\":");
    private static final byte[] END = ascii(",\"end\":");
    private static final byte[] XID = ascii(",\"xid\":");
    private static final byte[] MESSAGES = ascii(",\"messages\":[");
    private static final byte[] MESSAGE_LSN = ascii("{\"lsn\":");
    private static final byte[] PREFIX = ascii(",\"prefix\":");
    private static final byte[] CONTENT = ascii(",\"content\":");
    private static final byte[] ROWS = ascii(",\"rows\":[");
    private static final byte[] TABLE = ascii("{\"table\":");
    private static final byte[] CHANGE = ascii(",\"change\":");
    private static final byte[] COLUMNS = ascii(",\"columns\":{");
    private static final byte[] INVOKED = ascii("{\"kind\":\"invoked\",\"at\":");
    private static final byte[] OPERATION = ascii(",\"operation\":");
    private static final byte[] CLIENT = ascii(",\"client\":");
    private static final byte[] PURPOSE = ascii(",\"purpose\":");
    private static final byte[] ACTION = ascii(",\"action\":");
    private static final byte[] MARKER = ascii(",\"marker\":");
    private static final byte[] TRANSACTION_ID = ascii(",\"transactionId\":");
    private static final byte[] REQUEST = ascii(",\"request\":");
    private static final byte[] RETURNED = ascii("{\"kind\":\"returned\",\"at\":");
    private static final byte[] OUTCOME = ascii(",\"outcome\":");
    private static final byte[] CODE = ascii(",\"code\":");
    private static final byte[] MESSAGE = ascii(",\"message\":");
    private static final byte[] NULL = ascii("null");
    private static final int MOST_DIGITS = 18;

    private static final Change[] CHANGES = Change.values();
    private static final Purpose[] PURPOSES = Purpose.values();
    private static final Action[] ACTIONS = Action.values();
    private static final Outcome[] OUTCOMES = Outcome.values();

    private static final ObjectReader NODES =
            HistoryFormat.MAPPER.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Names of topics, headers, tables, columns, by a hash of their bytes: few, and so of one String each. */
    private final String[] names = new String[512];

    private byte[] text = new byte[1 << 12];
    private byte[] line;
    private int at;
    private int end;
    private boolean unusual;

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    /** The entry in this line; null when it is for the full parser. */
    HistoryEntry read(byte[] buffer, int begin, int length) {
        line = buffer;
        at = begin;
        end = begin + length;
        unusual = false;
        HistoryEntry entry = skip(OBSERVED)
                ? observed()
                : skip(COMMITTED) ? committed() : skip(INVOKED) ? invoked() : skip(RETURNED) ? returned() : null;
        return unusual || at != end ? null : entry;
    }

    private Invoked invoked() {
        long invokedAt = number();
        require(OPERATION);
        long operation = number();
        require(CLIENT);
        int client = integer();
        require(PURPOSE);
        Purpose purpose = constant(PURPOSES);
        require(ACTION);
        Action action = constant(ACTIONS);
        String marker = skip(MARKER) ? string() : null;
        require(KEY);
        String key = string();
        String transactionId = skip(TRANSACTION_ID) ? string() : null;
        require(REQUEST);
        return new Invoked(
                invokedAt, operation, client, purpose, action, marker, key, transactionId, requestThatEndsTheLine());
    }

    private JsonNode requestThatEndsTheLine() {
        int begin = at;
        at = end - 1;
        require('}');
        if (unusual || line[begin] != '{') {
            unusual = true;
            return null;
        }
        try {
            return NODES.readValue(line, begin, end - 1 - begin);
        } catch (JacksonException e) {
            // The full parser meets it again, and says where.
            unusual = true;
            return null;
        }
    }

    private Returned returned() {
        long returnedAt = number();
        require(OPERATION);
        long operation = number();
        require(OUTCOME);
        Outcome outcome = constant(OUTCOMES);
        require(CODE);
        String code = name();
        require(MESSAGE);
        String message = string();
        require('}');
        return new Returned(returnedAt, operation, outcome, code, message);
    }

    private Observed observed() {
        long observedAt = number();
        require(TOPIC);
        String topic = name();
        require(PARTITION);
        int partition = integer();
        require(OFFSET);
        long offset = number();
        require(TIMESTAMP);
        long timestamp = number();
        require(KEY);
        byte[] key = bytes();
        require(HEADERS);
        List<Header> headers = new ArrayList<>(4);
        while (goesOn(']', headers.isEmpty())) {
            require(NAME);
            String name = name();
            require(VALUE);
            headers.add(new Header(name, bytes()));
            require('}');
        }
        require(VALUE);
        byte[] value = bytes();
        require('}');
        return new Observed(observedAt, topic, partition, offset, timestamp, key, headers, value);
    }

    private Committed committed() {
        long committedAt = number();
        require(LSN);
        Lsn lsn = lsn();
        require(END);
        Lsn behind = lsn();
        require(XID);
        long xid = number();
        require(MESSAGES);
        List<OutboxMessage> messages = new ArrayList<>(2);
        while (goesOn(']', messages.isEmpty())) {
            messages.add(message());
        }
        require(ROWS);
        List<RowChange> rows = new ArrayList<>(4);
        while (goesOn(']', rows.isEmpty())) {
            rows.add(row());
        }
        require('}');
        return new Committed(committedAt, lsn, behind, xid, messages, rows);
    }

    private OutboxMessage message() {
        require(MESSAGE_LSN);
        Lsn lsn = lsn();
        require(PREFIX);
        String prefix = name();
        require(CONTENT);
        String content = string();
        require('}');
        return new OutboxMessage(lsn, prefix, content);
    }

    private RowChange row() {
        require(TABLE);
        String table = name();
        require(CHANGE);
        Change change = constant(CHANGES);
        require(COLUMNS);
        Map<String, String> columns = new LinkedHashMap<>();
        while (goesOn('}', columns.isEmpty())) {
            String column = name();
            require(':');
            columns.put(column, skip(NULL) ? null : string());
        }
        require('}');
        return new RowChange(table, change, columns);
    }

    private <E extends Enum<E>> E constant(E[] constants) {
        String name = name();
        for (E constant : constants) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        unusual = true;
        return null;
    }

    private Lsn lsn() {
        try {
            return Lsn.of(string());
        } catch (IllegalArgumentException e) {
            // The full parser meets it again, and says where.
            unusual = true;
            return null;
        }
    }

    /** Whether another element follows in an array or object, of which the beginning was read. */
    private boolean goesOn(char close, boolean first) {
        if (unusual || at < end && line[at] == close) {
            at++;
            return false;
        }
        if (!first) {
            require(',');
        }
        return !unusual;
    }

    private boolean skip(byte[] expected) {
        int next = at + expected.length;
        if (next > end || !Arrays.equals(line, at, next, expected, 0, expected.length)) {
            return false;
        }
        at = next;
        return true;
    }

    private void require(byte[] expected) {
        unusual |= !skip(expected);
    }

    private void require(char expected) {
        unusual |= at >= end || line[at] != expected;
        at++;
    }

    private long number() {
        int begin = at;
        long number = 0;
        while (at < end && line[at] >= '0' && line[at] <= '9') {
            number = number * 10 + line[at++] - '0';
        }
        int digits = at - begin;
        unusual |= digits == 0 || digits > MOST_DIGITS || digits > 1 && line[begin] == '0';
        return number;
    }

    private int integer() {
        long number = number();
        unusual |= number > Integer.MAX_VALUE;
        return (int) number;
    }

    private byte[] bytes() {
        int length = unescaped();
        return Arrays.copyOf(text, length);
    }

    private String string() {
        int length = unescaped();
        return new String(text, 0, length, ISO_8859_1);
    }

    private String name() {
        int length = unescaped();
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + text[i];
        }
        int slot = (hash ^ hash >>> 15) & names.length - 1;
        String known = names[slot];
        if (known == null || !isText(known, length)) {
            known = new String(text, 0, length, ISO_8859_1);
            names[slot] = known;
        }
        return known;
    }

    private boolean isText(String known, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** Reads a string into {@link #text}, which may be another array then, its escapes undone; returns its length. */
    private int unescaped() {
        require('"');
        if (unusual) {
            return 0;
        }
        if (text.length < end - at) {
            text = new byte[end - at];
        }
        // Local, so that they stay in registers.
        byte[] from = line;
        byte[] to = text;
        int i = at;
        int length = 0;
        while (i < end) {
            byte b = from[i++];
            if (b == '"') {
                at = i;
                return length;
            }
            if (b == '\\' && i < end) {
                b = meaning(from[i++]);
            } else if (b < ' ') {
                break;
            }
            to[length++] = b;
            if (b == 0) {
                break;
            }
        }
        unusual = true;
        return 0;
    }

    /** What is written with a backslash before this; 0 when that takes more than one byte to tell. */
    private static byte meaning(byte escaped) {
        return switch (escaped) {
            case '"', '\\', '/' -> escaped;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> 0;
        };
    }
}
