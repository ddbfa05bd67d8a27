package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.Recorded.Asked;
import io.github.kesselevents.conformance.check.Recorded.Commit;
import io.github.kesselevents.conformance.check.Recorded.Delivered;
import io.github.kesselevents.conformance.check.RelayStory.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The requirements as sentences, each decided by looking at everything as often as it takes. It knows what really
 * happened, so it binds nothing; it shares no code with the checks.
 */
final class Oracle {

    /** How many of the transactions that the relay's durable position covers may be repeated. */
    static final int SLACK = 1;

    private final Recorded recorded;
    private final List<Commit> commits;
    private final List<Delivered> log;
    private final List<Asked> asked;
    private final Map<String, Set<String>> blamed = new TreeMap<>();
    private final Set<String> exercised = new TreeSet<>();

    private Oracle(Recorded recorded) {
        this.recorded = recorded;
        this.asked = recorded.asked();
        this.commits = recorded.commits();
        this.log = recorded.deliveries();
    }

    /** What is to blame, by requirement: records, commits and operations, as an {@link Anchor} writes them. */
    static Map<String, Set<String>> blame(Recorded recorded) {
        return of(recorded).blamed;
    }

    /** Of which requirements something happened that could have violated them. */
    static Set<String> exercised(Recorded recorded) {
        return of(recorded).exercised;
    }

    /**
     * The same, as far as operations and log show it: what has the same marker is the same event, and without one, what
     * has the same id; which event of a resource is newer, the order of their first deliveries tells.
     */
    static Map<String, Set<String>> blameByTheLog(Recorded recorded) {
        Oracle oracle = new Oracle(recorded);
        oracle.by(oracle.log, record -> record.stream() + record.key()).values().forEach(oracle::orderInTheLog);
        oracle.by(oracle.log, record -> "stream " + record.stream()).values().forEach(oracle::duplicatesInTheLog);
        oracle.groupsInTheLog();
        oracle.by(oracle.log, Delivered::place).values().forEach(oracle::rewindsInTheLog);
        return oracle.blamed;
    }

    private void orderInTheLog(List<Delivered> events) {
        Map<String, List<Delivered>> partitions = by(events, Delivered::place);
        if (partitions.size() > 1) {
            Delivered one = events.get(0);
            blame("ORDER-3", "resource " + one.key() + " on " + one.record().topic());
        }
        List<Delivered> stream = log.stream()
                .filter(record -> record.stream() == events.get(0).stream())
                .toList();
        List<String> firsts = stream.stream().map(Oracle::identity).distinct().toList();
        for (List<Delivered> partition : partitions.values()) {
            Delivered last = partition.get(partition.size() - 1);
            if (partition.stream()
                    .anyMatch(other -> firsts.indexOf(identity(other)) > firsts.indexOf(identity(last)))) {
                blame("ORDER-2", last.anchor());
            }
            for (Delivered record : partition) {
                Asked writer = writer(record);
                boolean again = before(stream, record).stream()
                        .anyMatch(other -> identity(other).equals(identity(record)));
                boolean laterBefore = before(partition, record).stream()
                        .filter(other -> before(stream, other).stream()
                                .noneMatch(first -> identity(first).equals(identity(other))))
                        .map(this::writer)
                        .anyMatch(other -> writer != null
                                && other != null
                                && writer.reply() == Reply.ACKNOWLEDGED
                                && other.operation() > writer.operation());
                if (!again && laterBefore) {
                    blame("ORDER-1", record.anchor());
                }
            }
        }
    }

    private Asked writer(Delivered record) {
        return asked.stream()
                .filter(one -> one.marker().equals(record.marker()))
                .findFirst()
                .orElse(null);
    }

