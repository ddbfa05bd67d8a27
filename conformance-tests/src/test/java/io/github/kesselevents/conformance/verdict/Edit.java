package io.github.kesselevents.conformance.verdict;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Changes to a list of entries, named by their places in the original. Offsets are made whole again at the end. */
final class Edit {

    private final List<List<HistoryEntry>> places = new ArrayList<>();

    Edit(Session session) {
        session.entries().forEach(entry -> places.add(List.of(entry)));
    }

    Edit remove(int place) {
        places.set(place, List.of());
        return this;
    }

    Edit remove(List<Integer> all) {
        all.forEach(this::remove);
        return this;
    }

    Edit replace(int place, HistoryEntry entry) {
        places.set(place, List.of(entry));
        return this;
    }

    /** Puts it behind the entry at this place. */
    Edit insertBehind(int place, HistoryEntry entry) {
        List<HistoryEntry> both = new ArrayList<>(places.get(place));
        both.add(entry);
        places.set(place, both);
        return this;
    }

    Edit records(List<Integer> all, UnaryOperator<Observed> change) {
        all.forEach(place -> places.set(
                place,
                places.get(place).stream()
                        .map(entry -> (HistoryEntry) change.apply((Observed) entry))
                        .toList()));
        return this;
    }

    Edit commit(int place, UnaryOperator<Committed> change) {
        return replace(place, change.apply((Committed) places.get(place).get(0)));
    }

    /** The operation got another reply. */
    Edit reply(Invoked operation, Outcome outcome, String code) {
        for (int i = 0; i < places.size(); i++) {
            if (!places.get(i).isEmpty()
                    && places.get(i).get(0) instanceof Returned reply
                    && reply.operation() == operation.operation()) {
                return replace(i, new Returned(reply.at(), reply.operation(), outcome, code, ""));
            }
        }
        throw new IllegalArgumentException("no reply to " + operation);
    }

    /** The record is delivered only behind that one, in the same partition. */
    Edit moveBehind(int late, int early) {
        Observed moved = (Observed) places.get(late).get(0);
        long at = places.get(early).get(0).at();
        return remove(late).insertBehind(early, with(moved, at, moved.offset()));
    }

    List<HistoryEntry> entries() {
        Map<String, Long> offsets = new HashMap<>();
        List<HistoryEntry> entries = new ArrayList<>();
        for (List<HistoryEntry> place : places) {
            for (HistoryEntry entry : place) {
                entries.add(
                        entry instanceof Observed record
                                ? with(
                                        record,
                                        record.at(),
                                        offsets.merge(record.topic() + "-" + record.partition(), 1L, Long::sum))
                                : entry);
            }
        }
        return entries;
    }

    private static Observed with(Observed record, long at, long offset) {
        return new Observed(
                at,
                record.topic(),
                record.partition(),
                offset,
                record.timestamp(),
                record.key(),
                record.headers(),
                record.value());
    }

    static Observed withHeader(Observed record, String name, String text) {
        List<Header> headers = record.headers().stream()
                .map(header -> header.name().equals(name) ? Header.of(name, text) : header)
                .toList();
        return copy(record, record.topic(), record.partition(), record.key(), headers, record.value());
    }

    static Observed withValue(Observed record, String value) {
        return copy(record, record.topic(), record.partition(), record.key(), record.headers(), value.getBytes(UTF_8));
    }

    static Observed withKey(Observed record, String key) {
        return copy(record, record.topic(), record.partition(), key.getBytes(UTF_8), record.headers(), record.value());
    }

    static Observed on(Observed record, String topic, int partition) {
        return copy(record, topic, partition, record.key(), record.headers(), record.value());
    }

    static String value(Observed record) {
        return new String(record.value(), UTF_8);
    }

    /** The commit whose messages say something else. */
    static Committed withContents(Committed commit, UnaryOperator<String> change) {
        return new Committed(
                commit.at(),
                commit.lsn(),
                commit.end(),
                commit.xid(),
                commit.messages().stream()
                        .map(message ->
                                new OutboxMessage(message.lsn(), message.prefix(), change.apply(message.content())))
                        .toList(),
                commit.rows());
    }

    static Committed withoutRows(Committed commit) {
        return new Committed(commit.at(), commit.lsn(), commit.end(), commit.xid(), commit.messages(), List.of());
    }

    private static Observed copy(
            Observed record, String topic, int partition, byte[] key, List<Header> headers, byte[] value) {
        return new Observed(record.at(), topic, partition, record.offset(), record.timestamp(), key, headers, value);
    }
}
