package io.github.kesselevents.conformance.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Emitted;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The write-ahead log of a recorded session, as a witness would have told it.
 *
 * <p>Positions. With a COMMIT, test_decoding gives the position behind the commit record, where the next transaction
 * may begin; the record's own is not known, so both of a {@link Committed} are that. With a message, it gives the
 * position behind the message, which comes before that of its commit, and which Debezium stores as {@code lsn}.
 *
 * <p>Instants. The lines carry none. Each transaction writes one row of {@code resource}, whose {@code updated_at} is
 * of the application's clock, some milliseconds before the commit: that is the instant of the commit here, unless the
 * commit before it is later. So a commit comes after the invocation that made it, before the first sight of its events,
 * and in commit order.
 */
final class SessionLog {

    private final Instant origin;
    private final List<HistoryEntry> entries = new ArrayList<>();
    private final Map<String, Committed> byMarker = new HashMap<>();
    private final List<OutboxMessage> messages = new ArrayList<>();
    private final List<RowChange> rows = new ArrayList<>();
    private long last;

    /**
     * @param lines of kind {@code wal}
     * @param wallClock milliseconds since the epoch at instant 0
     */
    SessionLog(List<JsonNode> lines, long wallClock) {
        origin = Instant.ofEpochMilli(wallClock);
        lines.forEach(line -> read(
                Lsn.of(line.get("lsn").stringValue()),
                line.get("xid").longValue(),
                TestDecoding.read(line.get("data").stringValue())));
    }

    /** Each {@link Committed} in commit order, and each {@link Emitted}. */
    List<HistoryEntry> entries() {
        return entries;
    }

    /** The transaction that wrote a message with this marker. */
    Optional<Committed> byMarker(String marker) {
        return Optional.ofNullable(byMarker.get(marker));
    }

    /** The outbox id of a message. */
    static String id(OutboxMessage message) {
        return content(message).get("id").stringValue();
    }

    /** The outbox id of a record. */
    static String id(Observed observed) {
        return new String(observed.record().header("id").orElseThrow().value(), UTF_8);
    }

    private void read(Lsn lsn, long xid, TestDecoding.Line line) {
        if (line instanceof TestDecoding.Row row) {
            rows.add(row.change());
        } else if (line instanceof TestDecoding.Message message) {
            OutboxMessage written = new OutboxMessage(lsn, message.prefix(), message.content());
            if (message.transactional()) {
                messages.add(written);
            } else {
                entries.add(new Emitted(last, written));
            }
        } else if (line instanceof TestDecoding.Commit) {
            commit(lsn, xid);
        }
    }

    private void commit(Lsn lsn, long xid) {
        last = Math.max(last, updatedAt());
        Committed commit = new Committed(last, lsn, lsn, xid, messages, rows);
        entries.add(commit);
        messages.forEach(message -> content(message)
                .at("/payload/data/reporter_data/api_href")
                .stringValueOpt()
                .ifPresent(marker -> byMarker.put(marker, commit)));
        messages.clear();
        rows.clear();
    }

    private long updatedAt() {
        String updatedAt = rows.stream()
                .filter(row -> row.table().equals("resource"))
                .map(row -> row.columns().get("updated_at"))
                .findFirst()
                .orElseThrow();
        return Duration.between(origin, PostgresText.instant(updatedAt)).toNanos();
    }

    private static JsonNode content(OutboxMessage message) {
        return HistoryFormat.MAPPER.readTree(message.content());
    }
}
