package io.github.kesselevents.conformance.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.github.kesselevents.conformance.check.RelayStory.Disturb;
import io.github.kesselevents.conformance.check.RelayStory.Fault;
import io.github.kesselevents.conformance.check.RelayStory.GoBack;
import io.github.kesselevents.conformance.check.RelayStory.Kind;
import io.github.kesselevents.conformance.check.RelayStory.MakeUp;
import io.github.kesselevents.conformance.check.RelayStory.Relay;
import io.github.kesselevents.conformance.check.RelayStory.Reply;
import io.github.kesselevents.conformance.check.RelayStory.Step;
import io.github.kesselevents.conformance.check.RelayStory.Store;
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
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Purpose;
import io.github.kesselevents.conformance.history.HistoryEntry.RelaySampled;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A {@link RelayStory}, played: the history that a recorder would have seen, and what really happened. */
final class Recorded {

    static final int STREAMS = 2;
    private static final int PARTITIONS = 2;

    /** A transaction that really happened. */
    record Commit(int number, String key, String operation, boolean version, boolean secondStream, boolean backDated) {

        Lsn lsn() {
            return new Lsn(number * 16L + 15);
        }

        /** What its event on the first stream says; a delete says none. */
        Instant time() {
            return BEGIN.plusSeconds(backDated ? number - LONG : number);
        }

        boolean writesTo(int stream) {
            return stream == 0 || secondStream;
        }
    }

    /**
     * What a client asked for.
     *
     * @param commit of its transaction; null when that rolled back
     * @param held whether that was held back
     */
    record Asked(
            long at, long operation, String key, String marker, int group, Reply reply, Commit commit, boolean held) {

        /** As an {@link Anchor} writes it. */
        String anchor() {
            return "operation " + operation;
        }
    }

    /**
     * A record, and what it really is.
     *
     * @param made by this transaction; null when it is made up, or its transaction rolled back
     * @param marker in its payload; null when there is none
     * @param disturbed how often the relay was killed before
     * @param early whether its commit was held back then
     */
    record Delivered(
            Observed record,
            int stream,
            String id,
            String key,
            String operation,
            String marker,
            Commit made,
            int disturbed,
            boolean early) {

        /** Whether its id is that of its message, so that its message can be known. */
        boolean hasItsOwnId() {
            return made != null && id.equals(Recorded.id(made, stream));
        }

        String place() {
            return stream + "-" + record.partition();
        }

        /** As an {@link Anchor} writes it. */
        String anchor() {
            return "record " + record.topic() + "-" + record.partition() + "@" + record.offset();
        }
    }

    private static final Instant BEGIN = Instant.parse("2026-11-23T16:09:26Z");
    private static final int LONG = 10_000;

    private final List<Commit> commits = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();
    /** Ids of the messages that the relay had stored to have passed, before each of its kills; null for none. */
    private final List<String> stored = new ArrayList<>();

    private final List<Delivered> deliveries = new ArrayList<>();
    private final List<HistoryEntry> entries = new ArrayList<>();
    private final int[] next = new int[STREAMS];
    private final Commit[] held = new Commit[STREAMS];
    /** Those whose event was on the first stream before the relay came to it. */
    private final Set<Commit> visible = new HashSet<>();

    private boolean holding;
    private final Map<String, Long> offsets = new HashMap<>();
    private final Map<String, String> states = new HashMap<>();
    private String lastStored;
    private long operations;
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

    List<Asked> asked() {
        return asked;
    }

    /** The id of the message that the relay's durable position covered when it was killed; null for none. */
    String storedBefore(int disturbance) {
        return stored.get(disturbance);
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

    /** Whether events of one resource are in two partitions of the first stream, of which nobody reads one first. */
    boolean spreadsAResource() {
        return deliveries.stream()
                .filter(record -> record.stream() == 0)
                .collect(groupingBy(Delivered::key, mapping(Delivered::place, toSet())))
                .values()
                .stream()
                .anyMatch(places -> places.size() > 1);
    }

    /** The history; the witness reported each commit when it happened. */
    List<HistoryEntry> entries() {
        return entries;
    }

    /** The same, but that the witness lagged behind the log, as far as rounds of sentinels let it. */
    List<HistoryEntry> entriesWithLateWitness() {
        List<HistoryEntry> late = new ArrayList<>();
        List<HistoryEntry> unseen = new ArrayList<>();
        for (HistoryEntry entry : entries) {
            if (entry instanceof Committed) {
                unseen.add(entry);
                continue;
            }
            if (entry instanceof Drained) {
                late.addAll(unseen);
                unseen.clear();
            }
            late.add(entry);
        }
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
            stored.add(lastStored);
            entries.add(new Faulted(now++, disturbed, "kill", "relay", Stage.ASKED, Map.of()));
        } else if (step instanceof Store store) {
            store(store.stream());
        } else if (step instanceof MakeUp made) {
            String key = "k" + made.key();
            observe(made.stream(), partition(key), "made-up-" + fresh++, key, "updated", "{\"n\":-1}", "", null, null);
        }
    }

    private void store(int stream) {
        for (int last = next[stream] - 1; last >= 0; last--) {
            Commit commit = commits.get(last);
            if (commit.writesTo(stream)) {
                lastStored = id(commit, stream);
                entries.add(new RelaySampled(now++, "RUNNING", null, message(commit, stream), null, true));
                return;
            }
        }
    }

