package io.github.kesselevents.conformance.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.conformance.producer.ProducerProfile.Stream;
import io.github.kesselevents.schemas.EventReader;
import io.github.kesselevents.schemas.EventRecord.Header;
import io.github.kesselevents.schemas.WireFormat;
import java.util.List;

/** Two streams, of which only the first carries markers, and records of them with bare JSON. */
final class Streams {

    static final List<Stream> BOTH = List.of(
            new Stream("s0", "t0", "/marker", null, List.of("/name"), null, null),
            new Stream("s1", "t1", null, null, List.of("/name"), null, null));

    private static final EventReader READER = EventReader.of(WireFormat.PLAIN_JSON);
    private static final Pointers POINTERS = new Pointers();

    private long offset;

    /** A message of this content to the stream of this index. */
    static Message message(int stream, String content, Transaction transaction) {
        return new MessageReader(BOTH).read(new OutboxMessage(new Lsn(1), "s" + stream, content), transaction);
    }

    /** A record of the stream of this index; -1 is for a topic of none. */
    Delivery record(int stream, String id, String key, String operation, String value) {
        return new Delivery(
                new Observed(
                        offset,
                        "t" + stream,
                        0,
                        offset++,
                        0,
                        key.getBytes(UTF_8),
                        List.of(Header.of("id", id), Header.of("operation", operation)),
                        value.getBytes(UTF_8)),
                "t" + stream + "-0",
                stream < 0 ? null : BOTH.get(stream),
                stream,
                READER,
                POINTERS);
    }
}
