package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.producer.ProducerProfile.Stream;
import io.github.kesselevents.schemas.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads outbox messages: of each at once what it takes to tell whose it is and when it happened, and the rest when
 * somebody asks. Content that is no outbox JSON makes a message that says nothing.
 */
final class MessageReader {

    private static final String ID = "/id";
    private static final String KEY = "/aggregateid";
    private static final String OPERATION = "/operation";
    private static final String PAYLOAD = "/payload";

    /** @param stream null for those of no stream */
    private record Format(Stream stream, Excerpt head) {

        static Format of(Stream stream) {
            return new Format(
                    stream,
                    stream == null || stream.time() == null
                            ? new Excerpt(PAYLOAD, ID, KEY, OPERATION)
                            : new Excerpt(PAYLOAD, ID, KEY, OPERATION, PAYLOAD + stream.time()));
        }
    }

    private static final Format FOREIGN = Format.of(null);

    private final Map<String, Format> byPrefix = new HashMap<>();

    MessageReader(List<Stream> streams) {
        streams.forEach(stream -> byPrefix.put(stream.prefix(), Format.of(stream)));
    }

    /** @param transaction null for one that was written outside any */
    Message read(OutboxMessage written, Transaction transaction) {
        Format format = byPrefix.getOrDefault(written.prefix(), FOREIGN);
        Excerpt.Found found = format.head().of(written.content());
        String[] head = found.texts();
        return new Message(
                written.lsn(),
                format.stream(),
                transaction,
                head[0],
                head[1],
                shared(head[2]),
                head.length > 3 ? head[3] : null,
                written.content(),
                found.at());
    }

    /** One text for all that say the same of the three words. */
    private static String shared(String operation) {
        return Operation.ofWord(operation).map(Operation::word).orElse(operation);
    }
}
