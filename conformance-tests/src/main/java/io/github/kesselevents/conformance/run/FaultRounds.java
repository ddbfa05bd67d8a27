package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.workload.FaultPoint;
import io.github.kesselevents.conformance.workload.Scenario;
import io.github.kesselevents.fixtures.environment.RelayState;
import java.util.Optional;

/**
 * Runs the scenario through its faults: operations up to a fault's point, then the fault with operations in flight,
 * then sentinels, so that no fault hides what another one did.
 */
final class FaultRounds {

    private final RunningSystem system;
    private final Scenario scenario;
    private final Traffic traffic;
    private final Disturbances disturbances;

    FaultRounds(RunningSystem system, Scenario scenario) {
        this.system = system;
        this.scenario = scenario;
        this.traffic = new Traffic(system.workload(), scenario);
        this.disturbances = new Disturbances(system, traffic);
    }

    /** Runs all operations and all faults. The system must stream. */
    Drained run() {
        for (FaultPoint point : scenario.faults()) {
            traffic.release(point.operations() + traffic.clients());
            system.progress().time("operations", () -> traffic.await(point.operations()));
            system.progress().say(point.toString());
            String component = Disturbances.component(point.fault());
            Optional<String> obstacle = disturbances.obstacle(point.fault());
            if (obstacle.isPresent()) {
                system.progress().say("not exercised: " + point.fault() + ", because " + obstacle.get());
                system.faults().omit(point.fault(), component, obstacle.get());
                continue;
            }
            system.progress()
                    .time(
                            "fault: " + point.fault(),
                            () -> disturbances.named(point.fault()).befall(point.operations()));
            Drained drained = afterRestart(system.drain());
            if (!drained.complete()) {
                system.progress().say("no sentinel arrived on " + drained.missing() + " after: " + point.fault());
                if (system.relay().state().failed()) {
                    // Nothing that commits from now on will be published: more of it would show nothing more.
                    return drained;
                }
            }
        }
        system.progress().time("operations", traffic::finish);
        return afterRestart(system.drain());
    }

    /** A relay that failed is started once more, as an operator would: if it fails again, that is no accident. */
    private Drained afterRestart(Drained round) {
        RelayState state = system.relay().state();
        if (round.complete() || !state.failed()) {
            return round;
        }
        system.progress().say("the relay failed; it is started once more");
        system.restartRelay(state);
        return system.drain();
    }
}
