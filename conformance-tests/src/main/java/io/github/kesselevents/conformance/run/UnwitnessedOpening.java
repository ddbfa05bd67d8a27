package io.github.kesselevents.conformance.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.workload.Attempt;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * By the topics alone. An event is the kit's if it holds the run's name, or has the key of one that does. What stands
 * behind an event of the kit's in its partition was written after it; so it is somebody else's if it is not the kit's.
 *
 * <p><b>What it cannot see:</b> who writes but does not publish; and a write of the kit's own of which nobody said
 * whether it was done.
 */
final class UnwitnessedOpening implements OpeningWatch {

    private final Set<String> topics;
    private final String runName;
    /** Of acknowledged writes. */
    private final Set<String> markers = new HashSet<>();
    /** Of events with a marker: value by key. */
    private final Map<String, String> own = new HashMap<>();
    /** Topics by the key that they have shown. */
    private final Map<String, Set<String>> shown = new HashMap<>();
    /** Partitions that have shown an event of the kit's. */
    private final Set<String> passed = new HashSet<>();
    /** Of events that came behind one of the kit's, and may be somebody else's. */
    private final Set<String> strangers = new HashSet<>();

    /**
     * @param topics of the streams, each of which gets an event of each write
     * @param runName which every write of the kit's holds somewhere
     */
    UnwitnessedOpening(Set<String> topics, String runName) {
        this.topics = Set.copyOf(topics);
        this.runName = runName;
    }

    @Override
    public synchronized void wrote(Attempt attempt) {
        if (attempt.acknowledged()) {
            markers.add(attempt.marker());
        }
    }

    @Override
    public synchronized void accept(HistoryEntry entry) {
        if (entry instanceof Observed observed && observed.key() != null) {
            String key = new String(observed.key(), ISO_8859_1);
            String value = observed.value() == null ? "" : new String(observed.value(), UTF_8);
            String partition = observed.topic() + "-" + observed.partition();
            shown.computeIfAbsent(key, any -> new HashSet<>()).add(observed.topic());
            if (value.contains(runName)) {
                own.merge(key, value, (one, other) -> one + other);
                passed.add(partition);
            } else if (passed.contains(partition)) {
                strangers.add(key);
            }
        }
    }

    @Override
    public synchronized boolean isThrough() {
        return markers.stream()
                .allMatch(marker -> own.entrySet().stream()
                        .anyMatch(event -> event.getValue().contains(marker)
                                && shown.get(event.getKey()).containsAll(topics)));
    }

    /** Resources, by their keys. */
    @Override
    public synchronized int others() {
        return (int) strangers.stream().filter(key -> !own.containsKey(key)).count();
    }
}
