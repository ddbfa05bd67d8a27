package io.github.kesselevents.conformance.history;

import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How the bundled histories came to be: one short history of a right producer, from what the real one did, and one
 * thing gone wrong in each of the others.
 */
final class BundledHistoryScript {

    private static final String FIRST_UPDATE = "https://kit.invalid/killed/37";
    private static final String SECOND_UPDATE = "https://kit.invalid/killed/43";
    private static final String LAST_UPDATE = "https://kit.invalid/killed/125";

    private BundledHistoryScript() {}

    /** All of them, by name. */
    static Map<String, List<HistoryEntry>> all() {
        Map<String, List<HistoryEntry>> all = new LinkedHashMap<>();
        all.put("conforming", conforming());
        all.put("lost-event", lostEvent());
        all.put("phantom-after-rollback", phantomAfterRollback());
        all.put("swapped-updates", swappedUpdates());
        all.put("new-id-on-redelivery", newIdOnRedelivery());
        all.put("stalled-relay", stalledRelay());
        return all;
    }

    /**
     * A refusal; the life of one resource, with a delete of what is deleted; a repeated transaction_id; a commit that
     * is held while a sentinel passes; a relay that is killed and repeats what was not durable yet.
     */
    private static List<HistoryEntry> conforming() {
        Excerpt excerpt = new Excerpt(RecordedSession.KILLED);
        Invoked refused = excerpt.report(excerpt.marker("0"));
        excerpt.invoke(refused);
        excerpt.reply(refused);

        excerpt.write(excerpt.marker("20"));
        excerpt.write(excerpt.marker("28"));
        excerpt.write(FIRST_UPDATE);
        excerpt.write(SECOND_UPDATE);
        excerpt.write(excerpt.delete("killed-k9", 1), "killed-k9");
        excerpt.write(excerpt.delete("killed-k9", 2), "killed-k9");
        Invoked repeated = excerpt.report(excerpt.marker("164"));
        excerpt.invoke(repeated);
        excerpt.reply(repeated);

        Invoked held = excerpt.report(LAST_UPDATE);
        excerpt.invoke(held);
        excerpt.fault(1, "hold-commit", "database", Stage.TOOK_EFFECT, "marker", LAST_UPDATE);
        excerpt.drained(excerpt.sentinel(excerpt.marker("sentinel-6")));
        Invoked sentinel = excerpt.report(excerpt.marker("sentinel-6"));
        excerpt.durable(excerpt.commit(sentinel, sentinel.marker()));
        excerpt.fault(1, "hold-commit", "database", Stage.ENDED, "marker", LAST_UPDATE);
        Committed released = excerpt.commit(held, LAST_UPDATE);
        excerpt.commit(released);
        excerpt.reply(held);
        excerpt.publish(released);

        excerpt.fault(2, "kill", "relay", Stage.ASKED);
        excerpt.fault(2, "kill", "relay", Stage.TOOK_EFFECT);
        excerpt.fault(2, "kill", "relay", Stage.ENDED);
        excerpt.publish(released);
        excerpt.drained(excerpt.sentinel(excerpt.marker("sentinel-9")));
        excerpt.end(End.DRAINED, "all sentinels arrived");
        return excerpt.entries();
    }

    /** The events of an update are missing. */
    private static List<HistoryEntry> lostEvent() {
        List<String> lost = ids(FIRST_UPDATE);
        List<HistoryEntry> entries = new ArrayList<>(conforming());
        entries.removeIf(entry -> entry instanceof Observed record && lost.contains(SessionLog.id(record)));
        return entries;
    }

    /** An update fails at its commit, when its events are out already. */
    private static List<HistoryEntry> phantomAfterRollback() {
        long operation = conforming().stream()
                .filter(entry -> entry instanceof Invoked invoked && LAST_UPDATE.equals(invoked.marker()))
                .mapToLong(entry -> ((Invoked) entry).operation())
                .findFirst()
                .orElseThrow();
        List<HistoryEntry> entries = new ArrayList<>(conforming());
        entries.removeIf(entry -> entry instanceof Committed commit
                && commit.messages().toString().contains(LAST_UPDATE + "\""));
        entries.replaceAll(entry -> entry instanceof Returned reply && reply.operation() == operation
                ? new Returned(
                        reply.at(),
                        operation,
                        Outcome.UNKNOWN,
                        "INTERNAL",
                        "could not serialize access due to concurrent update")
                : entry);
        return entries;
    }