    private void duplicatesInTheLog(List<Delivered> stream) {
        for (Delivered record : stream) {
            Delivered sameId = first(before(stream, record), other -> other.id().equals(record.id()));
            boolean reused = sameId != null
                    && (!sameId.key().equals(record.key())
                            || !sameId.operation().equals(record.operation())
                            || sameId.marker() != null
                                    && record.marker() != null
                                    && !sameId.marker().equals(record.marker()));
            if (reused) {
                blame("DUP-2", record.anchor());
            } else if (sameId != null && !sameBytes(sameId, record)) {
                blame("DUP-1", record.anchor());
            }
            Delivered sameMarker = record.marker() == null
                    ? null
                    : first(before(stream, record), other -> record.marker().equals(other.marker()));
            if (sameMarker != null && !sameMarker.id().equals(record.id())) {
                blame("DUP-3", record.anchor());
            }
        }
    }

    private void groupsInTheLog() {
        for (int group = 1; group <= 2; group++) {
            int number = group;
            List<Delivered> published = asked.stream()
                    .filter(one -> one.group() == number)
                    .map(one -> first(log, record -> one.marker().equals(record.marker())))
                    .filter(Objects::nonNull)
                    .toList();
            if (published.size() > 1) {
                blame("DUP-4", published.get(0).anchor());
            }
        }
    }

    /** As with a witness, but that no position is known of any record. */
    private void rewindsInTheLog(List<Delivered> partition) {
        List<String> events = new ArrayList<>();
        int previous = -1;
        int charged = 0;
        for (Delivered record : partition) {
            int place = events.indexOf(identity(record));
            if (place < 0) {
                place = events.size();
                events.add(identity(record));
            }
            if (place > previous + 1 || place <= previous && record.disturbed() == charged) {
                blame("DUP-5", record.anchor());
            } else if (place <= previous) {
                charged++;
            }
            previous = place;
        }
    }

    private static Oracle of(Recorded recorded) {
        Oracle oracle = new Oracle(recorded);
        oracle.atomic();
        oracle.replies();
        oracle.order();
        oracle.times();
        oracle.duplicates();
        oracle.by(oracle.log, Delivered::place).values().forEach(oracle::rewinds);
        return oracle;
    }

    private void blame(String requirement, String what) {
        blamed.computeIfAbsent(requirement, id -> new TreeSet<>()).add(what);
    }

    private void exercise(String requirement, boolean really) {
        if (really) {
            exercised.add(requirement);
        }
    }

    private void atomic() {
        for (Delivered record : log) {
            if (record.made() == null && rolledBack(record)) {
                blame("ATOMIC-2", record.anchor());
            } else if (record.made() == null) {
                blame("ATOMIC-1", record.anchor());
            } else if (!record.made().version()) {
                blame("ATOMIC-5", record.anchor());
            } else if (isFirst(record) && !record.key().equals(record.made().key())) {
                blame("ATOMIC-1", record.anchor());
            }
            if (record.early()) {
                blame("ATOMIC-8", record.anchor());
            }
            // Of an event that rolled back, too, it had to be found out that it is not made up.
            exercise("ATOMIC-1", true);
        }
        for (Commit commit : commits) {
            Set<Integer> streams = log.stream()
                    .filter(record -> record.made() == commit)
                    .map(Delivered::stream)
                    .collect(Collectors.toSet());
            if (commit.version() && streams.isEmpty()) {
                blame("ATOMIC-3", "commit " + commit.lsn());
            } else if (commit.version() && streams.size() < Recorded.STREAMS) {
                blame("ATOMIC-4", "commit " + commit.lsn());
            }
            exercise("ATOMIC-3", commit.version());
            exercise("ATOMIC-4", commit.version() && !streams.isEmpty());
            exercise("ATOMIC-5", !commit.version());
        }
    }

    /** Whether it is the event of a write that rolled back, or, as it has no marker, may be. */
    private boolean rolledBack(Delivered record) {
        return record.marker() != null
                || asked.stream()
                        .anyMatch(one -> one.key().equals(record.key())
                                && one.at() < record.record().at()
                                && one.commit() == null
                                && !(one.reply() == Reply.ACKNOWLEDGED && isCommittedByAny(one)));
    }

