package io.github.kesselevents.conformance.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads what a client says to PostgreSQL on one connection, in whatever pieces it comes: where a transaction writes a
 * certain text, and where it asks for its commit. Of the protocol (version 3) it knows no more than that takes. Not
 * thread-safe.
 */
final class FrontendMessages {

    private static final int LENGTH = 4;
    private static final int TYPED = 1 + LENGTH;
    /** A request for encryption, which begins like a startup and is followed by one: 1234, then 5679 or 5680. */
    private static final int ENCRYPTION = 1234 << 16;

    private static final String COMMIT = "COMMIT";
    private static final Set<String> ELSEWISE = Set.of("BEGIN", "ROLLBACK");

    /** The first word of each prepared statement, by its name. */
    private final Map<String, String> prepared = new HashMap<>();

    private byte[] pending = new byte[0];
    private boolean started;
    private boolean wrote;
    private boolean commit;
    private byte[] wanted;

    /**
     * Reads on.
     *
     * @param text that marks a transaction; null when none is looked for
     * @return whether with this piece the transaction that wrote the text asks for its commit
     */
    boolean read(ByteBuffer piece, String text) {
        wanted = text == null ? null : text.getBytes(UTF_8);
        byte[] all = Arrays.copyOf(pending, pending.length + piece.remaining());
        piece.duplicate().get(all, pending.length, piece.remaining());
        ByteBuffer rest = ByteBuffer.wrap(all);
        commit = false;
        while (next(rest)) {}
        pending = Arrays.copyOfRange(all, rest.position(), all.length);
        return commit;
    }

    /** Whether there was a whole message. */
    private boolean next(ByteBuffer rest) {
        int head = started ? TYPED : LENGTH;
        if (rest.remaining() < head) {
            return false;
        }
        int length = rest.getInt(rest.position() + head - LENGTH);
        int whole = head - LENGTH + length;
        if (rest.remaining() < whole) {
            return false;
        }
        byte[] body = Arrays.copyOfRange(rest.array(), rest.position() + head, rest.position() + whole);
        if (started) {
            understand((char) rest.get(rest.position()), body);
        } else {
            started = (ByteBuffer.wrap(body).getInt() & 0xFFFF0000) != ENCRYPTION;
        }
        rest.position(rest.position() + whole);
        return true;
    }

    private void understand(char type, byte[] body) {
        switch (type) {
            case 'P' -> prepared.put(text(body, 0), firstWord(second(body)));
            case 'B' -> run(prepared.getOrDefault(second(body), ""), body);
            case 'Q' -> run(firstWord(text(body, 0)), body);
            default -> {}
        }
    }

    private void run(String word, byte[] body) {
        if (word.equals(COMMIT)) {
            commit |= wrote;
            wrote = false;
        } else if (ELSEWISE.contains(word)) {
            wrote = false;
        } else {
            wrote |= wanted != null && contains(body);
        }
    }

    private static String firstWord(String query) {
        return query.strip().split("\\W", 2)[0].toUpperCase(Locale.ROOT);
    }

    private static String second(byte[] body) {
        return text(body, text(body, 0).length() + 1);
    }

    /** Up to the next zero byte; the names that a driver gives are ASCII. */
    private static String text(byte[] body, int from) {
        int to = from;
        while (to < body.length && body[to] != 0) {
            to++;
        }
        return new String(body, from, to - from, US_ASCII);
    }

    private boolean contains(byte[] body) {
        for (int at = 0; at + wanted.length <= body.length; at++) {
            if (Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }
}