    /** Two updates of a resource change places on both topics. */
    private static List<HistoryEntry> swappedUpdates() {
        List<HistoryEntry> entries = new ArrayList<>(conforming());
        List<String> first = ids(FIRST_UPDATE);
        List<String> second = ids(SECOND_UPDATE);
        for (int stream = 0; stream < first.size(); stream++) {
            int one = place(entries, first.get(stream));
            int other = place(entries, second.get(stream));
            Observed earlier = (Observed) entries.get(one);
            Observed later = (Observed) entries.get(other);
            entries.set(one, at(earlier, later));
            entries.set(other, at(later, earlier));
        }
        return entries;
    }

    /** What the relay repeats comes under other ids. */
    private static List<HistoryEntry> newIdOnRedelivery() {
        List<String> repeated = ids(LAST_UPDATE);
        int[] seen = new int[1];
        List<HistoryEntry> entries = new ArrayList<>(conforming());
        entries.replaceAll(entry -> entry instanceof Observed record
                        && repeated.contains(SessionLog.id(record))
                        && seen[0]++ >= repeated.size()
                ? withId(record, id -> "ffffffff" + id.substring(8))
                : entry);
        return entries;
    }

    /** The relay fails on a legal report, and again after its restart. */
    private static List<HistoryEntry> stalledRelay() {
        Excerpt excerpt = new Excerpt(RecordedSession.STALLED);
        excerpt.write(excerpt.marker("2"));
        Invoked poison = excerpt.report(excerpt.marker("poison"));
        excerpt.invoke(poison);
        excerpt.commit(excerpt.commit(poison, poison.marker()));
        excerpt.reply(poison);
        excerpt.failed();
        Invoked sentinel = excerpt.report(excerpt.marker("sentinel-9"));
        excerpt.fault(1, "stop", "relay", Stage.ASKED);
        excerpt.fault(1, "stop", "relay", Stage.TOOK_EFFECT);
        excerpt.fault(1, "stop", "relay", Stage.ENDED);
        excerpt.failed();
        long since = excerpt.entries().size() * 1_000_000L;
        excerpt.invoke(sentinel);
        excerpt.commit(excerpt.commit(sentinel, sentinel.marker()));
        excerpt.reply(sentinel);
        excerpt.drained(since, "outbox.event.kessel.resources-0", "outbox.event.kessel.tuples-0");
        excerpt.end(End.GAVE_UP, "no sentinel within 20 s of the restart");
        return excerpt.entries();
    }

    /** Ids of the events of the report with this marker, by stream. */
    private static List<String> ids(String marker) {
        return conforming().stream()
                .filter(Committed.class::isInstance)
                .map(Committed.class::cast)
                .filter(commit -> commit.messages().toString().contains(marker + "\""))
                .findFirst()
                .orElseThrow()
                .messages()
                .stream()
                .map(SessionLog::id)
                .toList();
    }

    private static int place(List<HistoryEntry> entries, String id) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof Observed record
                    && SessionLog.id(record).equals(id)) {
                return i;
            }
        }
        throw new IllegalStateException("No record has the id " + id);
    }

    /** What the one holds, where the other was. */
    private static Observed at(Observed place, Observed content) {
        return new Observed(
                place.at(),
                place.topic(),
                place.partition(),
                place.offset(),
                place.timestamp(),
                content.key(),
                content.headers(),
                content.value());
    }

    private static Observed withId(Observed record, UnaryOperator<String> change) {
        List<Header> headers = record.headers().stream()
                .map(header ->
                        header.name().equals("id") ? Header.of("id", change.apply(SessionLog.id(record))) : header)
                .toList();
        return new Observed(
                record.at(),
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                headers,
                record.value());
    }
}
