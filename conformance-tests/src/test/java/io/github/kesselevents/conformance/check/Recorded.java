package io.github.kesselevents.conformance.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.check.RelayStory.Disturb;
import io.github.kesselevents.conformance.check.RelayStory.Fault;
import io.github.kesselevents.conformance.check.RelayStory.GoBack;
import io.github.kesselevents.conformance.check.RelayStory.Kind;
import io.github.kesselevents.conformance.check.RelayStory.MakeUp;
import io.github.kesselevents.conformance.check.RelayStory.Relay;
import io.github.kesselevents.conformance.check.RelayStory.Step;
import io.github.kesselevents.conformance.check.RelayStory.Write;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Change;
import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.HistoryEntry.Purpose;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A {@link RelayStory}, played: the history that a recorder would have seen, and what really happened. */
final class Recorded {

    static final int STREAMS = 2;
    private static final int PARTITIONS = 2;

    /** A transaction that really happened. */
    record Commit(int number, String key, String operation, boolean version, boolean secondStream) {

        Lsn lsn() {
            return new Lsn(number * 16L + 15);
        }

        boolean writesTo(int stream) {
            return stream == 0 || secondStream;
        }
    }

    /**
     * A record, and what it really is.
     *
     * @param made by this transaction; null when it is made up
     * @param disturbed how often the relay was killed before
     */
    record Delivered(Observed record, int stream, String id, String key, Commit made, int disturbed) {

        String place() {
            return stream + "-" + record.partition();
        }

        /** As an {@link Anchor} writes it. */
        String anchor() {
            return "record " + record.topic() + "-" + record.partition() + "@" + record.offset();
        }
    }

    private final List<Commit> commits = new ArrayList<>();
    private final List<Delivered> deliveries = new ArrayList<>();
    private final List<HistoryEntry> commitEntries = new ArrayList<>();
    private final List<HistoryEntry> entries = new ArrayList<>();
    private final int[] next = new int[STREAMS];
    private final Commit[] held = new Commit[STREAMS];
    private final Map<String, Long> offsets = new HashMap<>();
    private final Map<String, String> states = new HashMap<>();
    private int disturbed;
    private int fresh;
    private long now;

    Recorded(RelayStory story) {
        story.steps().forEach(this::play);
        for (int stream = 0; stream < STREAMS; stream++) {
            release(stream);
            while (story.catchUp() && hasNext(stream)) {
                relay(stream, Fault.NONE);
            }
        }
        end();
    }

    List<Commit> commits() {
        return commits;
    }

    List<Delivered> deliveries() {
        return deliveries;
    }

    /** Whether records of one event, or of one id, are in two partitions: nobody can say which of them came first. */
    boolean spreadsAnEvent() {
        return deliveries.stream()
                .anyMatch(one -> deliveries.stream()
                        .anyMatch(other -> one.stream() == other.stream()
                                && one.record().partition() != other.record().partition()
                                && (one.id().equals(other.id()) || one.made() != null && one.made() == other.made())));
    }

    /** The history; the witness reported each commit when it happened. */
    List<HistoryEntry> entries() {
        return entries;
    }

    /** The same, but that the witness lagged behind the log. */
    List<HistoryEntry> entriesWithLateWitness() {
        List<HistoryEntry> late = new ArrayList<>(entries);
        late.removeAll(commitEntries);
        late.addAll(late.size() - 2, commitEntries);
        return late;
    }

    private void play(Step step) {
        if (step instanceof Write write) {
            write(write);
        } else if (step instanceof Relay relay) {
            if (hasNext(relay.stream())) {
                relay(relay.stream(), relay.fault());
            }
        } else if (step instanceof GoBack back) {
            next[back.stream()] = Math.max(0, next[back.stream()] - back.messages());
        } else if (step instanceof Disturb) {
            disturbed++;
            entries.add(new Faulted(now++, disturbed, "kill", "relay", Stage.ASKED, Map.of()));
        } else if (step instanceof MakeUp made) {
            String key = "k" + made.key();
            observe(made.stream(), partition(key), "made-up-" + fresh++, key, "updated", "{\"n\":-1}", "", null);
        }
    }

    private void write(Write write) {
        String key = "k" + write.key();
        String before = states.get(key);
        String operation = switch (write.kind()) {
            case DELETE -> "deleted";
            case CREATE_AGAIN -> "created";
            default -> before == null ? "created" : "updated";
        };
        if (write.kind() != Kind.NO_VERSION) {
            states.put(key, operation);
        }
        commit(new Commit(
                commits.size(), key, operation, write.kind() != Kind.NO_VERSION, write.kind() != Kind.ONE_STREAM));
    }

