package io.github.kesselevents.conformance.workload;

/**
 * A fault that a scenario is to have.
 *
 * @param name of the fault
 * @param at number of operations that have returned when it is due; null to have it drawn
 */
public record PlannedFault(String name, Integer at) {

    /** One whose point is drawn. */
    public static PlannedFault drawn(String name) {
        return new PlannedFault(name, null);
    }

    @Override
    public String toString() {
        return at == null ? name : name + " at " + at;
    }
}
