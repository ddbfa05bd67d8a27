package io.github.kesselevents.conformance.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Applied;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.GroupSampled;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.PoisonPolicy;
import io.github.kesselevents.conformance.history.HistoryEntry.Promised;
import io.github.kesselevents.conformance.history.HistoryEntry.ReadBack;
import io.github.kesselevents.conformance.history.HistoryEntry.Restarted;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.conformance.verdict.Judge;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A consumer's history, written by hand: one topic {@code t}, of one partition unless said otherwise. A resource is a
 * letter, an event a resource with a number: {@code a1}, {@code a2}.
 */
final class ConsumerTale {

    static final List<String> ALL = List.of(Promised.EFFECTS, Promised.STATE, Promised.DEAD_LETTERS);

    private final List<HistoryEntry> entries = new ArrayList<>();
    private final Map<Integer, Long> next = new HashMap<>();
    private long at;
    private long effect;
    private int faults;

    private ConsumerTale(PoisonPolicy poison, List<String> shows) {
        add(new Started(at, 1, 0, "tale", 1, Map.of("t", 1), Map.of(), Map.of()));
        add(new Promised(at, "g", "t", 2, "PLAIN_JSON", 2, poison, shows));
    }

    /** Of a consumer whose sink shows everything; it promises two replays at most, and dead letters. */
    static ConsumerTale tale() {
        return new ConsumerTale(PoisonPolicy.DEAD_LETTER, ALL);
    }

    static ConsumerTale showing(String... shows) {
        return new ConsumerTale(PoisonPolicy.DEAD_LETTER, List.of(shows));
    }

    static ConsumerTale stoppingAtPoison() {
        return new ConsumerTale(PoisonPolicy.STOP, ALL);
    }

    private ConsumerTale add(HistoryEntry entry) {
        entries.add(entry);
        at++;
        return this;
    }

    /** Events that are published: {@code a1}; the first of a resource is created, {@code a2-} deletes it. */
    ConsumerTale fed(String... events) {
        for (String event : events) {
            fed(0, event);
        }
        return this;
    }

    ConsumerTale fed(int partition, String event) {
        String id = event.replace("-", "");
        String operation = event.endsWith("-") ? "deleted" : id.endsWith("1") ? "created" : "updated";
        return record(partition, id, List.of(Header.of("id", id), Header.of("operation", operation)), "{}");
    }

    /** With a header that nobody knows. */
    ConsumerTale unusual(String event) {
        return record(
                0,
                event,
                List.of(Header.of("id", event), Header.of("operation", "updated"), Header.of("new", "1")),
                "{}");
    }

    ConsumerTale poison() {
        return record(0, "p", List.of(), "{");
    }

    /** The marker of a transaction. */
    ConsumerTale gap() {
        next.merge(0, 1L, Long::sum);
        return this;
    }

    private ConsumerTale record(int partition, String id, List<Header> headers, String value) {
        long offset = next.merge(partition, 1L, Long::sum) - 1;
        return add(new Observed(
                at,
                "t",
                partition,
                offset,
                0,
                ("\"" + id.charAt(0) + "\"").getBytes(UTF_8),
                headers,
                value.getBytes(UTF_8)));
    }

    ConsumerTale applied(String... events) {
        for (String event : events) {
            add(new Applied(at, ++effect, event.substring(0, 1), event));
        }
        return this;
    }

    /** What was set aside, by offset. */
    ConsumerTale setAside(long offset) {
        return add(new ReadBack(at, Promised.DEAD_LETTERS, Map.of("partition", "0", "offset", Long.toString(offset))));
    }

    /** A round is over, and the sink holds resources as these events made them. */
    ConsumerTale look(String... events) {
        return round(List.of(), events);
    }

    /** A round is over, and partition 0 did not come to its end. */
    ConsumerTale stuck(String... events) {
        return round(List.of("t-0"), events);
    }

    private ConsumerTale round(List<String> missing, String... events) {
        for (String event : events) {
            add(new ReadBack(at, Promised.STATE, Map.of("resource", event.substring(0, 1), "event", event)));
        }
        return add(new Drained(at, 0, missing, false));
    }

    ConsumerTale restarted() {
        return add(new Restarted(at, "consumer-1", "it failed"));
    }

    /** All members are killed; the group had committed up to this offset of partition 0, or nothing (-1). */
    ConsumerTale crash(long committed) {
        return fault("kill", "consumer", committed);
    }

    ConsumerTale cleanRestart(long committed) {
        return fault("stop", "consumer", committed);
    }

    ConsumerTale paused() {
        return add(new Faulted(at, ++faults, "pause", "consumer-1", Stage.TOOK_EFFECT, Map.of()));
    }

    ConsumerTale resumed(long committed) {
        sampled(committed);
        return add(new Faulted(at, faults, "pause", "consumer-1", Stage.ENDED, Map.of()));
    }

    private ConsumerTale fault(String what, String component, long committed) {
        add(new Faulted(at, ++faults, what, component, Stage.TOOK_EFFECT, Map.of()));
        sampled(committed);
        return add(new Faulted(at, faults, what, component, Stage.ENDED, Map.of()));
    }

    private void sampled(long committed) {
        add(new GroupSampled(at, committed < 0 ? Map.of() : Map.of("t-0", committed), 0));
    }

    Judgement judged() {
        ConsumerExaminer examiner = new ConsumerExaminer();
        long line = 0;
        for (HistoryEntry entry : entries) {
            examiner.accept(++line, entry);
        }
        examiner.accept(++line, new Ended(at, End.DRAINED, "done", Map.of()));
        return Judge.ofConsumer("tale").judge(examiner.examine());
    }

    Verdict verdict(String id) {
        return judged().verdict(id).orElseThrow();
    }
}
