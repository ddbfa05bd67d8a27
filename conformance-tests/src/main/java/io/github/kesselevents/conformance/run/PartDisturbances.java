package io.github.kesselevents.conformance.run;

import static io.github.kesselevents.conformance.run.Traffic.DURING;
import static io.github.kesselevents.conformance.run.Traffic.PATIENCE;

import io.github.kesselevents.conformance.fault.PartFault;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.fixtures.environment.Part;
import io.github.kesselevents.fixtures.environment.RelayPosition;
import io.github.kesselevents.fixtures.environment.RelayState;
import io.github.kesselevents.fixtures.environment.Wait;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What befalls a process: relay, producer, broker or database. */
final class PartDisturbances {

    /** Records that a killed relay surely repeats. */
    private static final int REPEATED = 20;
    /** Few, so that on a slow machine no position is stored, unseen, while they are written. */
    private static final int WRITES_AT_A_LOOK = 3;

    private static final Set<String> OF_DELIVERY = Set.of("relay", "broker");

    private final RunningSystem system;
    private final Traffic traffic;

    PartDisturbances(RunningSystem system, Traffic traffic) {
        this.system = system;
        this.traffic = traffic;
    }

    /** When events were delivered since a position was stored, and none was stored since: these come again. */
    void relay(PartFault fault, int operations) {
        Optional<RelayPosition> before = system.relay().position();
        traffic.release(operations + DURING / 2);
        traffic.await(operations + DURING / 4);
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
        // The last clients may wait for others, whose operations are not released yet.
        int through = Math.min(operations + DURING, traffic.size()) - traffic.clients();
        AtomicInteger written = new AtomicInteger();
        system.recording().whileListening(count, () -> {
            traffic.release(operations + DURING);
            Wait.until(
                    () -> {
                        Optional<RelayPosition> now = system.relay().position();
                        if (!now.equals(stored.getAndSet(now))) {
                            // It covers what was delivered.
                            delivered.set(0);
                        }
                        if (delivered.get() >= REPEATED || hasFailed()) {
                            return true;
                        }
                        if (traffic.returned() >= through) {
                            // The scenario may have no more to deliver.
                            writeMore(operations, written);
                        }
                        return false;
                    },
                    PATIENCE,
                    () -> "The relay delivered no " + REPEATED + " records between two positions that it stored within "
                            + PATIENCE.toSeconds() + " s; see its log.");
        });
        inject(fault, "relay", system.relay(), operations + DURING);
        system.relay().awaitStreaming(PATIENCE);
    }

    /** Writes of the kit's own: each has one record, or more. */
    private void writeMore(int operations, AtomicInteger written) {
        for (int i = 0; i < WRITES_AT_A_LOOK; i++) {
            system.workload()
                    .write("repeated-" + operations + "-" + written.incrementAndGet())
                    .send();
        }
    }

    private boolean hasFailed() {
        return system.relay().state().failed();
    }

    void producer(PartFault fault, int operations) {
        system.guard().lookAway(() -> {
            strike(fault, "producer", system.parts().producer(), operations);
            system.client().reconnect();
        });
    }

    void broker(PartFault fault, int operations) {
        strike(fault, "broker", system.parts().broker(), operations);
    }

    /** The broker is gone, and comes back only when more was committed that has to wait for it. */
    void outage(int operations) {
        PartFault.KILL.inject(
                system.faults(),
                "outage",
                "broker",
                system.parts().broker(),
                () -> commits(operations, "the broker was gone"));
    }

    /** Returns when more was committed, which has to wait. */
    private Map<String, String> commits(int operations, String meanwhile) {
        long before = system.commits();
        traffic.flowThrough(operations);
        Wait.until(
                () -> system.commits() > before,
                PATIENCE,
                () -> "Nothing was committed while " + meanwhile + "; see whether the producer waits for it.");
        return Map.of("commits", Long.toString(system.commits() - before));
    }

    /**
     * The traps' connection does not survive it; nor does the connector, if the database was away for too long: then it
     * is started again, as an operator would, and the history says so.
     */
    void database(PartFault fault, int operations) {
        strike(fault, "database", system.parts().databaseServer(), operations);
        system.closeTraps();
        if (system.relay() instanceof NoRelay) {
            return;
        }
        Wait.until(
                () -> system.relayReadsItsSlot() || hasFailed(),
                PATIENCE,
                () -> "The relay neither reads its slot again nor fails within " + PATIENCE.toSeconds()
                        + " s of the database's return; see its log.");
        RelayState state = system.relay().state();
        if (state.failed()) {
            system.restartRelay(state);
        }
    }

    private void strike(PartFault fault, String component, Part part, int operations) {
        traffic.flow(operations);
        inject(fault, component, part, operations + DURING);
    }

    /** @param operations that were released before */
    private void inject(PartFault fault, String component, Part part, int operations) {
        // Who is off the network is to miss something; without producer or database, nothing commits.
        Supplier<Map<String, String>> meanwhile = fault == PartFault.DISCONNECT && OF_DELIVERY.contains(component)
                ? () -> commits(operations, "the " + component + " was off its network")
                : Map::of;
        fault.inject(system.faults(), fault.word(), component, part, meanwhile);
    }
}