    private void replies() {
        for (Asked one : asked) {
            if (one.reply() == Reply.ACKNOWLEDGED && !isCommittedByAny(one)) {
                blame("ATOMIC-6", one.anchor());
            } else if (one.reply() == Reply.REFUSED && one.commit() != null) {
                blame("ATOMIC-7", one.anchor());
            }
            // Without a reply, it may yet commit.
            exercise("ATOMIC-8", one.held());
            exercise("ATOMIC-2", one.commit() == null && one.reply() == Reply.REFUSED);
            exercise("ATOMIC-6", one.reply() == Reply.ACKNOWLEDGED);
            exercise("ATOMIC-7", one.reply() == Reply.REFUSED);
        }
        for (int group = 1; group <= 2; group++) {
            int number = group;
            List<Asked> all =
                    asked.stream().filter(one -> one.group() == number).toList();
            List<Asked> committed =
                    all.stream().filter(one -> one.commit() != null).toList();
            if (committed.size() > 1) {
                blame("DUP-4", "commit " + committed.get(0).commit().lsn());
            }
            boolean answered = all.stream().anyMatch(one -> one.reply() == Reply.ACKNOWLEDGED);
            exercise("DUP-4", all.size() > 1 && (answered || !committed.isEmpty()));
        }
    }

    /** By itself, or by another under its transaction_id. */
    private boolean isCommittedByAny(Asked one) {
        return asked.stream()
                .anyMatch(other ->
                        other.commit() != null && (other == one || one.group() != 0 && other.group() == one.group()));
    }

    /** Held against the newest of the events of its resource that came before it. */
    private void times() {
        List<Delivered> timed = log.stream()
                .filter(record -> record.stream() == 0 && publishesVersion(record) && isFirst(record))
                .filter(record -> !record.operation().equals("deleted"))
                .toList();
        exercise("ORDER-5", !timed.isEmpty());
        for (Delivered record : timed) {
            before(timed, record).stream()
                    .filter(other -> other.key().equals(record.key()))
                    .max(Comparator.comparing(other -> other.made().number()))
                    .filter(newest -> newest.made().number() < record.made().number())
                    .filter(newest ->
                            record.made().time().isBefore(newest.made().time()))
                    .ifPresent(newest -> blame("ORDER-5", record.anchor()));
        }
    }

    private void order() {
        List<Delivered> ofVersions = log.stream().filter(this::publishesVersion).toList();
        exercise("ORDER-1", !ofVersions.isEmpty());
        exercise("ORDER-2", !ofVersions.isEmpty());
        exercise("ORDER-3", !ofVersions.isEmpty());
        // The sentinel is a version, too.
        exercise("ORDER-4", true);
        Function<Delivered, String> resource = record -> record.stream() + record.key();
        for (List<Delivered> events : by(ofVersions, resource).values()) {
            Map<String, List<Delivered>> partitions = by(events, Delivered::place);
            if (partitions.size() > 1) {
                Delivered one = events.get(0);
                blame("ORDER-3", "resource " + one.key() + " on " + one.record().topic());
            }
            for (List<Delivered> partition : partitions.values()) {
                for (Delivered record : partition) {
                    boolean newerBefore = before(partition, record).stream()
                            .anyMatch(other ->
                                    other.made().number() > record.made().number());
                    if (isFirst(record) && newerBefore) {
                        blame("ORDER-1", record.anchor());
                    }
                }
                Delivered last = partition.get(partition.size() - 1);
                if (partition.stream()
                        .anyMatch(other -> other.made().number() > last.made().number())) {
                    blame("ORDER-2", last.anchor());
                }
            }
        }
        for (List<Commit> chain : by(commits.stream().filter(Commit::version).toList(), Commit::key)
                .values()) {
            for (int i = 0; i < chain.size(); i++) {
                String operation = chain.get(i).operation();
                boolean afterDelete = i > 0 && chain.get(i - 1).operation().equals("deleted");
                if (operation.equals("created") != (i == 0) || operation.equals("deleted") && afterDelete) {
                    blame("ORDER-4", "commit " + chain.get(i).lsn());
                }
            }
        }
    }