    private void commit(Commit commit) {
        commits.add(commit);
        List<OutboxMessage> messages = new ArrayList<>();
        for (int stream = 0; stream < STREAMS; stream++) {
            if (commit.writesTo(stream)) {
                String content = "{\"id\":\"" + id(commit, stream) + "\",\"aggregateid\":\"" + commit.key()
                        + "\",\"operation\":\"" + commit.operation() + "\",\"payload\":" + payload(commit, stream)
                        + "}";
                messages.add(new OutboxMessage(new Lsn(commit.number() * 16L + stream), "s" + stream, content));
            }
        }
        List<RowChange> rows = commit.version()
                ? List.of(new RowChange(
                        "versions",
                        Change.INSERT,
                        Map.of(
                                "resource",
                                commit.key(),
                                "marker",
                                "m" + commit.number(),
                                "deleted",
                                commit.operation().equals("deleted") ? "t" : "f")))
                : List.of();
        Lsn end = new Lsn(commit.lsn().value() + 1);
        HistoryEntry entry = new Committed(now++, commit.lsn(), end, commit.number(), messages, rows);
        commitEntries.add(entry);
        entries.add(entry);
    }

    private boolean hasNext(int stream) {
        while (next[stream] < commits.size() && !commits.get(next[stream]).writesTo(stream)) {
            next[stream]++;
        }
        return next[stream] < commits.size();
    }

    private void relay(int stream, Fault fault) {
        Commit commit = commits.get(next[stream]++);
        if (fault == Fault.LATE && held[stream] == null) {
            held[stream] = commit;
        } else if (fault != Fault.DROP) {
            deliver(stream, commit, fault);
            if (fault == Fault.TWICE) {
                deliver(stream, commit, Fault.NONE);
            }
            release(stream);
        }
    }

    private void release(int stream) {
        if (held[stream] != null) {
            deliver(stream, held[stream], Fault.NONE);
            held[stream] = null;
        }
    }

    private void deliver(int stream, Commit commit, Fault fault) {
        String payload = payload(commit, stream);
        String key = fault == Fault.OTHER_KEY ? "other" : commit.key();
        int partition = partition(commit.key());
        observe(
                stream,
                fault == Fault.OTHER_PARTITION ? (partition + 1) % PARTITIONS : partition,
                switch (fault) {
                    // Under another id, nothing would tell what a transaction without a version published.
                    case NEW_ID -> commit.version() ? "new-" + fresh++ : id(commit, stream);
                    case BORROWED_ID -> commit.version() ? borrowed(stream, commit) : id(commit, stream);
                    default -> id(commit, stream);
                },
                key,
                commit.operation(),
                fault == Fault.OTHER_BYTES ? payload + " " : payload,
                fault == Fault.OTHER_HEADER ? "other" : "",
                commit);
    }

    /** The id of the first record of another resource in the same partition; the right one if there is none. */
    private String borrowed(int stream, Commit commit) {
        return deliveries.stream()
                .filter(record -> record.stream() == stream && record.made() != null)
                .filter(record -> record.made().version() && record.id().equals(id(record.made(), stream)))
                .filter(record -> !record.made().key().equals(commit.key()))
                .filter(record -> partition(record.made().key()) == partition(commit.key()))
                .map(Delivered::id)
                .findFirst()
                .orElse(id(commit, stream));
    }

    private void observe(
            int stream,
            int partition,
            String id,
            String key,
            String operation,
            String value,
            String txid,
            Commit made) {
        Observed record = new Observed(
                now++,
                "t" + stream,
                partition,
                offsets.merge(stream + "-" + partition, 1L, Long::sum),
                0,
                ('"' + key + '"').getBytes(UTF_8),
                List.of(Header.of("id", id), Header.of("operation", operation), Header.of("txid", txid)),
                value.getBytes(UTF_8));
        entries.add(record);
        deliveries.add(new Delivered(record, stream, id, key, made, disturbed));
    }

    /** A sentinel commits behind all else; so all else had its chance to be delivered. */
    private void end() {
        long since = now++;
        entries.add(new Invoked(now++, 1, 0, Purpose.SENTINEL, Action.REPORT, "m" + commits.size(), "s", null, null));
        commit(new Commit(commits.size(), "sentinel", "created", true, true));
        commits.remove(commits.size() - 1);
        entries.add(new Drained(now++, since, List.of(), true));
        entries.add(new Ended(now++, End.DRAINED, "all is seen", Map.of()));
    }

    private static int partition(String key) {
        return key.charAt(1) % PARTITIONS;
    }

    private static String id(Commit commit, int stream) {
        return "e" + commit.number() + "-" + stream;
    }

    /** Only the first stream carries markers, and deletes carry none. */
    private static String payload(Commit commit, int stream) {
        String marker = stream == 0 && commit.version() && !commit.operation().equals("deleted")
                ? ",\"marker\":\"m" + commit.number() + "\""
                : "";
        return "{\"n\":" + commit.number() + marker + "}";
    }
}
