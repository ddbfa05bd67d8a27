package io.github.kesselevents.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A Kafka record as it was read: nothing decoded, nothing judged. The arrays are not copied; who makes a record must
 * leave them alone.
 *
 * @param topic the topic it was read from
 * @param partition its partition, from 0
 * @param offset its offset in the partition, from 0
 * @param timestamp milliseconds since the epoch, as the broker returned it
 * @param key bytes of the key, or null
 * @param headers the headers in their order; names may repeat
 * @param value bytes of the value, or null (a tombstone record)
 */
public record EventRecord(
        String topic, int partition, long offset, long timestamp, byte[] key, List<Header> headers, byte[] value) {

    public EventRecord {
        headers = List.copyOf(headers);
    }

    /** One header; its value may be null. Its name may not: Kafka has no such header, its clients fail at one. */
    public record Header(String name, byte[] value) {

        public Header {
            Objects.requireNonNull(name, "A header has a name, in Kafka, too; leave out what has none.");
        }

        /** A header with this text, encoded as UTF-8. */
        public static Header of(String name, String text) {
            return new Header(name, text == null ? null : text.getBytes(UTF_8));
        }
    }

    /** The last header of this name, which is the one that Kafka's clients return. */
    public Optional<Header> header(String name) {
        Header last = null;
        for (Header header : headers) {
            if (header.name().equals(name)) {
                last = header;
            }
        }
        return Optional.ofNullable(last);
    }

    /** Where the record is, for messages: {@code topic-partition@offset}. */
    public String position() {
        return topic + "-" + partition + "@" + offset;
    }
}
