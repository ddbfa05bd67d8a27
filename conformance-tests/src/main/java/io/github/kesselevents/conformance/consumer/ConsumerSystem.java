package io.github.kesselevents.conformance.consumer;

import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.fixtures.environment.ConsumerProcess;
import io.github.kesselevents.fixtures.environment.EmbeddedKafka;
import io.github.kesselevents.fixtures.environment.EmbeddedPostgres;
import io.github.kesselevents.fixtures.environment.Part;
import io.github.kesselevents.fixtures.environment.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A consumer as a command, with a broker and a database of the kit's own, each a process, unless its profile names
 * those that run already.
 */
final class ConsumerSystem implements ConsumerUnderTest {

    private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();
    private final List<Part> members = new ArrayList<>();
    private final ConsumerProfile profile;
    private final String bootstrapServers;
    private final ObservableSink sink;

    private ConsumerSystem(ConsumerProfile given, Progress progress) {
        try {
            Workspace workspace = opened(Workspace.open());
            CompletableFuture<String> databaseUrl = given.toString().contains("${database-url}")
                    ? CompletableFuture.supplyAsync(() -> database(workspace))
                    : CompletableFuture.completedFuture("");
            CompletableFuture<String> broker = given.bootstrapServers() == null
                    ? CompletableFuture.supplyAsync(() -> broker(workspace, given.topic()))
                    : CompletableFuture.completedFuture(given.bootstrapServers());
            // Both, before it is told that one failed: what has started is to be ended.
            progress.time(
                    "launch: broker and database",
                    () -> CompletableFuture.allOf(databaseUrl, broker)
                            .exceptionally(failure -> null)
                            .join());
            String database = resultOf(databaseUrl);
            bootstrapServers = resultOf(broker);
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

    private String database(Workspace workspace) {
        EmbeddedPostgres postgres = opened(EmbeddedPostgres.start(workspace));
        return "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres?user=postgres";
    }

    private static <T> T resultOf(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
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
