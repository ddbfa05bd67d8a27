package io.github.kesselevents.conformance.history;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * A position in PostgreSQL's write-ahead log. Positions of commits give the commit order; those of begins do not.
 *
 * @param value bytes since the beginning of the log, unsigned
 */
public record Lsn(long value) implements Comparable<Lsn> {

    /**
     * Reads PostgreSQL's own notation, {@code 0/501BEF8}.
     *
     * @throws IllegalArgumentException when the text is not of that form
     */
    @JsonCreator
    public static Lsn of(String text) {
        int slash = text.indexOf('/');
        try {
            return new Lsn((Long.parseLong(text.substring(0, slash), 16) << 32)
                    + Long.parseLong(text.substring(slash + 1), 16));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(text + " is no position in a write-ahead log, such as 0/501BEF8", e);
        }
    }

    /** Whether this position comes before the other. */
    public boolean isBefore(Lsn other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    @JsonValue
    public String toString() {
        return String.format(Locale.ROOT, "%X/%X", value >>> 32, value & 0xFFFF_FFFFL);
    }
}
