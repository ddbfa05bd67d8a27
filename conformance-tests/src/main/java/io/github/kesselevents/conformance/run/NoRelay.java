package io.github.kesselevents.conformance.run;

import io.github.kesselevents.fixtures.environment.ForeignPart;
import io.github.kesselevents.fixtures.environment.Relay;
import io.github.kesselevents.fixtures.environment.RelayPosition;
import io.github.kesselevents.fixtures.environment.RelayState;
import java.time.Duration;
import java.util.Optional;

/** Stands for the relay where there is none, because the producer publishes by itself. */
final class NoRelay extends ForeignPart implements Relay {

    NoRelay() {
        super("relay");
    }

    @Override
    public String slotName() {
        return "";
    }

    @Override
    public RelayState state() {
        return new RelayState(RelayState.Status.NONE, "");
    }

    @Override
    public Optional<RelayPosition> position() {
        return Optional.empty();
    }

    @Override
    public void awaitStreaming(Duration patience) {}

    @Override
    public boolean isRunning() {
        return false;
    }
}
