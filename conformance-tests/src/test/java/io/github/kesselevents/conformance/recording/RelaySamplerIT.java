package io.github.kesselevents.conformance.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.HistoryEntry.RelaySampled;
import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.conformance.recording.RelaySampler.Answer;
import io.github.kesselevents.fixtures.environment.EmbeddedPostgres;
import io.github.kesselevents.fixtures.environment.Workspace;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
class RelaySamplerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private Workspace workspace;
    private EmbeddedPostgres postgres;
    private TestHistory history;
    private final FakeRelay relay = new FakeRelay();

    @BeforeEach
    void start() throws SQLException {
        workspace = Workspace.open(folder);
        postgres = EmbeddedPostgres.start(workspace);
        new Sql(postgres.jdbcUrl()).execute("SELECT pg_create_logical_replication_slot('relay', 'pgoutput')");
        history = new TestHistory(folder);
    }

    @AfterEach
    void close() {
        history.close();
        postgres.close();
        workspace.close();
    }

    @Test
    void onlyWhatChangedIsRecordedAndADatabaseThatIsDownSaysNothingOfTheSlot() {
        try (RelaySampler sampler =
                RelaySampler.start(relay, Optional.of(DatabaseAccess.of(postgres.jdbcUrl())), history.recording())) {
            relay.awaitAsked(3);
            sampler.sample();
            assertThat(samples()).hasSize(1);
            assertThat(samples().get(0).state()).isEqualTo("RUNNING");
            assertThat(samples().get(0).position()).isNull();
            assertThat(samples().get(0).confirmed()).isNotNull();
            assertThat(samples().get(0).active()).isFalse();

            relay.answer = new Answer("FAILED", "DataException", new Lsn(7));
            sampler.sample();
            assertThat(samples()).hasSize(2);
            assertThat(samples().get(1))
                    .isEqualTo(new RelaySampled(
                            samples().get(1).at(),
                            "FAILED",
                            "DataException",
                            new Lsn(7),
                            samples().get(0).confirmed(),
                            false));

            postgres.kill();
            sampler.sample();
            assertThat(samples().get(2).confirmed()).isNull();
            assertThat(samples().get(2).active()).isNull();

            postgres.start();
            sampler.sample();
            assertThat(samples().get(3).active()).isFalse();

            relay.slot = "another";
            sampler.sample();
            assertThat(samples().get(4).active()).isNull();
            assertThat(sampler.trouble()).isEmpty();
        }
    }

    @Test
    void aRelayThatCannotBeAskedEndsTheSamplingAndIsSaid() {
        relay.answer = null;
        try (RelaySampler sampler =
                RelaySampler.start(relay, Optional.of(DatabaseAccess.of(postgres.jdbcUrl())), history.recording())) {
            Signal signal = new Signal();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (sampler.trouble().isEmpty() && System.nanoTime() < deadline) {
                signal.await(() -> false, Duration.ofMillis(10));
            }
            assertThat(sampler.trouble())
                    .hasValueSatisfying(
                            sentence -> assertThat(sentence).startsWith("The relay is not sampled any further: "));
        }
    }

    private List<RelaySampled> samples() {
        return history.all(RelaySampled.class);
    }

    private static final class FakeRelay implements RelaySampler.Relay {

        private final AtomicInteger asked = new AtomicInteger();
        private final Signal progress = new Signal();
        private volatile Answer answer = new Answer("RUNNING", null, null);
        private volatile String slot = "relay";

        @Override
        public Answer ask() {
            asked.incrementAndGet();
            progress.changed();
            return answer;
        }

        @Override
        public String slot() {
            return slot;
        }

        private void awaitAsked(int times) {
            assertThat(progress.await(() -> asked.get() >= times, PATIENCE)).isTrue();
        }
    }
}
