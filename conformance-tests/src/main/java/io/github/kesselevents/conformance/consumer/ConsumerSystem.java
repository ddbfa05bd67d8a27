package io.github.kesselevents.conformance.consumer;

import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.fixtures.environment.ConsumerProcess;
import io.github.kesselevents.fixtures.environment.EmbeddedKafka;
import io.github.kesselevents.fixtures.environment.EmbeddedPostgres;
import io.github.kesselevents.fixtures.environment.Part;
import io.github.kesselevents.fixtures.environment.Workspace;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A consumer as a command, with a broker and a database of the kit's own, each a process, unless its profile names
 * those that run already.
 */
final class ConsumerSystem implements ConsumerUnderTest {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Part> members = new ArrayList<>();
    private final ConsumerProfile profile;
    private final String bootstrapServers;
    private final ObservableSink sink;

    private ConsumerSystem(ConsumerProfile given, Progress progress) {
        try {
            Workspace workspace = opened(Workspace.open());
            boolean ownDatabase = given.toString().contains("${database-url}");
            String database = ownDatabase
                    ? url(progress.time("launch: database", () -> opened(EmbeddedPostgres.start(workspace))))
                    : "";
            bootstrapServers = given.bootstrapServers() == null
                    ? progress.time("launch: broker", () -> broker(workspace, given.topic()))
                    : given.bootstrapServers();
            Map<String, String> provided = Map.of(
                    "${bootstrap-servers}", bootstrapServers,
                    "${topic}", given.topic(),
                    "${group}", given.group(),
                    "${database-url}", database,
                    "${java}",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                    "${class-path}",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
            profile = given.filledIn(text -> {
                String filled = text;
                for (Map.Entry<String, String> each : provided.entrySet()) {
                    filled = filled.replace(each.getKey(), each.getValue());
                }
                return filled;
            });
            for (int i = 1; !profile.isWatched() && i <= profile.members(); i++) {
                members.add(ConsumerProcess.of(workspace, "consumer-" + i, profile.command(), profile.environment()));
            }
            sink = opened(profile.openSink());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    static ConsumerSystem launch(ConsumerProfile profile, Progress progress) {
        return new ConsumerSystem(profile, progress);
    }

    private String broker(Workspace workspace, String topic) {
        EmbeddedKafka kafka = opened(EmbeddedKafka.start(workspace));
        // Not gently: a controlled shutdown takes seconds.
        open.push(kafka::kill);
        kafka.createTopics(List.of(topic));
        return kafka.bootstrapServers();
    }

    private static String url(EmbeddedPostgres postgres) {
        return "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres?user=postgres";
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public List<Part> members() {
        return members;
    }

    @Override
    public ObservableSink sink() {
        return sink;
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** Kills the members, then ends all else, the last one first. */
    @Override
    public void close() {
        members.forEach(Part::kill);
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
