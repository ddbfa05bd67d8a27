package io.github.kesselevents.conformance.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Stream;

/**
 * Text that was written in UTF-8 and read in another encoding. Debezium reads outbox messages in that of its JVM,
 * which, before Java 18, is the system's: without a locale, as in many containers, ASCII.
 */
final class Garbled {

    private static final List<Charset> OTHERS = List.of(US_ASCII, ISO_8859_1, Charset.forName("windows-1252"));

    private Garbled() {}

    /** Whether it is that text, so read. */
    static boolean is(String after, String before) {
        return !after.equals(before) && readings(before).anyMatch(after::equals);
    }

    /** What comes of a text, in each of the encodings that systems have. */
    static Stream<String> readings(String before) {
        byte[] bytes = before.getBytes(UTF_8);
        return OTHERS.stream().map(other -> new String(bytes, other));
    }
}
