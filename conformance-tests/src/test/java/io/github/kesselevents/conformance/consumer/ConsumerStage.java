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
import java.util.Optional;
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
        ConsumerSettings settings = settings();
        ConsumerProfile profile = profile(
                settings,
                new SinkProfile(
                        settings.databaseUrl(), shows.effects(), shows.state(), shows.deadLetters(), shows.hold()),
                poison);
        try (Group group = new Group(kafka.bootstrapServers(), settings.group(), settings.topic());
                InThisJvm consumer = InThisJvm.of(settings, kind, group, profile.openSink())) {
            return ConsumerRun.run(run(folder, profile), consumer, kafka.bootstrapServers(), new Progress(line -> {}));
        }
    }

    /** With a topic, a group and a database of its own. */
    private ConsumerSettings settings() {
        String name = "consumer" + runs.incrementAndGet();
        execute("CREATE DATABASE " + name);
        // Nothing befalls the database itself.
        execute("ALTER DATABASE " + name + " SET synchronous_commit = off");
        kafka.createTopics(List.of(name));
        String url = "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + name + "?user=postgres";
        return new ConsumerSettings(kafka.bootstrapServers(), name, name, url, SESSION, HEARTBEAT, MAX_POLL_INTERVAL);
    }

    private static ConsumerProfile profile(ConsumerSettings settings, SinkProfile sink, PoisonPolicy poison) {
        return new ConsumerProfile(
                settings.group(),
                null,
                List.of(),
                Map.of(),
                Map.of(),
                null,
                2,
                settings.bootstrapServers(),
                settings.topic(),
                settings.group(),
                WireFormat.CONNECT_JSON,
                new Promises(ConsumerSettings.BATCH + 1, poison),
                sink);
    }

    private static ConsumerRun.Settings run(Path folder, ConsumerProfile profile) {
        return new ConsumerRun.Settings(folder, profile, Optional.empty(), RECORDS, CRASHES, 1, null, PATIENCE, "");
    }

    /** Two members of this kind run already; their group is only watched, and their sink seen over HTTP. */
    Judged watch(Path folder, LightMember.Kind kind) {
        ConsumerSettings settings = settings();
        try (Group group = new Group(kafka.bootstrapServers(), settings.group(), settings.topic());
                InThisJvm consumer = InThisJvm.of(settings, kind, group, null);
                HttpView view = new HttpView(settings.databaseUrl())) {
            consumer.members().forEach(Part::start);
            ConsumerProfile profile = profile(settings, view.sink(), PoisonPolicy.DEAD_LETTER);
            return ConsumerRun.run(run(folder, profile), new Progress(line -> {}));
        }
    }

    private record InThisJvm(List<Part> members, ObservableSink sink) implements ConsumerUnderTest {

        /** @param sink null for members that nobody asks for it */
        static InThisJvm of(ConsumerSettings settings, LightMember.Kind kind, Group group, ObservableSink sink) {
            return new InThisJvm(
                    List.of(
                            new LightMember("consumer-1", settings, kind, group::expelAll),
                            new LightMember("consumer-2", settings, kind, group::expelAll)),
                    sink);
        }

        @Override
        public void close() {
            members.forEach(Part::kill);
            if (sink != null) {
                sink.close();
            }
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
