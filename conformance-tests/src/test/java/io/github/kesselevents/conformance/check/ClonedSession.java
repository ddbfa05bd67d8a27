package io.github.kesselevents.conformance.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.HistoryEntry.ReadBack;
import io.github.kesselevents.conformance.history.HistoryEntry.RelaySampled;
import io.github.kesselevents.conformance.history.HistoryEntry.Restarted;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.conformance.history.RecordedSession;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A history of any length: the session with killed parts, again and again, each time about other resources, with later
 * instants, offsets and positions. So the mix of entries and their sizes are those of a real run.
 */
final class ClonedSession {

    private static final long GAP = 60_000_000_000L;

    private final List<HistoryEntry> session = RecordedSession.KILLED.entries().stream()
            .filter(entry -> !(entry instanceof ReadBack))
            .toList();

    /** Sends at least this many entries, whole sessions apart from the last. */
    void send(long count, BiConsumer<Long, HistoryEntry> to) {
        long line = 0;
        HistoryEntry last = session.get(session.size() - 1);
        for (int round = 0; line < count - 1; round++) {
            for (int i = round == 0 ? 0 : 1; i < session.size() - 1 && line < count - 1; i++) {
                to.accept(++line, round == 0 ? session.get(i) : clone(session.get(i), round));
            }
        }
        to.accept(++line, last);
    }

    private static HistoryEntry clone(HistoryEntry entry, int round) {
        long at = entry.at() + round * GAP;
        if (entry instanceof Invoked e) {
            return new Invoked(
                    at,
                    e.operation() + round * 10_000L,
                    e.client(),
                    e.purpose(),
                    e.action(),
                    fresh(e.marker(), round),
                    fresh(e.key(), round),
                    fresh(e.transactionId(), round),
                    e.request());
        } else if (entry instanceof Returned e) {
            return new Returned(at, e.operation() + round * 10_000L, e.outcome(), e.code(), e.message());
        } else if (entry instanceof Committed e) {
            return new Committed(
                    at,
                    fresh(e.lsn(), round),
                    fresh(e.end(), round),
                    e.xid(),
                    e.messages().stream()
                            .map(m -> new OutboxMessage(fresh(m.lsn(), round), m.prefix(), fresh(m.content(), round)))
                            .toList(),
                    e.rows().stream()
                            .map(row -> new RowChange(row.table(), row.change(), fresh(row.columns(), round)))
                            .toList());
        } else if (entry instanceof Observed e) {
            return new Observed(
                    at,
                    e.topic(),
                    e.partition(),
                    e.offset() + round * 100_000L,
                    e.timestamp(),
                    fresh(e.key(), round),
                    e.headers().stream()
                            .map(header -> new Header(header.name(), fresh(header.value(), round)))
                            .toList(),
                    fresh(e.value(), round));
        } else if (entry instanceof Faulted e) {
            return new Faulted(at, e.fault() + round * 100, e.what(), e.component(), e.stage(), e.detail());
        } else if (entry instanceof Restarted e) {
            return new Restarted(at, e.component(), e.why());
        } else if (entry instanceof RelaySampled e) {
            return new RelaySampled(
                    at, e.state(), e.trace(), fresh(e.position(), round), fresh(e.confirmed(), round), e.active());
        } else if (entry instanceof Drained e) {
            return new Drained(at, e.since() + round * GAP, e.missing(), e.witnessed());
        }
        throw new IllegalArgumentException(
                "A session holds no " + entry.getClass().getSimpleName() + " but at its ends");
    }

    private static Lsn fresh(Lsn lsn, int round) {
        return lsn == null ? null : new Lsn(lsn.value() + ((long) round << 32));
    }

    private static Map<String, String> fresh(Map<String, String> columns, int round) {
        Map<String, String> fresh = new java.util.LinkedHashMap<>();
        columns.forEach((name, value) -> fresh.put(name, fresh(value, round)));
        return fresh;
    }

    private static byte[] fresh(byte[] text, int round) {
        return text == null ? null : fresh(new String(text, UTF_8), round).getBytes(UTF_8);
    }

    /** Ids of that session begin alike, and so do its markers and transaction_ids. */
    private static String fresh(String text, int round) {
        return text == null
                ? null
                : text.replace("01a2092b-", String.format(Locale.ROOT, "%08x-", round))
                        .replace("killed-", "r" + round + "-")
                        .replace("/killed/", "/r" + round + "/");
    }
}
