package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.workload.PlannedFault;
import io.github.kesselevents.conformance.workload.ScenarioSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What befalls the system in a run, as a YAML file says it: which disturbances, when and how often. The file is
 * described by {@code kessel-events/scenario.schema.json}. Immutable.
 *
 * @param seed what operations and open points are drawn from; null where the file leaves it to the caller
 * @param operations number of operations; null where the file leaves it to the caller
 * @param brokers how many Kafka has, 1 or 3; null where the file leaves it to the caller
 * @param disturbances in the order of the file
 */
public record ScenarioFile(Long seed, Integer operations, Integer brokers, List<Entry> disturbances) {

    /** Operations that come before the first disturbance and after the last one, at least. */
    static final int MARGIN = 200;

    /**
     * A disturbance.
     *
     * @param name by which {@link Disturbances} knows it
     * @param times how often; it happens at points that are drawn
     * @param at numbers of operations that have returned when it happens; empty for points that are drawn
     * @param line in the file, from 1
     */
    record Entry(String name, int times, List<Integer> at, int line) {}

    public ScenarioFile {
        disturbances = List.copyOf(disturbances);
    }

    /**
     * Reads one.
     *
     * @throws ScenarioException in one sentence, when it cannot be read or used
     */
    public static ScenarioFile read(Path file) {
        return ScenarioReader.read(file);
    }

    /**
     * The settings with these disturbances. Those whose points are drawn take turns: each once, then each that is to
     * happen again.
     */
    public ScenarioSettings applyTo(ScenarioSettings settings) {
        List<PlannedFault> planned = new ArrayList<>();
        int rounds = disturbances.stream().mapToInt(Entry::times).max().orElse(0);
        for (int round = 1; round <= rounds; round++) {
            for (Entry entry : disturbances) {
                if (entry.at().isEmpty() && entry.times() >= round) {
                    planned.add(PlannedFault.drawn(entry.name()));
                }
            }
        }
        for (Entry entry : disturbances) {
            entry.at().forEach(at -> planned.add(new PlannedFault(entry.name(), at)));
        }
        return settings.withPlan(planned);
    }

    /**
     * Refuses points that a run of so many operations has no room for.
     *
     * @throws ScenarioException when there is one
     */
    public void requireRoom(Path file, int number) {
        for (Entry entry : disturbances) {
            for (int at : entry.at()) {
                if (at < MARGIN || at > number - MARGIN) {
                    throw new ScenarioException(
                            file,
                            entry.line(),
                            "a disturbance at operation " + at
                                    + " of " + number + " leaves too few before or after it; say a number from "
                                    + MARGIN
                                    + " to " + (number - MARGIN) + ".");
                }
            }
        }
    }
}
