package io.github.kesselevents.conformance.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the versions of records without marker (deletes, tuples) for a producer whose transactions leave no message in
 * the write-ahead log, as it publishes by itself: by the id that a record came under before; else among the versions of
 * its resource with its operation, by what their rows hold and what was asked for by then; else by their order.
 *
 * <p><b>What it cannot see:</b> which of two deletes of a resource was published, when both had been asked for: nothing
 * in the event tells. An event of an attempt that was rolled back is taken for one of the attempt that succeeded.
 */
final class Unlogged {

    private final Pointers pointers = new Pointers();
    /** By stream and id. */
    private final Map<Integer, Map<String, Version>> byId = new HashMap<>();

    /**
     * The version that made a record.
     *
     * @param chain the versions of its resource
     * @param last place in commit order of what its partition delivered last
     */
    Optional<Version> versionOf(Delivery delivery, List<Version> chain, int last) {
        Map<String, Version> known = byId.computeIfAbsent(delivery.streamIndex(), stream -> new HashMap<>());
        Version again = known.get(delivery.id());
        if (again != null) {
            return Optional.of(again);
        }
        Optional<Version> version = next(candidates(delivery, chain), delivery.streamIndex(), last);
        version.filter(made -> delivery.id() != null).ifPresent(made -> known.put(delivery.id(), made));
        return version;
    }

    /** Those that can be it, and of them those that hold the same, if any does. */
    private List<Version> candidates(Delivery delivery, List<Version> chain) {
        List<Version> possible = chain.stream()
                .takeWhile(version -> wasAskedFor(version, delivery.at()))
                .filter(version -> version.operation().word().equals(delivery.operation()))
                .toList();
        List<Version> same =
                possible.stream().filter(version -> holds(version, delivery)).toList();
        return same.isEmpty() ? possible : same;
    }

    /** Neither it nor what committed behind it can be published before it was asked for. */
    private boolean wasAskedFor(Version version, long at) {
        Attempt writer = version.writer();
        return writer == null || writer.invoked().at() <= at;
    }

    private boolean holds(Version version, Delivery delivery) {
        if (delivery.payload() == null
                || version.isDelete() && delivery.stream().marker() != null) {
            return false;
        }
        if (version.rows().isEmpty()) {
            // They are dropped once they were compared: what it held is what was delivered then.
            Delivery first = version.first(delivery.streamIndex());
            return first == null || first.sameValue(delivery);
        }
        return Mirror.shows(delivery.payload(), version, delivery.stream(), pointers);
    }

    private static Optional<Version> next(List<Version> candidates, int stream, int last) {
        List<Version> undelivered = candidates.stream()
                .filter(version -> version.first(stream) == null)
                .toList();
        return undelivered.stream()
                .filter(version -> version.order() > last)
                .findFirst()
                .or(() -> undelivered.stream().findFirst())
                .or(() -> candidates.stream().reduce((a, b) -> b));
    }
}
