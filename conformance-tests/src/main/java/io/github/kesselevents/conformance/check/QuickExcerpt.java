package io.github.kesselevents.conformance.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.check.Excerpt.Found;
import io.github.kesselevents.conformance.check.Excerpt.Place;
import java.util.Arrays;

/**
 * Takes an {@link Excerpt} out of a document in the form in which services write it: ASCII, without white space and
 * escapes, without fractions. Any other, be it damaged, is for the full parser, which alone decides. Used once, by one
 * thread.
 */
final class QuickExcerpt {

    private static final byte[][] LITERALS = {
        "true".getBytes(US_ASCII), "false".getBytes(US_ASCII), "null".getBytes(US_ASCII)
    };
    private static final int DEEPEST = 100;

    private final byte[] text;
    private final String[] texts;
    private int next;
    private int at = -1;
    /** How many of all are still to be found. */
    private int open;

    private int depth;
    private boolean unusual;

    private QuickExcerpt(byte[] text, int wanted) {
        this.text = text;
        this.texts = new String[wanted];
        this.open = wanted + 1;
    }

    /** What this document holds of it; null when it is for the full parser. */
    static Found of(String json, Place root, int wanted) {
        QuickExcerpt excerpt = new QuickExcerpt(json.getBytes(UTF_8), wanted);
        if (excerpt.peek() != '{') {
            return null;
        }
        excerpt.value(root);
        return excerpt.unusual ? null : new Found(excerpt.texts, excerpt.at);
    }

    /** Goes behind a value, or stops in it when all is found; the place is null when nothing is wanted there. */
    private void value(Place place) {
        switch (peek()) {
            case '{' -> object(place);
            case '[' -> array();
            case '"' -> string(place);
            default -> plain();
        }
    }

    private void object(Place place) {
        if (place != null && place.isObject() && at < 0) {
            at = next;
            open--;
        }
        if (isEmpty('}')) {
            return;
        }
        do {
            int begin = next + 1;
            int end = string();
            require(':');
            value(place == null || unusual ? null : place.member(text, begin, end));
        } while (open > 0 && goesOn('}'));
        depth--;
    }

    private void array() {
        if (isEmpty(']')) {
            return;
        }
        do {
            value(null);
        } while (goesOn(']'));
        depth--;
    }

    /** Goes into an object or array, and behind it if nothing is in it, or nothing more is wanted. */
    private boolean isEmpty(char close) {
        next++;
        boolean empty = peek() == close;
        next += empty ? 1 : 0;
        depth += empty ? 0 : 1;
        unusual |= depth > DEEPEST;
        return empty || unusual;
    }

    /** Whether another element follows. */
    private boolean goesOn(char close) {
        boolean more = peek() == ',';
        require(more ? ',' : close);
        return more && !unusual;
    }

    private void string(Place place) {
        int begin = next + 1;
        int end = string();
        if (place != null && place.number() >= 0 && texts[place.number()] == null && !unusual) {
            texts[place.number()] = new String(text, begin, end - begin, ISO_8859_1);
            open--;
        }
    }

    /** Goes behind a string; returns where its closing quote stands. */
    private int string() {
        require('"');
        int i = next;
        while (i < text.length) {
            byte b = text[i];
            if (b == '"') {
                next = i + 1;
                return i;
            }
            if (b < ' ' || b == '\\') {
                break;
            }
            i++;
        }
        unusual = true;
        return next;
    }

    /** Goes behind a whole number or a literal. */
    private void plain() {
        for (byte[] literal : LITERALS) {
            int end = next + literal.length;
            if (end <= text.length && Arrays.equals(text, next, end, literal, 0, literal.length)) {
                next = end;
                return;
            }
        }
        next += peek() == '-' ? 1 : 0;
        int begin = next;
        while (peek() >= '0' && peek() <= '9') {
            next++;
        }
        unusual |= next == begin || next > begin + 1 && text[begin] == '0';
    }

    private void require(char expected) {
        unusual |= peek() != expected;
        next++;
    }

    /** The next byte; 0 behind the end. */
    private byte peek() {
        return next < text.length ? text[next] : 0;
    }
}
