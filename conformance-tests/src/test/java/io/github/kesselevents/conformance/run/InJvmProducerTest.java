package io.github.kesselevents.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.producer.Access;
import io.github.kesselevents.conformance.producer.JavaProducer;
import io.github.kesselevents.conformance.producer.ProducerApi;
import io.github.kesselevents.conformance.producer.ProducerUnderTest;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A producer in this JVM: started and stopped, and what is said when that fails. */
class InJvmProducerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration HASTE = Duration.ofMillis(100);

    private final Recorded recorded = new Recorded();
    private ProducerUnderTest client;

    /** Notes what is done to it, and is reachable while it runs. */
    private static class Recorded implements JavaProducer, ProducerApi {

        final List<String> done = new ArrayList<>();
        private boolean serves;

        @Override
        public void start(Map<String, String> environment) throws Exception {
            done.add("started with " + environment);
            serves = true;
        }

        @Override
        public void stop() {
            done.add("stopped");
            serves = false;
        }

        @Override
        public Answer call(String address, Action action, JsonNode request) {
            return Answer.ok();
        }

        @Override
        public boolean isReachable(String address) {
            return serves;
        }
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void itIsStartedStoppedAndStartedAgainEachOnce() {
        InJvmProducer part = part(recorded, PATIENCE);

        part.stop();
        part.start();
        part.start();
        assertThat(part.isRunning()).isTrue();
        part.kill();
        part.stop();
        assertThat(part.isRunning()).isFalse();
        part.start();
        part.stop();

        assertThat(recorded.done).containsExactly("started with {A=b}", "stopped", "started with {A=b}", "stopped");
    }

    @Test
    void itCanBeStoppedAndNothingElse() {
        InJvmProducer part = part(recorded, PATIENCE);

        assertThat(InJvmProducer.obstacle("stop producer")).isEmpty();
        assertThat(InJvmProducer.obstacle("kill producer"))
                .contains("it lives in the kit's own JVM, so it can be stopped, and nothing else");
        assertThatThrownBy(part::pause)
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("The producer " + Recorded.class.getName()
                        + " lives in the kit's own JVM, so it can be stopped, and nothing else.");
    }

    @Test
    void aStartThatFailsIsOneSentenceWithItsPlace() {
        InJvmProducer part = part(
                new Recorded() {
                    @Override
                    public void start(Map<String, String> environment) throws Exception {
                        throw new IllegalStateException("no tenant");
                    }
                },
                PATIENCE);

        assertThatThrownBy(part::start)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageMatching(
                        "The producer \\S+ failed to start \\(java\\.lang\\.IllegalStateException: no tenant,"
                                + " at \\S+\\.start\\(InJvmProducerTest\\.java:\\d+\\)\\); mend its start\\.");
        assertThat(part.isRunning()).isFalse();
    }

    @Test
    void aStartThatDoesNotReturnIsOneSentence() {
        InJvmProducer part = part(
                new Recorded() {
                    @Override
                    public void start(Map<String, String> environment) throws Exception {
                        new CountDownLatch(1).await();
                    }
                },
                HASTE);

        assertThatThrownBy(part::start)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageMatching(
                        "The producer \\S+ did not start within 0 s; have its start return when it is done\\.");
    }

    @Test
    void oneThatCannotBeReachedIsStoppedAgain() {
        InJvmProducer part = part(
                new Recorded() {
                    @Override
                    public boolean isReachable(String address) {
                        recorded.done.add("looked for");
                        return false;
                    }

                    @Override
                    public void stop() {
                        recorded.done.add("stopped");
                    }
                },
                HASTE);

        assertThatThrownBy(part::start)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageMatching(
                        "The producer \\S+ was started, and cannot be reached; have its start return when it"
                                + " serves at \\$PORT, or, if it is called in its own way, have isReachable say so\\.");
        assertThat(recorded.done).startsWith("looked for").endsWith("stopped");
        assertThat(part.isRunning()).isFalse();
    }

    private InJvmProducer part(Recorded producer, Duration patience) {
        client = new Access(PATIENCE, Optional.empty(), Optional.empty(), Optional.of(producer))
                .client("localhost:1", Set.of());
        return new InJvmProducer(producer, Map.of("A", "b"), client, patience);
    }
}
