package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.HistoryEntry.Phase;
import io.github.kesselevents.conformance.history.HistoryEntry.PhaseBegun;
import io.github.kesselevents.conformance.history.HistoryEntry.Purpose;
import io.github.kesselevents.conformance.history.HistoryEntry.ReadBack;
import io.github.kesselevents.conformance.history.HistoryEntry.RelaySampled;
import io.github.kesselevents.conformance.history.HistoryEntry.Restarted;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.conformance.history.Lsn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tiny history, told as it happened:
 *
 * <pre>
 * Story story = new Story();
 * story.reported("k1");                            // invoked, committed, acknowledged, published: all is well
 * story.report("k1").commits().acknowledged();     // never published
 * judged(story).violatesOnly("ATOMIC-3");
 * </pre>
 *
 * <p>Each step takes a millisecond; positions in the write-ahead log, ids and offsets are given out in order. Events of
 * {@code k1}, {@code k2} and {@code k3} go to the partitions 1, 2 and 0. Unless told otherwise, it ends with sentinels
 * that arrive on every partition, and with all rows read back, so that every story can be judged in every grade.
 */
final class Story {

    static final long WALL_CLOCK = 1_795_450_154_651L;
    private static final String INSTANCE = "i-1";
    private static final long STEP = 1_000_000;
    private static final List<String> ALL_PARTITIONS = List.of(
            "outbox.event.kessel.resources-0",
            "outbox.event.kessel.resources-1",
            "outbox.event.kessel.resources-2",
            "outbox.event.kessel.tuples-0",
            "outbox.event.kessel.tuples-1",
            "outbox.event.kessel.tuples-2");

    private final List<HistoryEntry> entries = new ArrayList<>();
    private final Map<String, StoredResource> resources = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    /** Rows as they will be read back: versions stay, the others are overwritten. */
    private final Map<String, ReadBack> rows = new LinkedHashMap<>();

    private long clock;
    private long lsn = 0x501_0000;
    private long operations;
    private int ids;
    private int rounds;
    private int faults;
    private boolean ended;
    private boolean withOutbox = true;

    Story() {
        add(new Started(0, History.VERSION, WALL_CLOCK, "kessel", 1, Map.of(), Map.of(), Map.of()));
    }

    /** From now on transactions leave no message in the write-ahead log: the producer publishes by itself. */
    Story withoutOutbox() {
        withOutbox = false;
        return this;
    }

    // What clients do

    /** A client reports a resource. */
    Write report(String local) {
        return report(local, "{\"ansible_host\":\"h" + (operations + 1) + "\"}");
    }

    /** A client reports a resource with this representation of the reporter's. */
    Write report(String local, String reporter) {
        return write(Action.REPORT, Purpose.WORKLOAD, local, null, reporter);
    }

    /** A client reports a resource under an idempotency key of its own. */
    Write reportAs(String transactionId, String local) {
        return write(
                Action.REPORT, Purpose.WORKLOAD, local, transactionId, "{\"ansible_host\":\"h" + operations + "\"}");
    }

    /** A client reports a resource; the producer takes it for a new one. */
    Write createdAgain(String local) {
        Write write = report(local);
        return write.called("created");
    }

    /** A client reports a resource; the producer takes it for a known one. */
    Write updatedAtOnce(String local) {
        return report(local).called("updated");
    }

    /** A report of the common representation alone. */
    Write reportOfCommonOnly(String local) {
        return write(Action.REPORT, Purpose.WORKLOAD, local, null, null);
    }

    /** A client deletes a resource. */
    Write delete(String local) {
        return write(Action.DELETE, Purpose.WORKLOAD, local, null, null);
    }

    /** A client deletes a resource and names no reporter's instance. */
    Write deleteOfAnyInstance(String local) {
        return new Write(this, resource(local), Action.DELETE, Purpose.WORKLOAD, null, null, null, null, "");
    }

    /** A report of which all went well. */
    Write reported(String local) {
        return report(local).commits().acknowledged().published();
    }

    /** A delete of which all went well. */
    Write deleted(String local) {
        return delete(local).commits().acknowledged().published();
    }

    /** A probe; its marker ends with its name. */
    Write probe(String name, String reporter) {
        return new Write(
                this,
                resource("probe-" + name + "-1"),
                Action.REPORT,
                Purpose.PROBE,
                "https://kit.invalid/probe-" + operations + "-" + name,
                null,
                reporter,
                "{\"workspace_id\":\"ws-1\"}",
                INSTANCE);
    }

    private Write write(Action action, Purpose purpose, String local, String transactionId, String reporter) {
        return new Write(
                this,
                resource(local),
                action,
                purpose,
                "https://kit.invalid/" + (operations + 1),
                transactionId,
                reporter,
                action == Action.DELETE ? null : "{\"workspace_id\":\"ws-1\"}",
                INSTANCE);
    }

    // What the parts do

    /** A component is killed, and serves again. */
    Story killed(String component) {
        faults++;
        for (Stage stage : List.of(Stage.ASKED, Stage.TOOK_EFFECT, Stage.ENDED)) {
            add(new Faulted(now(), faults, "kill", component, stage, Map.of()));
        }
        return this;
    }

