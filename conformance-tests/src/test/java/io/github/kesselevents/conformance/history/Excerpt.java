package io.github.kesselevents.conformance.history;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.HistoryEntry.RelaySampled;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A short history, put together from the entries of a recorded session: told anew with a clock that ticks every
 * millisecond, operations counted from 1, and one partition a topic. What the entries say is left as it was recorded.
 */
final class Excerpt {

    private static final long TICK = 1_000_000;

    private final List<HistoryEntry> session;
    private final List<HistoryEntry> told = new ArrayList<>();
    private final Map<Long, Long> operations = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();

    Excerpt(RecordedSession session) {
        this.session = session.entries();
        Started real = (Started) this.session.get(0);
        Map<String, Integer> partitions = new HashMap<>(real.partitions());
        partitions.replaceAll((topic, count) -> 1);
        told.add(new Started(
                0,
                History.VERSION,
                real.wallClock(),
                real.profile(),
                real.seed(),
                partitions,
                real.versions(),
                real.settings()));
    }

    List<HistoryEntry> entries() {
        return List.copyOf(told);
    }

    /** The operation with this marker. */
    Invoked report(String marker) {
        return one(Invoked.class, invoked -> marker.equals(invoked.marker()));
    }

    /** The delete of this resource, counted from 0. */
    Invoked delete(String resource, int number) {
        return session.stream()
                .filter(Invoked.class::isInstance)
                .map(Invoked.class::cast)
                .filter(invoked ->
                        invoked.action() == Action.DELETE && invoked.key().endsWith("/" + resource))
                .skip(number)
                .findFirst()
                .orElseThrow();
    }

    /** The commit whose messages or rows hold the text, within the operation's interval. */
    Committed commit(Invoked operation, String text) {
        long returned = returned(operation).at();
        return one(
                Committed.class,
                commit -> commit.at() >= operation.at() - TICK
                        && commit.at() <= returned + TICK
                        && (commit.messages() + "" + commit.rows()).contains(text));
    }

    Returned returned(Invoked operation) {
        return one(Returned.class, reply -> reply.operation() == operation.operation());
    }

    /** A write from its request to its events. */
    void write(Invoked operation, String text) {
        invoke(operation);
        Committed commit = commit(operation, text);
        commit(commit);
        reply(operation);
        publish(commit);
    }

    void write(String marker) {
        write(report(marker), marker + "\"");
    }

    void invoke(Invoked real) {
        operations.put(real.operation(), operations.size() + 1L);
        told.add(new Invoked(
                now(),
                operations.get(real.operation()),
                real.client(),
                real.purpose(),
                real.action(),
                real.marker(),
                real.key(),
                real.transactionId(),
                real.request()));
    }

    void reply(Invoked operation) {
        Returned real = returned(operation);
        told.add(new Returned(now(), operations.get(real.operation()), real.outcome(), real.code(), real.message()));
    }

    void commit(Committed real) {
        told.add(new Committed(now(), real.lsn(), real.end(), real.xid(), real.messages(), real.rows()));
    }

    /** The commit's events, as they were first read. */
    void publish(Committed commit) {
        for (OutboxMessage message : commit.messages()) {
            Observed real = one(Observed.class, record -> SessionLog.id(record).equals(SessionLog.id(message)));
            String topic = real.topic();
            long offset = offsets.merge(topic, 1L, Long::sum) - 1;
            told.add(new Observed(now(), topic, 0, offset, real.timestamp(), real.key(), real.headers(), real.value()));
        }
    }

    /** @param detail names and values */
    void fault(int number, String what, String component, Stage stage, String... detail) {
        Map<String, String> details = detail.length == 0 ? Map.of() : Map.of(detail[0], detail[1]);
        told.add(new Faulted(now(), number, what, component, stage, details));
    }

    /** The relay as it was sampled when all of the commit had become durable. */
    void durable(Committed commit) {
        Lsn last = commit.messages().get(commit.messages().size() - 1).lsn();
        told.add(new RelaySampled(now(), "RUNNING", null, last, last, true));
    }

    /** The relay as it failed in the session, with the causes of its trace alone. */
    void failed() {
        RelaySampled real = one(RelaySampled.class, sample -> "FAILED".equals(sample.state()));
        String causes = real.trace()
                .lines()
                .filter(line -> line.contains("Exception: "))
                .reduce((a, b) -> a + "\n" + b)
                .orElseThrow();
        told.add(new RelaySampled(now(), "FAILED", causes, real.position(), real.confirmed(), real.active()));
    }

    /** A round of one sentinel, enough for one partition; the round ends with {@link #drained}. */
    long sentinel(String marker) {
        long since = now();
        write(marker);
        return since;
    }

    void drained(long since, String... missing) {
        told.add(new Drained(now(), since, List.of(missing), true));
    }

    void end(End reason, String what) {
        Map<String, Long> read = new HashMap<>();
        offsets.forEach((topic, next) -> read.put(topic + "-0", next));
        told.add(new Ended(now(), reason, what, read));
    }

    /** The text of a marker in this session. */
    String marker(String name) {
        Invoked any = one(Invoked.class, invoked -> invoked.marker() != null);
        return any.marker().substring(0, any.marker().lastIndexOf('/') + 1) + name;
    }

    private long now() {
        return told.size() * TICK;
    }

    private <T extends HistoryEntry> T one(Class<T> kind, Predicate<T> which) {
        return session.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(which)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The session has no such " + kind.getSimpleName()));
    }
}
