package io.github.kesselevents.conformance.check;

import io.github.kesselevents.schemas.EventRecord;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import tools.jackson.databind.JsonNode;

/**
 * What is kept of a record's content once the content is dropped: enough to tell whether another record is the same,
 * part by part, but for one chance in 2⁶⁴.
 *
 * @param headers those of tracing aside
 * @param levelled of the value's payload, {@link Levelled}; 0 when nothing in it is unsettled
 */
record Fingerprint(long key, long headers, long value, long levelled) {

    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    /** @param unsettled the payload of its value if it {@link Levelled#isUnsettled}, else null */
    static Fingerprint of(EventRecord event, JsonNode unsettled) {
        long headers = 0;
        for (Header header : Headers.withoutTracing(event)) {
            headers = (headers + header.name().hashCode()) * MULTIPLIER + sum(header.value());
        }
        long levelled =
                unsettled == null ? 0 : sum(Levelled.of(unsettled).toString().getBytes(StandardCharsets.UTF_8));
        return new Fingerprint(sum(event.key()), headers, sum(event.value()), levelled);
    }

    /** Two sums of unlike polynomials, and the length; the JVM computes sums at the speed of memory. */
    private static long sum(byte[] bytes) {
        if (bytes == null) {
            return 0;
        }
        CRC32 one = new CRC32();
        CRC32C other = new CRC32C();
        one.update(bytes);
        other.update(bytes);
        return (one.getValue() << Integer.SIZE | other.getValue()) + (bytes.length + 1) * MULTIPLIER;
    }
}
