package io.github.kesselevents.conformance.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.HistoryEntry.Change;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.Lsn;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the messages of {@code pgoutput}, protocol version 1 without streaming: a transaction comes whole, when it has
 * committed. Their form is described in PostgreSQL's manual, "Logical Replication Message Formats". Not thread-safe.
 */
final class PgOutputDecoder {

    private static final byte TRANSACTIONAL = 1;

    /** Columns by table; each connection tells them before the first row of a table. */
    private final Map<Integer, List<String>> columns = new HashMap<>();

    /** @throws IllegalStateException when the bytes are of no such form */
    PgOutputMessage decode(ByteBuffer in) {
        char type = (char) in.get();
        return switch (type) {
            case 'B' -> begin(in);
            case 'C' -> commit(in);
            case 'R' -> relation(in);
            case 'I' -> row(in, Change.INSERT);
            case 'U' -> row(in, Change.UPDATE);
            case 'M' -> emitted(in);
            default -> new PgOutputMessage.Other();
        };
    }

    private static PgOutputMessage begin(ByteBuffer in) {
        in.getLong(); // the commit's position, which Commit tells, too
        in.getLong(); // its time
        return new PgOutputMessage.Begin(Integer.toUnsignedLong(in.getInt()));
    }

    private static PgOutputMessage commit(ByteBuffer in) {
        in.get(); // flags, unused
        return new PgOutputMessage.Commit(new Lsn(in.getLong()), new Lsn(in.getLong()));
    }

    private PgOutputMessage relation(ByteBuffer in) {
        int table = in.getInt();
        text(in); // schema
        text(in); // name
        in.get(); // replica identity
        List<String> names = new ArrayList<>();
        for (int left = in.getShort(); left > 0; left--) {
            in.get(); // whether part of the key
            names.add(text(in));
            in.getInt(); // type
            in.getInt(); // type modifier
        }
        columns.put(table, names);
        return new PgOutputMessage.Other();
    }

    private PgOutputMessage row(ByteBuffer in, Change change) {
        int table = in.getInt();
        char tuple = (char) in.get();
        if (tuple != 'N') {
            values(in, table); // the old row, or its key
            in.get();
        }
        return new PgOutputMessage.Row(table, change, values(in, table));
    }

    private Map<String, String> values(ByteBuffer in, int table) {
        List<String> names = columns.get(table);
        int count = in.getShort();
        if (names == null || names.size() != count) {
            throw new IllegalStateException("a row of " + count + " columns came for the table with object id " + table
                    + ", which was told as " + names);
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : names) {
            char kind = (char) in.get();
            switch (kind) {
                case 'n' -> values.put(name, null);
                case 't' -> values.put(name, text(in, in.getInt()));
                case 'u' -> {
                    // Large and left alone by an update: not in the log.
                }
                default -> throw new IllegalStateException("a value of the unknown kind " + kind + " came");
            }
        }
        return values;
    }

    private static PgOutputMessage emitted(ByteBuffer in) {
        boolean transactional = in.get() == TRANSACTIONAL;
        Lsn lsn = new Lsn(in.getLong());
        String prefix = text(in);
        return new PgOutputMessage.Emitted(transactional, new OutboxMessage(lsn, prefix, text(in, in.getInt())));
    }

    /** Up to a zero byte. */
    private static String text(ByteBuffer in) {
        int start = in.position();
        int length = 0;
        while (in.get(start + length) != 0) {
            length++;
        }
        String text = text(in, length);
        in.get();
        return text;
    }

    private static String text(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, UTF_8);
    }
}
