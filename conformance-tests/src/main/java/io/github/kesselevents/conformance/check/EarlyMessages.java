package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.producer.ProducerProfile.Stream;
import io.github.kesselevents.schemas.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Messages that were written outside any transaction, though perhaps by one: the write-ahead log does not tell. A
 * version that commits without a message of its own takes the last one before it that names its resource and does not
 * contradict it, and rather one that mirrors its rows. What no version takes, nothing committed.
 *
 * <p><b>What it cannot see:</b> which of two transactions of one resource that overlap wrote a message without marker,
 * if both fit.
 */
final class EarlyMessages {

    private final List<Stream> streams;
    private final Pointers pointers = new Pointers();
    /** Those that no version took, by resource, in the order in which they were written. */
    private final Map<String, List<Message>> waiting = new HashMap<>();

    EarlyMessages(List<Stream> streams) {
        this.streams = streams;
    }

    void add(Message message) {
        if (message.key() != null) {
            waiting.computeIfAbsent(message.key(), key -> new ArrayList<>(2)).add(message);
        }
    }

    /** Adds to the messages of a transaction those of them that its versions take. */
    void completeBy(Transaction transaction) {
        for (Version version : transaction.versions()) {
            List<Message> candidates = waiting.get(version.key());
            for (Stream stream : candidates == null ? List.<Stream>of() : streams) {
                if (transaction.messageTo(stream, version.key()) == null) {
                    of(version, stream, candidates).ifPresent(message -> {
                        candidates.remove(message);
                        message.committedBy(transaction);
                        transaction.messages().add(message);
                    });
                }
            }
        }
    }

    private Optional<Message> of(Version version, Stream stream, List<Message> candidates) {
        List<Message> possible = candidates.stream()
                .filter(message -> message.stream() == stream && canBeOf(version, message))
                .toList();
        return possible.stream()
                .filter(message -> Mirror.shows(message.payload(), version, stream, pointers))
                .reduce((older, newer) -> newer)
                .or(() -> possible.stream().reduce((older, newer) -> newer));
    }

    private boolean canBeOf(Version version, Message message) {
        String marker = message.stream().marker();
        JsonNode said = marker == null ? null : pointers.at(message.payload(), marker);
        boolean ofAnother = version.marker() != null
                && said != null
                && said.isString()
                && !said.stringValue().equals(version.marker());
        return !ofAnother && version.isDelete() == Operation.DELETED.word().equals(message.operation());
    }
}
