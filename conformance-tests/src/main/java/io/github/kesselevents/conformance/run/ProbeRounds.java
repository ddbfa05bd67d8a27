package io.github.kesselevents.conformance.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.Phase;
import io.github.kesselevents.conformance.history.HistoryEntry.PhaseBegun;
import io.github.kesselevents.conformance.workload.Attempt;
import io.github.kesselevents.conformance.workload.OwnWrite;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.fixtures.environment.MovableRelay;
import io.github.kesselevents.fixtures.environment.Wait;
import io.github.kesselevents.fixtures.payload.Payload;
import io.github.kesselevents.fixtures.payload.RelayProbes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Asks, one at a time and after all else, the payloads that may distort an event or stop the relay. A relay that
 * stopped is moved to a slot that was made right behind the probe: what it could not pass is left behind, and only
 * that.
 */
final class ProbeRounds {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RunningSystem system;
    private final MovableRelay relay;

    /** @throws EnvironmentException when the relay cannot be moved behind what stops it */
    ProbeRounds(RunningSystem system) {
        if (!(system.relay() instanceof MovableRelay movable)) {
            throw new EnvironmentException("Probes need a relay that can leave behind what stops it; this one cannot.");
        }
        this.system = system;
        this.relay = movable;
    }

    /** The last round of sentinels. */
    Drained run() {
        system.recording().record(at -> new PhaseBegun(at, Phase.PROBES));
        // From here on, the relay reads slots of the probes' own.
        relay.reserveSlot();
        relay.moveToReservedSlot();
        relay.awaitStreaming(PATIENCE);
        system.progress().time("probes: distortions", () -> {
            for (Payload payload : RelayProbes.distortions()) {
                system.workload().probe(payload).send();
            }
            system.drain();
        });
        system.progress().time("probes: stalls", () -> {
            RelayProbes.stalls().forEach(this::stall);
            relay.awaitStreaming(PATIENCE);
        });
        return system.drain();
    }

    private void stall(Payload payload) {
        AtomicBoolean arrived = new AtomicBoolean();
        OwnWrite write = system.workload().probe(payload);
        Consumer<HistoryEntry> look = entry -> {
            if (entry instanceof Observed observed
                    && observed.value() != null
                    && new String(observed.value(), UTF_8).contains(write.marker())) {
                arrived.set(true);
            }
        };
        system.recording().whileListening(look, () -> stall(payload, write, arrived));
    }

    private void stall(Payload payload, OwnWrite write, AtomicBoolean arrived) {
        Attempt probe = write.send();
        if (!probe.acknowledged()) {
            system.progress()
                    .say("the probe " + payload.name() + " was refused: "
                            + probe.returned().message());
            return;
        }
        relay.reserveSlot();
        Wait.until(
                () -> arrived.get() || relay.state().failed(),
                PATIENCE,
                () -> "The probe " + payload.name() + " neither arrived nor stopped the relay within "
                        + PATIENCE.toSeconds() + " s; see the relay's log.");
        system.sampler().sample();
        relay.moveToReservedSlot();
        // What is sampled from here on is the relay on its new slot; it need not stream yet for the next probe.
        system.sampler().sample();
    }
}