    private void write(Write write) {
        String key = "k" + write.key();
        long operation = ++operations;
        long at = now++;
        if (write.kind().isHeld()) {
            // Where sentinels pass, one has committed.
            commit(prepared(new Write(0, Kind.REPORT), "passing"));
            hold(Stage.ASKED, Map.of());
        }
        String marker = write.kind().commits() ? "m" + commits.size() : "r" + operation;
        if (write.kind().isAskedFor()) {
            String group = write.group() == 0 ? null : "tx-" + write.group();
            entries.add(new Invoked(at, operation, 0, Purpose.WORKLOAD, Action.REPORT, marker, key, group, null));
        }
        Commit commit = write.kind().commits() ? prepared(write, key) : null;
        if (write.kind().isHeld()) {
            holdBack(commit, write.kind() == Kind.HELD_AND_VISIBLE);
        }
        if (commit != null) {
            commit(commit);
        }
        if (write.kind() == Kind.PUBLISHED_AND_ROLLED_BACK) {
            String value = "{\"n\":-2,\"marker\":\"" + marker + "\"}";
            observe(0, partition(key), "rolled-back-" + fresh++, key, "updated", value, "", marker, null);
        }
        if (write.kind().isAskedFor()) {
            asked.add(new Asked(
                    at,
                    operation,
                    key,
                    marker,
                    write.group(),
                    write.reply(),
                    commit,
                    write.kind().isHeld()));
            if (write.reply() != Reply.NONE) {
                entries.add(new Returned(
                        now++, operation, Outcome.valueOf(write.reply().name()), "CODE", ""));
            }
        }
    }

    private Commit prepared(Write write, String key) {
        String before = states.get(key);
        String operation = switch (write.kind()) {
            case DELETE -> "deleted";
            case CREATE_AGAIN -> "created";
            default -> before == null ? "created" : "updated";
        };
        if (write.kind() != Kind.NO_VERSION) {
            states.put(key, operation);
        }
        return new Commit(
                commits.size(),
                key,
                operation,
                write.kind() != Kind.NO_VERSION,
                write.kind() != Kind.ONE_STREAM,
                write.backDated());
    }

    /** Sentinels pass meanwhile, and all that committed before is seen. */
    private void holdBack(Commit commit, boolean isVisible) {
        long since = now++;
        hold(Stage.TOOK_EFFECT, Map.of("marker", "m" + commit.number()));
        holding = true;
        if (isVisible) {
            deliver(0, commit, Fault.NONE);
            visible.add(commit);
        }
        entries.add(new Drained(now++, since, List.of(), true));
        holding = false;
        hold(Stage.ENDED, Map.of());
    }

    private void hold(Stage stage, Map<String, String> detail) {
        entries.add(new Faulted(now++, 0, "hold-commit", "database", stage, detail));
    }

    private void commit(Commit commit) {
        commits.add(commit);
        List<OutboxMessage> messages = new ArrayList<>();
        for (int stream = 0; stream < STREAMS; stream++) {
            if (commit.writesTo(stream)) {
                String content = "{\"id\":\"" + id(commit, stream) + "\",\"aggregateid\":\"" + commit.key()
                        + "\",\"operation\":\"" + commit.operation() + "\",\"payload\":" + payload(commit, stream)
                        + "}";
                messages.add(new OutboxMessage(message(commit, stream), "s" + stream, content));
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
        entries.add(new Committed(now++, commit.lsn(), end, commit.number(), messages, rows));
    }

    private boolean hasNext(int stream) {
        while (next[stream] < commits.size() && !commits.get(next[stream]).writesTo(stream)) {
            next[stream]++;
        }
        return next[stream] < commits.size();
    }

    private void relay(int stream, Fault fault) {
        Commit commit = commits.get(next[stream]++);
        if (stream == 0 && visible.remove(commit)) {
            return;
        }
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
                hasMarker(commit, stream) ? "m" + commit.number() : null,
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
            String marker,
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
        deliveries.add(new Delivered(record, stream, id, key, operation, marker, made, disturbed, holding));
    }

    /** A sentinel commits behind all else; so all else had its chance to be delivered. */
    private void end() {
        long since = now++;
        String marker = "m" + commits.size();
        entries.add(new Invoked(now++, ++operations, 0, Purpose.SENTINEL, Action.REPORT, marker, "s", null, null));
        commit(new Commit(commits.size(), "sentinel", "created", true, true, false));
        commits.remove(commits.size() - 1);
        entries.add(new Drained(now++, since, List.of(), true));
        entries.add(new Ended(now++, End.DRAINED, "all is seen", Map.of()));
    }

    private static int partition(String key) {
        return key.charAt(1) % PARTITIONS;
    }

    static String id(Commit commit, int stream) {
        return "e" + commit.number() + "-" + stream;
    }

    private static Lsn message(Commit commit, int stream) {
        return new Lsn(commit.number() * 16L + stream);
    }

    /** Only the first stream carries markers and times, and deletes carry none. */
    private static boolean hasMarker(Commit commit, int stream) {
        return stream == 0 && commit.version() && !commit.operation().equals("deleted");
    }

    private static String payload(Commit commit, int stream) {
        String marker = hasMarker(commit, stream)
                ? ",\"marker\":\"m" + commit.number() + "\",\"time\":\"" + commit.time() + "\""
                : "";
        return "{\"n\":" + commit.number() + marker + "}";
    }
}
