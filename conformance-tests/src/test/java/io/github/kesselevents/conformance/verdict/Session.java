package io.github.kesselevents.conformance.verdict;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Purpose;
import io.github.kesselevents.conformance.history.HistoryEntry.ReadBack;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.RecordedSession;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A recorded session, read once, with what a damage has to know of each of its events. */
final class Session {

    static final String RESOURCES = "outbox.event.kessel.resources";
    static final String TUPLES = "outbox.event.kessel.tuples";
    static final JsonMapper JSON = JsonMapper.shared();

    /**
     * An event on one topic.
     *
     * @param at places of its deliveries among the entries
     * @param commit place of the commit that wrote it
     * @param writer the operation that asked for it; null for deletes
     * @param reply what it was told; null when it was told nothing
     * @param shared whether other operations used the same transaction_id
     */
    record Event(
            Session session,
            String topic,
            String id,
            List<Integer> at,
            int commit,
            Invoked writer,
            Returned reply,
            boolean shared) {

        Observed first() {
            return session.observed(at.get(0));
        }

        Observed last() {
            return session.observed(at.get(at.size() - 1));
        }

        String key() {
            return new String(first().key(), UTF_8);
        }

        String operation() {
            return header(first(), "operation");
        }

        boolean isResource() {
            return topic.equals(RESOURCES);
        }

        boolean isReport() {
            return writer != null && writer.action() == Action.REPORT;
        }

        boolean isUpdate() {
            return operation().equals("updated");
        }

        boolean isDelete() {
            return operation().equals("deleted");
        }

        boolean isRepeated() {
            return at.size() > 1;
        }

        boolean isAcknowledged() {
            return reply != null && reply.outcome() == Outcome.ACKNOWLEDGED;
        }

        /** Whether all its evidence stands before the last sentinels. */
        boolean isSettled() {
            return session.settled > commit && writerIsWorkload();
        }

        private boolean writerIsWorkload() {
            return writer == null || writer.purpose() == Purpose.WORKLOAD;
        }

        boolean isBefore(long instant) {
            return at.stream().allMatch(i -> session.observed(i).at() < instant);
        }

        /** Its payload, without Connect's wrapper. */
        JsonNode payload() {
            return JSON.readTree(first().value()).path("payload");
        }

        @Override
        public String toString() {
            return operation() + " at " + first().record().position();
        }
    }

    private final RecordedSession recorded;
    private final List<HistoryEntry> entries;
    private final List<Event> events = new ArrayList<>();
    private int settled;
    private long firstFault = Long.MAX_VALUE;

    Session(RecordedSession recorded) {
        this.recorded = recorded;
        this.entries = upToRound(recorded.entries(), 2);
        Map<String, List<Integer>> deliveries = new LinkedHashMap<>();
        Map<String, Integer> commits = new HashMap<>();
        Map<String, Invoked> invoked = new HashMap<>();
        Map<Long, Returned> returned = new HashMap<>();
        Map<String, Integer> uses = new HashMap<>();
        Map<String, String> markers = new HashMap<>();
        long since = Long.MAX_VALUE;
        for (int i = 0; i < entries.size(); i++) {
            HistoryEntry entry = entries.get(i);
            if (entry instanceof Observed record) {
                deliveries
                        .computeIfAbsent(record.topic() + " " + header(record, "id"), id -> new ArrayList<>())
                        .add(i);
            } else if (entry instanceof Committed commit) {
                for (OutboxMessage message : commit.messages()) {
                    JsonNode content = JSON.readTree(message.content());
                    commits.put(content.path("id").asString(""), i);
                    markers.merge(
                            commit.lsn().toString(),
                            content.at("/payload/data/reporter_data/api_href").asString(""),
                            (a, b) -> a.isEmpty() ? b : a);
                }
            } else if (entry instanceof Invoked operation) {
                invoked.put(String.valueOf(operation.marker()), operation);
                uses.merge(String.valueOf(operation.transactionId()), 1, Integer::sum);
            } else if (entry instanceof Returned reply) {
                returned.put(reply.operation(), reply);
            } else if (entry instanceof Drained round && round.complete()) {
                since = round.since();
            } else if (entry instanceof Faulted fault) {
                firstFault = Math.min(firstFault, fault.at());
            }
        }
        settled = firstBehind(since);
        deliveries.forEach((name, at) -> {
            String topic = name.substring(0, name.indexOf(' '));
            String id = name.substring(name.indexOf(' ') + 1);
            int commit = commits.get(id);
            String marker = markers.get(((Committed) entries.get(commit)).lsn().toString());
            Invoked writer = invoked.get(marker);
            events.add(new Event(
                    this,
                    topic,
                    id,
                    List.copyOf(at),
                    commit,
                    writer,
                    writer == null ? null : returned.get(writer.operation()),
                    writer != null && writer.transactionId() != null && uses.get(writer.transactionId()) > 1));
        });
    }

    /** A shorter run is judged sooner: all up to this round of sentinels, and what was read back at the end. */
    private static List<HistoryEntry> upToRound(List<HistoryEntry> all, int rounds) {
        List<HistoryEntry> entries = new ArrayList<>();
        int seen = 0;
        for (HistoryEntry entry : all) {
            if (seen < rounds || entry instanceof ReadBack || entry instanceof Ended) {
                entries.add(entry);
            }
            seen += entry instanceof Drained ? 1 : 0;
        }
        return List.copyOf(entries);
    }

    private int firstBehind(long instant) {
        int i = 0;
        while (i < entries.size() && entries.get(i).at() < instant) {
            i++;
        }
        return i;
    }

    List<HistoryEntry> entries() {
        return entries;
    }

    /** Each event on each topic, in the order of first deliveries. */
    List<Event> events() {
        return events;
    }

    /** When the first part was disturbed. */
    long firstFault() {
        return firstFault;
    }

    /** The event of the same write on the other topic. */
    Event twin(Event event) {
        return events.stream()
                .filter(other ->
                        other.commit() == event.commit() && !other.topic().equals(event.topic()))
                .findFirst()
                .orElseThrow();
    }

    /** The next event of the same resource on the same topic; null when there is none. */
    Event next(Event event) {
        return events.stream()
                .filter(other -> other.commit() > event.commit())
                .filter(other ->
                        other.topic().equals(event.topic()) && other.key().equals(event.key()))
                .findFirst()
                .orElse(null);
    }

    /** The events of the same resource on the same topic. */
    List<Event> ofResource(Event event) {
        return events.stream()
                .filter(other ->
                        other.topic().equals(event.topic()) && other.key().equals(event.key()))
                .toList();
    }

    Observed observed(int at) {
        return (Observed) entries.get(at);
    }

    static String header(Observed record, String name) {
        for (Header header : record.headers()) {
            if (header.name().equals(name)) {
                return new String(header.value(), UTF_8);
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return recorded.name().toLowerCase(Locale.ROOT);
    }
}
