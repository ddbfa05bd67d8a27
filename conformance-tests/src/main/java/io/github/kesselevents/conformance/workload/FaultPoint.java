package io.github.kesselevents.conformance.workload;

/**
 * Where a fault belongs in a scenario.
 *
 * @param operations number of operations that have returned when it is due
 * @param fault name of the fault, as the settings gave it
 */
public record FaultPoint(int operations, String fault) {

    @Override
    public String toString() {
        return "at operation " + operations + ": " + fault;
    }
}