    /** A component ended by itself, and was started again. */
    Story restarted(String component) {
        return add(new Restarted(now(), component, "it exited"));
    }

    /** From now on the commit of this write is held back. */
    Story holds(Write write) {
        faults++;
        return add(new Faulted(
                now(), faults, HoldCheck.HOLD, "database", Stage.TOOK_EFFECT, Map.of("marker", write.marker())));
    }

    /** What was held back may commit. */
    Story releases() {
        return add(new Faulted(now(), faults, HoldCheck.HOLD, "database", Stage.ENDED, Map.of()));
    }

    /** The relay stored a durable offset that covers the events of this write. */
    Story durable(Write write) {
        return add(new RelaySampled(now(), "RUNNING", null, write.lastMessage(), null, true));
    }

    /** The relay stored a durable offset that stands behind all that was written, at a message of no stream. */
    Story durableAtNoEvent() {
        return add(new RelaySampled(now(), "RUNNING", null, nextLsn(), null, true));
    }

    Story relayFails(String trace) {
        return add(new RelaySampled(now(), "FAILED", trace, null, null, false));
    }

    /** The database has a row, from before the story, that tells of no resource. */
    Story holdsARowOfNobody() {
        rows.put("nobody's", new ReadBack(now(), "nobody's", Map.of()));
        return this;
    }

    // How it ends

    /** Sentinels are sent until every partition has shown one. */
    Story drains() {
        long since = now();
        sentinels(Write::published);
        return add(new Drained(now(), since, List.of(), true));
    }

    /** Sentinels are sent, and none arrives. */
    Story drainsInVain() {
        long since = now();
        sentinels(unseen -> {});
        return add(new Drained(now(), since, ALL_PARTITIONS, true));
    }

    private void sentinels(Consumer<Write> fate) {
        rounds++;
        for (int partition = 0; partition < 3; partition++) {
            String local = "sentinel-" + rounds + "-" + partition;
            fate.accept(write(Action.REPORT, Purpose.SENTINEL, local, null, "{\"ansible_host\":\"s\"}")
                    .commits()
                    .acknowledged());
        }
    }

    /** All else is over; probes follow. */
    Story beginsProbes() {
        return begins(Phase.PROBES);
    }

    /** The workload is over; states of pacts follow. */
    Story beginsPacts() {
        return begins(Phase.PACTS);
    }

    private Story begins(Phase phase) {
        drains();
        return add(new PhaseBegun(now(), phase));
    }

    /** The recording stops without having seen its sentinels. */
    Story givesUp() {
        rows.values().forEach(this::add);
        ended = true;
        return add(new Ended(now(), End.GAVE_UP, "no event for 30 s", Map.of()));
    }

    /** The recording is cut off. */
    Story breaksOff() {
        ended = true;
        return this;
    }

    /** The recording stops as it should, without another round of sentinels. */
    Story ends() {
        rows.values().forEach(this::add);
        ended = true;
        return add(new Ended(now(), End.DRAINED, "all sentinels were seen", Map.of()));
    }

    /** The whole history. */
    List<HistoryEntry> entries() {
        if (!ended) {
            drains();
            ends();
        }
        return List.copyOf(entries);
    }

    /** Nothing but these, told by another. */
    Story withEntries(List<HistoryEntry> told) {
        entries.clear();
        entries.addAll(told);
        ended = true;
        return this;
    }

    /** What was told so far. */
    List<HistoryEntry> told() {
        return List.copyOf(entries);
    }

    // What a write needs

    Story add(HistoryEntry entry) {
        entries.add(entry);
        return this;
    }

    long now() {
        clock += STEP;
        return clock;
    }

    Instant time() {
        // A last digit other than 0: trailing zeros would have to be trimmed.
        return Instant.ofEpochMilli(WALL_CLOCK).plusNanos(clock + 1);
    }

    long nextOperation() {
        return ++operations;
    }

    Lsn nextLsn() {
        lsn += 0x100;
        return new Lsn(lsn);
    }

    String uuid() {
        return String.format(Locale.ROOT, "01a2092b-5bb2-7000-b0a2-%012x", ++ids);
    }

    StoredResource resource(String local) {
        return resources.computeIfAbsent(local, name -> new StoredResource(name, uuid(), uuid()));
    }

    Event event(String stream, StoredResource resource, String operation, String txid, ObjectNode payload) {
        return new Event(stream, uuid(), resource.id(), operation, txid, resource.partition(), payload);
    }

    Lsn commit(List<OutboxMessage> messages, List<RowChange> changes) {
        Lsn commit = nextLsn();
        add(new Committed(now(), commit, new Lsn(lsn + 0x30), operations, withOutbox ? messages : List.of(), changes));
        for (RowChange change : changes) {
            Map<String, String> columns = change.columns();
            String id = change.table()
                    + columns.get("id")
                    + columns.get("reporter_resource_id")
                    + columns.get("resource_id")
                    + columns.get("version");
            rows.put(id, new ReadBack(clock, change.table(), columns));
        }
        return commit;
    }

    void deliver(Event event, Consumer<Event> damage) {
        Event delivered = event.copy();
        damage.accept(delivered);
        long offset = offsets.merge(delivered.place(), 1L, Long::sum) - 1;
        Observed record = delivered.record(now(), offset);
        add(record);
    }
}
