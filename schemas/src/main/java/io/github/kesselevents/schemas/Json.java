package io.github.kesselevents.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON from bytes that nobody vouches for: strict, bounded, and with reasons that fit on a line. */
final class Json {

    /**
     * Deeper documents are refused instead of met with a stack overflow. Protobuf, through which a report comes, stops
     * at 100 levels.
     */
    static final int MAX_DEPTH = 1_000;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int LONGEST_BARE_TEXT = 1_000;
    private static final int SHOWN = 80;
    private static final int MEMBERS_SHOWN = 4;

    /** Where Jackson's messages turn from the text to its own classes and features. */
    private static final Pattern ADVICE = Pattern.compile(
            "( for `|: not allowed|: was expecting|: expected close marker| \\((for|start marker|bound as|`JsonToken)).*");

    private Json() {}

    /** Thrown instead of any parser's exception; the message says what is wrong with the text. */
    static final class Malformed extends Exception {
        Malformed(String message) {
            super(message);
        }
    }

    /**
     * Parses one JSON document of strict UTF-8 without duplicate members.
     *
     * @param bytes holds the document
     * @param offset of its first byte
     * @param length of the document in bytes
     */
    static JsonNode parse(byte[] bytes, int offset, int length) throws Malformed {
        if (isBareText(bytes, offset, length)) {
            return MAPPER.getNodeFactory()
                    .stringNode(new String(bytes, offset + 1, length - 2, StandardCharsets.ISO_8859_1));
        }
        requireUtf8(bytes, offset, length);
        try {
            JsonNode node = MAPPER.readTree(bytes, offset, length);
            if (node == null || node.isMissingNode()) {
                throw new Malformed("no JSON: it is empty");
            }
            return node;
        } catch (JacksonException e) {
            throw new Malformed("malformed JSON: " + reason(e));
        }
    }

    /** Whether the document is one short text of ASCII without escapes, as every key is: no parser is needed for it. */
    private static boolean isBareText(byte[] bytes, int offset, int length) {
        int last = offset + length - 1;
        if (length < 2 || length > LONGEST_BARE_TEXT || bytes[offset] != '"' || bytes[last] != '"') {
            return false;
        }
        for (int i = offset + 1; i < last; i++) {
            if (bytes[i] < ' ' || bytes[i] == '"' || bytes[i] == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Jackson takes overlong and surrogate sequences and a byte order mark; a consumer's decoder need not. */
    static void requireUtf8(byte[] bytes, int offset, int length) throws Malformed {
        if (!isAscii(bytes, offset, length) && decode(bytes, offset, length).startsWith("\uFEFF")) {
            throw new Malformed("malformed JSON: it begins with a byte order mark");
        }
    }

    /** Text of strict UTF-8. */
    static String text(byte[] bytes) throws Malformed {
        return isAscii(bytes, 0, bytes.length)
                ? new String(bytes, StandardCharsets.ISO_8859_1)
                : decode(bytes, 0, bytes.length);
    }

    private static boolean isAscii(byte[] bytes, int offset, int length) {
        int seen = 0;
        for (int i = offset; i < offset + length; i++) {
            seen |= bytes[i];
        }
        return seen >= 0;
    }

    private static String decode(byte[] bytes, int offset, int length) throws Malformed {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
        } catch (CharacterCodingException e) {
            throw new Malformed("no UTF-8: malformed at byte " + (in.position() - offset));
        }
    }

    /** What a parser found wrong, without its class names and advice, on one line. */
    static String reason(JacksonException e) {
        String message =
                String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("unreadable");
        String text = shorten(ADVICE.matcher(message).replaceFirst(""), 200);
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? text
                : text + " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    /** A value for a message: scalars as they are written, containers by their size, never more than a line. */
    static String show(JsonNode node) {
        if (node == null || node.isMissingNode()) {
            return "absent";
        }
        if (node.isObject() && !node.isEmpty()) {
            String names = node.propertyNames().stream().limit(MEMBERS_SHOWN).collect(Collectors.joining(", "));
            int more = node.size() - MEMBERS_SHOWN;
            return "an object with " + shorten(names, SHOWN) + (more > 0 ? " and " + more + " more" : "");
        }
        if (node.isArray() && !node.isEmpty()) {
            return "an array of " + node.size();
        }
        if (node.isString() && node.stringValue().length() > SHOWN) {
            return shorten('"' + node.stringValue(), SHOWN);
        }
        return shorten(node.toString(), SHOWN);
    }

    static String shorten(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "… (" + text.length() + " characters)";
    }
}
