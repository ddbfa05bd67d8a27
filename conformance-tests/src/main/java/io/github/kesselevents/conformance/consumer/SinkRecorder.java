package io.github.kesselevents.conformance.consumer;

import io.github.kesselevents.conformance.consumer.ObservableSink.DeadLetter;
import io.github.kesselevents.conformance.consumer.ObservableSink.Effect;
import io.github.kesselevents.conformance.history.HistoryEntry.Applied;
import io.github.kesselevents.conformance.history.HistoryEntry.Promised;
import io.github.kesselevents.conformance.history.HistoryEntry.ReadBack;
import io.github.kesselevents.conformance.recording.Recording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes down what the sink shows: each effect once, all else whenever it is looked at. Used by one thread. */
final class SinkRecorder {

    private final ObservableSink sink;
    private final Recording recording;
    private final Set<Long> seen = new HashSet<>();
    private final Set<String> old = new HashSet<>();
    private final Set<String> setAside = new HashSet<>();

    SinkRecorder(ObservableSink sink, Recording recording) {
        this.sink = sink;
        this.recording = recording;
    }

    /** What a sink holds before the run is none of its business. */
    void leaveAsideWhatIsThere() {
        sink.effects().ifPresent(effects -> effects.forEach(effect -> seen.add(effect.number())));
        sink.state().ifPresent(state -> old.addAll(state.keySet()));
        sink.deadLetters().ifPresent(letters -> letters.forEach(letter -> setAside.add(place(letter))));
    }

    /** What it can show. */
    List<String> shows() {
        List<String> shows = new ArrayList<>();
        sink.effects().ifPresent(any -> shows.add(Promised.EFFECTS));
        sink.state().ifPresent(any -> shows.add(Promised.STATE));
        sink.deadLetters().ifPresent(any -> shows.add(Promised.DEAD_LETTERS));
        return shows;
    }

    /**
     * What is seen at a glance.
     *
     * @param applied those of the events in question that have taken effect
     * @param shown stands for all that the sink shows: another number, and something has taken effect
     */
    record Glance(Set<String> applied, long shown) {}

    /** Whether these events have taken effect. */
    Glance glance(Map<String, String> resourceByEvent) {
        Set<String> applied = new HashSet<>();
        Optional<Map<String, String>> state = sink.state();
        resourceByEvent.forEach((event, resource) -> {
            if (state.isEmpty() || event.equals(state.get().get(resource))) {
                applied.add(event);
            }
        });
        long shown = state.map(Map::hashCode).orElse(0);
        if (!applied.isEmpty()) {
            Optional<List<Effect>> effects = sink.effects();
            effects.ifPresent(
                    all -> applied.retainAll(all.stream().map(Effect::event).collect(Collectors.toSet())));
            shown += effects.map(List::size).orElse(0);
        }
        return new Glance(applied, shown);
    }

    /** Effects that were not seen before. */
    void effects() {
        sink.effects()
                .ifPresent(effects -> effects.stream()
                        .filter(effect -> seen.add(effect.number()))
                        .sorted(Comparator.comparingLong(Effect::number))
                        .forEach(effect -> recording.record(
                                at -> new Applied(at, effect.number(), effect.resource(), effect.event()))));
    }

    /** All. */
    void everything() {
        effects();
        sink.state()
                .ifPresent(state -> state.forEach((resource, event) -> {
                    if (!old.contains(resource)) {
                        recording.record(
                                at -> new ReadBack(at, Promised.STATE, Map.of("resource", resource, "event", event)));
                    }
                }));
        sink.deadLetters()
                .ifPresent(letters -> letters.forEach(letter -> {
                    if (setAside.add(place(letter))) {
                        recording.record(at -> new ReadBack(
                                at,
                                Promised.DEAD_LETTERS,
                                Map.of(
                                        "partition",
                                        Integer.toString(letter.partition()),
                                        "offset",
                                        Long.toString(letter.offset()))));
                    }
                }));
    }

    private static String place(DeadLetter letter) {
        return letter.partition() + "@" + letter.offset();
    }
}
