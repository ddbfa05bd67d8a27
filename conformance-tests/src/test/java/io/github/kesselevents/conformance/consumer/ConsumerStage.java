package io.github.kesselevents.conformance.consumer;

import io.github.kesselevents.conformance.consumer.ConsumerProfile.Promises;
import io.github.kesselevents.conformance.consumer.ConsumerProfile.SinkProfile;
import io.github.kesselevents.conformance.history.HistoryEntry.PoisonPolicy;
import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.conformance.verdict.SavedHistory.Judged;
import io.github.kesselevents.fixtures.consumer.ConsumerSettings;
import io.github.kesselevents.fixtures.environment.EmbeddedKafka;
import io.github.kesselevents.fixtures.environment.EmbeddedPostgres;
import io.github.kesselevents.fixtures.environment.Part;
import io.github.kesselevents.fixtures.environment.Workspace;
import io.github.kesselevents.schemas.WireFormat;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A real broker and a real database that many consumers share, each with a topic, a group and a database of its own.
 */
final class ConsumerStage implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** No member is missed because the machine is slow. */
    private static final Duration SESSION = Duration.ofMinutes(2);

    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final Duration MAX_POLL_INTERVAL = Duration.ofMinutes(5);
    private static final int RECORDS = 150;
    private static final int CRASHES = 1;

    /** Failures of the database are what they are there for. */
    private final Logger quiet = Logger.getLogger("io.github.kesselevents.fixtures.consumer");

    private final Workspace workspace = Workspace.open();
    private final EmbeddedPostgres postgres = EmbeddedPostgres.start(workspace);
    private final EmbeddedKafka kafka = EmbeddedKafka.start(workspace);
    private final AtomicInteger runs = new AtomicInteger();

    ConsumerStage() {
        quiet.setLevel(Level.OFF);
    }

    /** Two members of this kind go through everything; @param poison what they promise to do about it */
    Judged judge(Path folder, LightMember.Kind kind, SinkProfile shows, PoisonPolicy poison) {
        String name = "consumer" + runs.incrementAndGet();
        execute("CREATE DATABASE " + name);
        // Nothing befalls the database itself.
        execute("ALTER DATABASE " + name + " SET synchronous_commit = off");
        kafka.createTopics(List.of(name));
        String url = "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + name + "?user=postgres";
        ConsumerSettings settings =
                new ConsumerSettings(kafka.bootstrapServers(), name, name, url, SESSION, HEARTBEAT, MAX_POLL_INTERVAL);
        ConsumerProfile profile = new ConsumerProfile(
                name,
                List.of(),
                Map.of(),
                2,
                kafka.bootstrapServers(),
                name,
                name,
                WireFormat.CONNECT_JSON,
                new Promises(ConsumerSettings.BATCH + 1, poison),
                new SinkProfile(url, shows.effects(), shows.state(), shows.deadLetters(), shows.hold()));
        try (Group group = new Group(kafka.bootstrapServers(), name, name);
                InThisJvm consumer = new InThisJvm(
                        List.of(
                                new LightMember("consumer-1", settings, kind, group::expelAll),
                                new LightMember("consumer-2", settings, kind, group::expelAll)),
                        profile.openSink())) {
            return ConsumerRun.run(
                    new ConsumerRun.Settings(folder.resolve(name), profile, RECORDS, CRASHES, 1, null, PATIENCE, ""),
                    consumer,
                    kafka.bootstrapServers(),
                    new Progress(line -> {}));
        }
    }

    private record InThisJvm(List<Part> members, ObservableSink sink) implements ConsumerUnderTest {

        @Override
        public void close() {
            members.forEach(Part::kill);
            sink.close();
        }
    }

    private void execute(String sql) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + " failed", e);
        }
    }

    @Override
    public void close() {
        // A controlled shutdown takes longer than most runs.
        kafka.kill();
        kafka.close();
        postgres.close();
        workspace.close();
    }
}
