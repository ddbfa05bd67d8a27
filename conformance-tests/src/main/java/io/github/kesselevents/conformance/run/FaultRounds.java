package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.fault.FaultException;
import io.github.kesselevents.conformance.fault.PartFault;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.Restarted;
import io.github.kesselevents.conformance.workload.FaultPoint;
import io.github.kesselevents.conformance.workload.OwnWrite;
import io.github.kesselevents.conformance.workload.Scenario;
import io.github.kesselevents.conformance.workload.Workload;
import io.github.kesselevents.fixtures.environment.Part;
import io.github.kesselevents.fixtures.environment.RelayPosition;
import io.github.kesselevents.fixtures.environment.RelayState;
import io.github.kesselevents.fixtures.environment.Wait;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Runs the scenario through its faults: operations up to a fault's point, then the fault with operations in flight,
 * then sentinels, so that no fault hides what another one did.
 */
final class FaultRounds {

    /** Operations that are in flight, or go on, while a fault lasts. */
    private static final int DURING = 120;

    /** Records that a killed relay surely repeats. */
    private static final int REPEATED = 20;

    private static final int EVERY_NTH_COMMIT = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RunningSystem system;
    private final Scenario scenario;
    private final Map<String, Round> rounds = new TreeMap<>();

    /** What is done at a fault's point. */
    @FunctionalInterface
    private interface Round {
        void at(int operations) throws InterruptedException;
    }

    FaultRounds(RunningSystem system, Scenario scenario) {
        this.system = system;
        this.scenario = scenario;
        for (PartFault fault : PartFault.values()) {
            rounds.put(fault.word() + " relay", at -> strikeRelay(fault, at));
            rounds.put(fault.word() + " producer", at -> strikeProducer(fault, at));
            rounds.put(
                    fault.word() + " broker",
                    at -> strike(fault, "broker", system.parts().broker(), at));
            rounds.put(fault.word() + " database", at -> strikeDatabase(fault, at));
        }
        rounds.put("refuse commits", this::refuseCommits);
        rounds.put("hold commit", this::holdCommit);
    }

    /** @throws FaultException when the scenario names a fault that there is not */
    static void requireKnown(Scenario scenario) {
        Map<String, Round> known = new FaultRounds(null, scenario).rounds;
        for (FaultPoint point : scenario.faults()) {
            if (!known.containsKey(point.fault())) {
                throw new FaultException("There is no fault named " + point.fault() + "; there are: "
                        + String.join(", ", known.keySet()) + ".");
            }
        }
    }

