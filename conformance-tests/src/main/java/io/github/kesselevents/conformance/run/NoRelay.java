package io.github.kesselevents.conformance.run;

import io.github.kesselevents.fixtures.environment.Relay;
import io.github.kesselevents.fixtures.environment.RelayPosition;
import io.github.kesselevents.fixtures.environment.RelayState;
import java.time.Duration;
import java.util.Optional;

/** Stands for the relay where there is none, because the producer publishes by itself. */
final class NoRelay implements Relay {

    @Override
    public String name() {
        return "relay";
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
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public void kill() {}

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public boolean isRunning() {
        return false;
    }
}
