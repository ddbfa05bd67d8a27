package io.github.kesselevents.conformance.run;

/**
 * What befalls a running system at a point of its scenario, while operations go on. It says in the history that it was
 * asked for, that it took effect, with the proof, and that it ended. The system works again when it returns.
 */
@FunctionalInterface
interface Disturbance {

    /**
     * Happens.
     *
     * @param operations how many have returned
     * @throws io.github.kesselevents.conformance.fault.FaultException when it had no effect
     */
    void befall(int operations);
}
