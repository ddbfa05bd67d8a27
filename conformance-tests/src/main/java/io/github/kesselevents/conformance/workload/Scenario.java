package io.github.kesselevents.conformance.workload;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What the producer is asked in a run, drawn from a seed. Run and seed fix every operation and each client's order of
 * them; how the clients interleave is left to the moment. Immutable.
 *
 * @param run name of the run: every local id, transaction_id and marker holds it, so that runs never meet
 * @param operations by number, which is their index
 * @param faults in their order
 */
public record Scenario(
        String run, long seed, ScenarioSettings settings, List<Operation> operations, List<FaultPoint> faults) {

    private static final Pattern RUN = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final String MARKERS = "https://kit.invalid/";

    public Scenario {
        operations = List.copyOf(operations);
        faults = List.copyOf(faults);
    }

    /**
     * Draws a scenario.
     *
     * @throws IllegalArgumentException when the run's name is not made of small letters, digits and hyphens, at most 40
     */
    public static Scenario draw(String run, long seed, ScenarioSettings settings) {
        if (!RUN.matcher(run).matches()) {
            throw new IllegalArgumentException(
                    "The run's name " + run + " is not made of 1 to 40 small letters, digits and hyphens.");
        }
        return new ScenarioGenerator(run, seed, settings).generate();
    }

    /** One client's operations, in the order in which it sends them. */
    public List<Operation> of(int client) {
        return operations.stream().filter(op -> op.client() == client).toList();
    }

    /** How often each situation occurs. */
    public ScenarioSummary summary() {
        return ScenarioSummary.of(operations);
    }

    /** The marker of this name, unique in the run as far as the name is. */
    static String marker(String run, Object name) {
        return MARKERS + run + "/" + name;
    }
}
