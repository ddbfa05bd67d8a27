package io.github.kesselevents.conformance.workload;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The size of a scenario and what is in it.
 *
 * @param operations number of operations
 * @param clients that send them, at least 2
 * @param keys number of resources that are in use at a time: a fifth shared by all clients, the others each one
 *     client's own; at least 8 a client
 * @param without kinds that are left out, except where another kind needs them first
 * @param faults in their order, as far as their points are drawn
 */
public record ScenarioSettings(int operations, int clients, int keys, Set<Kind> without, List<PlannedFault> faults) {

    private static final int DEFAULT_OPERATIONS = 2_000;
    private static final int DEFAULT_CLIENTS = 8;
    private static final int DEFAULT_KEYS = 64;
    private static final int KEYS_PER_CLIENT = 8;
    private static final int OWN_IN_FIVE = 4;

    public ScenarioSettings {
        if (clients < 2) {
            throw new IllegalArgumentException("A scenario has at least 2 clients, not " + clients + ".");
        }
        if (keys < clients * KEYS_PER_CLIENT) {
            throw new IllegalArgumentException("A scenario of " + clients + " clients has at least "
                    + clients * KEYS_PER_CLIENT + " keys, not " + keys + ".");
        }
        without = without.isEmpty() ? Set.of() : Set.copyOf(without);
        if (without.containsAll(EnumSet.complementOf(EnumSet.of(Kind.TRANSACTION_AT_ONCE)))) {
            throw new IllegalArgumentException(
                    "A scenario has at least one kind of operation beside TRANSACTION_AT_ONCE.");
        }
        faults = List.copyOf(faults);
    }

    /** 2,000 operations of every kind by 8 clients on 64 keys, without a fault. */
    public static ScenarioSettings defaults() {
        return new ScenarioSettings(DEFAULT_OPERATIONS, DEFAULT_CLIENTS, DEFAULT_KEYS, Set.of(), List.of());
    }

    public ScenarioSettings withOperations(int number) {
        return new ScenarioSettings(number, clients, keys, without, faults);
    }

    /** With faults of these names, their points drawn. */
    public ScenarioSettings withFaults(List<String> names) {
        return withPlan(names.stream().map(PlannedFault::drawn).toList());
    }

    public ScenarioSettings withPlan(List<PlannedFault> planned) {
        return new ScenarioSettings(operations, clients, keys, without, planned);
    }

    public ScenarioSettings without(Set<Kind> kinds) {
        return new ScenarioSettings(operations, clients, keys, kinds, faults);
    }

    int ownKeysPerClient() {
        return keys * OWN_IN_FIVE / 5 / clients;
    }

    int sharedKeys() {
        return keys - ownKeysPerClient() * clients;
    }
}
