package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.fault.FaultException;
import io.github.kesselevents.conformance.workload.Scenario;
import io.github.kesselevents.conformance.workload.Workload;
import java.time.Duration;

/** Lets the operations of a scenario go on up to where a disturbance wants them. */
final class Traffic {

    /** Operations that are let through around a strike, so that some are in flight when it comes. */
    static final int AROUND_A_STRIKE = 120;
    /** Operations that pass while a disturbance lasts, in flight or not. */
    static final int PASSING = 60;

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Workload workload;
    private final Scenario scenario;

    Traffic(Workload workload, Scenario scenario) {
        this.workload = workload;
        this.scenario = scenario;
    }

    /** Lets so many pass, in all. */
    void release(int operations) {
        workload.release(operations);
    }

    /** Waits until so many have returned. */
    void await(int operations) {
        try {
            workload.awaitOperations(operations, PATIENCE);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Lets all pass, and waits until they have returned. */
    void finish() {
        workload.releaseAll();
        try {
            workload.awaitEnd(PATIENCE);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Lets more pass from a point on, and waits until they are well under way. */
    void flow(int operations) {
        release(operations + AROUND_A_STRIKE);
        await(operations + AROUND_A_STRIKE / 4);
    }

    /** Lets more pass from a point on, and waits until all have returned but what the last clients wait for. */
    void flowThrough(int operations) {
        release(operations + PASSING);
        await(operations + PASSING - clients());
    }

    /** How many clients send at once. */
    int clients() {
        return scenario.settings().clients();
    }

    /** How many operations there are, in all. */
    int size() {
        return scenario.operations().size();
    }

    /** How many have returned. */
    int returned() {
        return workload.returned();
    }

    static FaultException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new FaultException("The run was interrupted.", e);
    }
}