    private void duplicates() {
        for (Delivered record : log) {
            List<Delivered> stream = before(log, record).stream()
                    .filter(other -> other.stream() == record.stream())
                    .toList();
            Delivered sameId = first(stream, other -> other.id().equals(record.id()));
            boolean reused = sameId != null && sameId.made() != record.made();
            if (reused) {
                blame("DUP-2", record.anchor());
            } else if (sameId != null && !sameBytes(sameId, record)) {
                blame("DUP-1", record.anchor());
            }
            Delivered sameVersion =
                    publishesVersion(record) ? first(stream, other -> other.made() == record.made()) : null;
            if (sameVersion != null && !sameVersion.id().equals(record.id()) && !reused) {
                blame("DUP-3", record.anchor());
            }
            exercise("DUP-1", sameId != null && !reused);
            exercise("DUP-2", true);
            exercise("DUP-3", sameVersion != null);
        }
    }

    /**
     * Repeats are rewinds: from a step back they run up to the newest event; each has a disturbance of its own, the
     * first before it whose durable position is not too far ahead.
     */
    private void rewinds(List<Delivered> partition) {
        List<Object> events = new ArrayList<>();
        int previous = -1;
        int charged = 0;
        for (Delivered record : partition) {
            exercise("DUP-5", true);
            Object event = record.made() == null ? identity(record) : record.made();
            int place = events.indexOf(event);
            if (place < 0) {
                place = events.size();
                events.add(event);
            }
            if (place > previous + 1) {
                blame("DUP-5", record.anchor());
            } else if (place <= previous) {
                charged = charge(record, charged);
            }
            previous = place;
        }
    }

    /** How many disturbances are charged when the rewind that begins here is, too. */
    private int charge(Delivered from, int charged) {
        if (from.disturbed() == charged) {
            blame("DUP-5", from.anchor());
            return charged;
        }
        for (int disturbance = charged; disturbance < from.disturbed(); disturbance++) {
            String stored = recorded.storedBefore(disturbance);
            if (stored == null || !from.hasItsOwnId()) {
                return disturbance + 1;
            }
            if (transaction(stored) - transaction(from.id()) + 1 <= SLACK) {
                exercise("DUP-6", true);
                return disturbance + 1;
            }
        }
        exercise("DUP-6", true);
        blame("DUP-6", from.anchor());
        return charged + 1;
    }

    /** Which transaction it is that the relay comes to with this message; -1 for one that nobody wrote. */
    private int transaction(String id) {
        int sent = 0;
        for (Commit commit : commits) {
            boolean sends = false;
            for (int stream = 0; stream < Recorded.STREAMS; stream++) {
                if (commit.writesTo(stream)) {
                    sends = true;
                    if (Recorded.id(commit, stream).equals(id)) {
                        return sent;
                    }
                }
            }
            sent += sends ? 1 : 0;
        }
        return -1;
    }

    private static String identity(Delivered record) {
        return record.marker() == null ? record.id() : record.marker();
    }

    private boolean publishesVersion(Delivered record) {
        return record.made() != null && record.made().version();
    }

    private boolean isFirst(Delivered record) {
        return before(log, record).stream()
                .noneMatch(other -> other.stream() == record.stream() && other.made() == record.made());
    }

    private static boolean sameBytes(Delivered one, Delivered other) {
        return Arrays.equals(one.record().key(), other.record().key())
                && Arrays.equals(one.record().value(), other.record().value())
                && headers(one).equals(headers(other));
    }

    private static List<String> headers(Delivered record) {
        return record.record().headers().stream()
                .map(header -> header.name() + "=" + new String(header.value()))
                .toList();
    }

    private static List<Delivered> before(List<Delivered> all, Delivered record) {
        return all.subList(0, all.indexOf(record));
    }

    private static Delivered first(List<Delivered> all, Predicate<Delivered> which) {
        return all.stream().filter(which).findFirst().orElse(null);
    }

    private <T> Map<String, List<T>> by(List<T> all, Function<T, String> what) {
        return all.stream().collect(Collectors.groupingBy(what, TreeMap::new, Collectors.toList()));
    }
}
