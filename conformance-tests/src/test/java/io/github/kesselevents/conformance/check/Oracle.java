package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.Recorded.Commit;
import io.github.kesselevents.conformance.check.Recorded.Delivered;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

    private final List<Commit> commits;
    private final List<Delivered> log;
    private final Map<String, Set<String>> blamed = new TreeMap<>();

    private Oracle(Recorded recorded) {
        this.commits = recorded.commits();
        this.log = recorded.deliveries();
    }

    /** What is to blame, by requirement: records and commits, as an {@link Anchor} writes them. */
    static Map<String, Set<String>> blame(Recorded recorded) {
        Oracle oracle = new Oracle(recorded);
        oracle.atomic();
        oracle.order();
        oracle.duplicates();
        oracle.by(oracle.log, Delivered::place).values().forEach(oracle::rewinds);
        return oracle.blamed;
    }

    private void blame(String requirement, String what) {
        blamed.computeIfAbsent(requirement, id -> new TreeSet<>()).add(what);
    }

    private void atomic() {
        for (Delivered record : log) {
            if (record.made() == null) {
                blame("ATOMIC-1", record.anchor());
            } else if (!record.made().version()) {
                blame("ATOMIC-5", record.anchor());
            } else if (isFirst(record) && !record.key().equals(record.made().key())) {
                blame("ATOMIC-1", record.anchor());
            }
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
        }
    }

    private void order() {
        List<Delivered> ofVersions = log.stream().filter(this::publishesVersion).toList();
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
        }
    }

    /** Repeats are rewinds: from a step back they run up to the newest event; each has a disturbance of its own. */
    private void rewinds(List<Delivered> partition) {
        List<Object> events = new ArrayList<>();
        int previous = -1;
        int charged = 0;
        for (Delivered record : partition) {
            Object event = record.made() == null ? record.id() : record.made();
            int place = events.indexOf(event);
            if (place < 0) {
                place = events.size();
                events.add(event);
            }
            if (place > previous + 1) {
                blame("DUP-5", record.anchor());
            } else if (place <= previous && record.disturbed() > charged) {
                charged++;
            } else if (place <= previous) {
                blame("DUP-5", record.anchor());
            }
            previous = place;
        }
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
