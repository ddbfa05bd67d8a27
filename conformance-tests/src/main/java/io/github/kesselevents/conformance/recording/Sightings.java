package io.github.kesselevents.conformance.recording;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which partitions have shown a sentinel. A record shows one if its value holds the marker. Some events carry none;
 * they are known by their key, which is that of a record with the marker, or by their id, which is that of an outbox
 * message of a transaction with the marker. All may come in any order. Thread-safe.
 */
final class Sightings {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ID = "id";

    private final Set<String> missing = new TreeSet<>();
    private final Set<String> markers = new HashSet<>();
    /** Keys and ids of sentinels. */
    private final Set<String> known = new HashSet<>();
    /** Partitions by the keys and ids that they have shown, which may yet turn out to be a sentinel's. */
    private final Map<String, Set<String>> shown = new HashMap<>();
    /** What came while the sentinel was being written whose marker is not known yet. */
    private final List<HistoryEntry> meanwhile = new ArrayList<>();

    /** @param partitions number of partitions of each topic that has to show one */
    Sightings(Map<String, Integer> partitions) {
        partitions.forEach((topic, count) -> {
            for (int partition = 0; partition < count; partition++) {
                missing.add(topic + "-" + partition);
            }
        });
    }

    /** A sentinel is about to be written: what came before is none of its. */
    synchronized void writing() {
        meanwhile.clear();
    }

    /** A sentinel with this marker was written; its events may have come already. */
    synchronized void written(String marker) {
        markers.add(marker);
        meanwhile.forEach(entry -> look(entry, Set.of(marker)));
    }

    /** An entry was recorded. */
    synchronized void see(HistoryEntry entry) {
        if (entry instanceof Committed || entry instanceof Observed) {
            meanwhile.add(entry);
            look(entry, markers);
        }
    }

    /** Partitions that have shown none yet, as {@code topic-partition}. */
    synchronized List<String> missing() {
        return List.copyOf(missing);
    }

    synchronized boolean complete() {
        return missing.isEmpty();
    }

    /** @param wanted markers of sentinels for which this entry was not looked at yet */
    private void look(HistoryEntry entry, Set<String> wanted) {
        if (entry instanceof Committed committed && isSentinel(committed, wanted)) {
            committed.messages().forEach(message -> id(message).ifPresent(this::know));
        } else if (entry instanceof Observed observed) {
            look(observed, wanted);
        }
    }

    private void look(Observed observed, Set<String> wanted) {
        String partition = observed.topic() + "-" + observed.partition();
        key(observed).ifPresent(key -> show(key, partition));
        id(observed).ifPresent(id -> show(id, partition));
        if (observed.value() != null && holdsOne(new String(observed.value(), UTF_8), wanted)) {
            missing.remove(partition);
            key(observed).ifPresent(this::know);
        }
    }

    private void show(String name, String partition) {
        if (known.contains(name)) {
            missing.remove(partition);
        } else {
            shown.computeIfAbsent(name, any -> new HashSet<>()).add(partition);
        }
    }

    private void know(String name) {
        known.add(name);
        missing.removeAll(shown.getOrDefault(name, Set.of()));
    }

    private static boolean isSentinel(Committed committed, Set<String> wanted) {
        return committed.messages().stream().anyMatch(message -> holdsOne(message.content(), wanted))
                || committed.rows().stream()
                        .flatMap(row -> row.columns().values().stream())
                        .anyMatch(value -> value != null && holdsOne(value, wanted));
    }

    private static boolean holdsOne(String text, Set<String> markers) {
        return markers.stream().anyMatch(text::contains);
    }

    private static Optional<String> key(Observed observed) {
        return Optional.ofNullable(observed.key()).map(key -> "key " + new String(key, ISO_8859_1));
    }

    private static Optional<String> id(Observed observed) {
        return observed.record()
                .header(ID)
                .filter(header -> header.value() != null)
                .map(header -> "id " + new String(header.value(), UTF_8));
    }

    /** Empty if the producer wrote no such JSON, which others judge. */
    private static Optional<String> id(OutboxMessage message) {
        try {
            return JSON.readTree(message.content()).path(ID).asStringOpt().map(id -> "id " + id);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
