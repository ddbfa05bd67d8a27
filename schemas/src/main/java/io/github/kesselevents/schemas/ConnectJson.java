package io.github.kesselevents.schemas;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import tools.jackson.databind.JsonNode;

/**
 * Kafka Connect's wrapper, {@code {"schema":…,"payload":…}}.
 *
 * <p>The schema part is two thirds of a typical value, and few records differ in it. So everything up to the payload is
 * remembered by its bytes, together with what it declares, and only the payload is parsed when the same bytes come
 * again. The memory is bounded; what does not fit is parsed each time.
 */
final class ConnectJson implements PayloadDecoder {

    private static final String EXPECTED = "Connect's {schema, payload} wrapper";
    private static final byte[] PAYLOAD_NAME = ",\"payload\":".getBytes(US_ASCII);

    private static final byte[] STEPS = steps(PAYLOAD_NAME);

    private static final int MOST_OPENINGS = 512;
    private static final int LONGEST_OPENING = 16 * 1024;

    private final Map<Opening, ConnectSchema> known = new ConcurrentHashMap<>();

    @Override
    public Decoded decode(byte[] bytes) {
        if (bytes == null) {
            return new Nothing();
        }
        int payloadAt = payloadAt(bytes);
        Opening opening = payloadAt < 0 ? null : Opening.of(bytes, payloadAt);
        ConnectSchema declared = opening == null ? null : known.get(opening);
        if (declared != null) {
            int end = closingBrace(bytes);
            if (end > payloadAt) {
                try {
                    JsonNode json = Json.parse(bytes, payloadAt, end - payloadAt);
                    return new Payload(json, Optional.of(declared), payloadAt, end);
                } catch (Json.Malformed e) {
                    // Parsed whole below, so that the message names the place in the whole value.
                }
            }
        }
        return parseWhole(bytes, opening);
    }

    static boolean isWrapper(JsonNode json) {
        return json.isObject() && json.size() == 2 && json.has("schema") && json.has("payload");
    }

    private Decoded parseWhole(byte[] bytes, Opening opening) {
        JsonNode whole;
        try {
            whole = Json.parse(bytes, 0, bytes.length);
        } catch (Json.Malformed e) {
            return new Damaged(EXPECTED, e.getMessage());
        }
        if (!isWrapper(whole)) {
            return new Damaged(EXPECTED, Json.show(whole));
        }
        ConnectSchema declared;
        try {
            declared = ConnectSchema.of(whole.get("schema"));
        } catch (ConnectSchema.Unusable e) {
            return new Damaged(EXPECTED, "a schema part with " + e.getMessage());
        }
        boolean opens = opening != null && known.size() < MOST_OPENINGS && opening.opens(whole);
        if (opens) {
            known.putIfAbsent(opening.copy(), declared);
        }
        return new Payload(
                whole.get("payload"),
                Optional.of(declared),
                opens ? opening.length() : -1,
                opens ? closingBrace(bytes) : -1);
    }

    /** Index of the first byte behind the first {@code ,"payload":}; -1 if there is none, or too far behind. */
    private static int payloadAt(byte[] bytes) {
        int length = PAYLOAD_NAME.length;
        int last = Math.min(bytes.length, LONGEST_OPENING);
        // A byte that is none of the name's, where the name would end, rules out all places up to there (Horspool).
        for (int end = length; end <= last; end += STEPS[bytes[end - 1] & 0xFF]) {
            if (Arrays.equals(bytes, end - length, end, PAYLOAD_NAME, 0, length)) {
                return end;
            }
        }
        return -1;
    }

    /** By the byte that stands where a text would end, how much further on it can end at the earliest. */
    private static byte[] steps(byte[] text) {
        byte[] steps = new byte[1 << Byte.SIZE];
        Arrays.fill(steps, (byte) text.length);
        for (int i = 0; i < text.length - 1; i++) {
            steps[text[i]] = (byte) (text.length - 1 - i);
        }
        return steps;
    }

    /** Index of the brace that closes the wrapper; -1 if the value does not end with one. */
    private static int closingBrace(byte[] bytes) {
        int i = bytes.length - 1;
        while (i >= 0 && (bytes[i] == ' ' || bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\t')) {
            i--;
        }
        return i >= 0 && bytes[i] == '}' ? i : -1;
    }

    /** The bytes of a value up to its payload, as a key of the memory. */
    private record Opening(byte[] bytes, int length, int hash) {

        static Opening of(byte[] bytes, int length) {
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, length);
            return new Opening(bytes, length, (int) crc.getValue());
        }

        /**
         * Whether these bytes, followed by any payload and a closing brace, are a wrapper with this very schema. Text
         * in the schema part that merely looks like the payload's name is ruled out here, once, before the opening is
         * remembered.
         */
        boolean opens(JsonNode whole) {
            byte[] closed = Arrays.copyOf(bytes, length + 5);
            System.arraycopy("null}".getBytes(US_ASCII), 0, closed, length, 5);
            try {
                JsonNode parsed = Json.parse(closed, 0, closed.length);
                return isWrapper(parsed) && parsed.get("schema").equals(whole.get("schema"));
            } catch (Json.Malformed e) {
                return false;
            }
        }

        Opening copy() {
            return new Opening(Arrays.copyOf(bytes, length), length, hash);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Opening o
                    && hash == o.hash
                    && Arrays.equals(bytes, 0, length, o.bytes, 0, o.length);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