    /** Runs all operations and all faults. The system must stream. */
    Drained run() throws InterruptedException {
        for (FaultPoint point : scenario.faults()) {
            Round round = rounds.get(point.fault());
            workload().release(point.operations() + scenario.settings().clients());
            system.progress().time("operations", () -> await(point.operations()));
            system.progress().say(point.toString());
            timed(point.fault(), round, point.operations());
            Drained drained = afterRestart(system.drain());
            if (!drained.complete()) {
                system.progress().say("no sentinel arrived on " + drained.missing() + " after: " + point.fault());
                if (hasFailed()) {
                    // Nothing that commits from now on will be published: more of it would show nothing more.
                    return drained;
                }
            }
        }
        workload().releaseAll();
        system.progress().time("operations", () -> {
            try {
                workload().awaitEnd(PATIENCE);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        });
        return afterRestart(system.drain());
    }

    /** A relay that failed is started once more, as an operator would: if it fails again, that is no accident. */
    private Drained afterRestart(Drained round) throws InterruptedException {
        RelayState state = system.relay().state();
        if (round.complete() || !state.failed()) {
            return round;
        }
        system.progress().say("the relay failed; it is started once more");
        restartRelay(state);
        return system.drain();
    }

    private void restartRelay(RelayState failed) {
        system.relay().stop();
        system.relay().start();
        system.relay().awaitStreaming(PATIENCE);
        system.recording().record(at -> new Restarted(at, "relay", String.valueOf(failed.trace())));
    }

    private void timed(String fault, Round round, int operations) {
        system.progress().time("fault: " + fault, () -> {
            try {
                round.at(operations);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        });
    }

    private static FaultException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new FaultException("The run was interrupted.", e);
    }

    /** When events were delivered since a position was stored, and none was stored since: these come again. */
    private void strikeRelay(PartFault fault, int operations) {
        Optional<RelayPosition> before = system.relay().position();
        workload().release(operations + DURING / 2);
        await(operations + DURING / 4);
        Wait.until(
                () -> hasFailed()
                        || system.relay().position().isPresent()
                                && !system.relay().position().equals(before),
                PATIENCE,
                () -> "The relay stored no position within " + PATIENCE.toSeconds() + " s; see its log.");
        system.sampler().sample();
        AtomicInteger delivered = new AtomicInteger();
        AtomicReference<Optional<RelayPosition>> stored =
                new AtomicReference<>(system.relay().position());
        Consumer<HistoryEntry> count = entry -> {
            if (entry instanceof Observed) {
                delivered.incrementAndGet();
            }
        };
        // Near its end, a scenario may have less to publish.
        int during = Math.min(operations + DURING, scenario.operations().size());
        system.recording().whileListening(count, () -> {
            workload().release(operations + DURING);
            Wait.until(
                    () -> {
                        Optional<RelayPosition> now = system.relay().position();
                        if (!now.equals(stored.getAndSet(now))) {
                            delivered.set(0);
                        }
                        return delivered.get() >= REPEATED || workload().returned() >= during || hasFailed();
                    },
                    PATIENCE,
                    () -> "The relay delivered nothing for " + PATIENCE.toSeconds() + " s; see its log.");
        });
        fault.inject(system.faults(), "relay", system.relay(), () -> {});
        system.relay().awaitStreaming(PATIENCE);
    }

    private boolean hasFailed() {
        return system.relay().state().failed();
    }

    private void strikeProducer(PartFault fault, int operations) {
        system.guard().lookAway(() -> {
            strike(fault, "producer", system.parts().producer(), operations);
            system.client().reconnect();
        });
    }

    /**
     * The traps' connection does not survive it; nor does the connector, if the database was away for too long: then it
     * is started again, as an operator would, and the history says so.
     */
    private void strikeDatabase(PartFault fault, int operations) {
        strike(fault, "database", system.parts().databaseServer(), operations);
        system.renewTraps();
        Wait.until(
                () -> system.relayReadsItsSlot() || system.relay().state().failed(),
                PATIENCE,
                () -> "The relay neither reads its slot again nor fails within " + PATIENCE.toSeconds()
                        + " s of the database's return; see its log.");
        RelayState state = system.relay().state();
        if (state.failed()) {
            restartRelay(state);
        }
    }

    private void strike(PartFault fault, String component, Part part, int operations) {
        workload().release(operations + DURING);
        await(operations + DURING / 4);
        fault.inject(system.faults(), component, part, () -> {});
    }

    private void refuseCommits(int operations) {
        system.traps().refuse(system.faults(), EVERY_NTH_COMMIT, () -> {
            workload().release(operations + DURING);
            await(operations + DURING - scenario.settings().clients());
        });
    }

    private void holdCommit(int operations) {
        OwnWrite write = workload().write("held-" + operations);
        CompletableFuture<?>[] held = new CompletableFuture<?>[1];
        system.traps()
                .hold(system.faults(), write.marker(), () -> held[0] = CompletableFuture.runAsync(write::send), () -> {
                    workload().release(operations + DURING);
                    system.drain();
                });
        held[0].join();
    }

    private void await(int operations) {
        try {
            workload().awaitOperations(operations, PATIENCE);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Workload workload() {
        return system.workload();
    }
}
