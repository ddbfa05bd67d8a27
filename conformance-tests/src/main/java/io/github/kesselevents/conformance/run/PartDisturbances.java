package io.github.kesselevents.conformance.run;

import static io.github.kesselevents.conformance.run.Traffic.AROUND_A_STRIKE;
import static io.github.kesselevents.conformance.run.Traffic.PASSING;
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

    private final RunningSystem system;
    private final Traffic traffic;

    PartDisturbances(RunningSystem system, Traffic traffic) {
        this.system = system;
        this.traffic = traffic;
    }

    /**
     * When events were delivered since a position was stored, and none was stored since: these come again. More is
     * committed while it is away: that has to come, too.
     */
    void relay(PartFault fault, int operations) {
        Optional<RelayPosition> before = system.relay().position();
        traffic.release(operations + PASSING / 2);
        traffic.await(operations + PASSING / 4);
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
        int through = Math.min(operations + PASSING, traffic.size()) - traffic.clients();
        AtomicInteger written = new AtomicInteger();
        system.recording().whileListening(count, () -> {
            traffic.release(operations + PASSING);
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
        fault.inject(
                system.faults(),
                fault.word(),
                "relay",
                system.relay(),
                () -> commits(() -> write("unseen-" + operations, written), "the relay was away"));
        system.relay().awaitStreaming(PATIENCE);
    }

    /** Writes of the kit's own: each has one record, or more. */
    private void writeMore(int operations, AtomicInteger written) {
        for (int i = 0; i < WRITES_AT_A_LOOK; i++) {
            write("repeated-" + operations, written);
        }
    }

    private void write(String name, AtomicInteger written) {
        system.workload().write(name + "-" + written.incrementAndGet()).send();
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
                () -> commits(() -> traffic.flowThrough(operations), "the broker was gone"));
    }

    /** Returns when more was committed, which has to wait; @param write may have to be done more than once */
    private Map<String, String> commits(Runnable write, String meanwhile) {
        long before = system.commits();
        Wait.until(
                () -> {
                    write.run();
                    return system.commits() > before;
                },
                PATIENCE,
                () -> "Nothing was committed while " + meanwhile + "; see whether the producer waits for it.");
        return Map.of("committed meanwhile", Long.toString(system.commits() - before));
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
        // Who is off the network is to miss something; without producer or database, nothing commits.
        Supplier<Map<String, String>> meanwhile = fault == PartFault.DISCONNECT && component.equals("broker")
                ? () -> commits(
                        () -> traffic.flowThrough(operations + AROUND_A_STRIKE),
                        "the " + component + " was off its network")
                : Map::of;
        fault.inject(system.faults(), fault.word(), component, part, meanwhile);
    }
}
