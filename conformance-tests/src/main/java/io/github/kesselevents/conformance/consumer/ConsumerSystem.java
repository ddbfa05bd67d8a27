package io.github.kesselevents.conformance.consumer;

import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.fixtures.environment.ConsumerProcess;
import io.github.kesselevents.fixtures.environment.ContainerEnvironment;
import io.github.kesselevents.fixtures.environment.ContainerSettings;
import io.github.kesselevents.fixtures.environment.ContainerSpec;
import io.github.kesselevents.fixtures.environment.Database;
import io.github.kesselevents.fixtures.environment.EmbeddedEnvironment;
import io.github.kesselevents.fixtures.environment.EmbeddedKafka;
import io.github.kesselevents.fixtures.environment.EmbeddedPostgres;
import io.github.kesselevents.fixtures.environment.EnvironmentSettings;
import io.github.kesselevents.fixtures.environment.Part;
import io.github.kesselevents.fixtures.environment.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * A consumer as a command or an image, with a broker and a database of the kit's own, each a process or a container,
 * unless its profile names those that run already.
 */
final class ConsumerSystem implements ConsumerUnderTest {

    private static final String CLASS_PATH = "${class-path}";
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();
    private final List<Part> members = new ArrayList<>();
    private final String bootstrapServers;
    private final ObservableSink sink;

    private ConsumerSystem(ConsumerProfile given, Optional<ContainerSettings> containers, Progress progress) {
        try {
            if (containers.isPresent()) {
                ContainerEnvironment environment =
                        progress.time("launch: broker and database", () -> launch(given, containers.get(), progress));
                bootstrapServers = environment.bootstrapServers();
                ConsumerProfile outside = filledIn(given, bootstrapServers, url(environment.database()));
                ConsumerProfile inside =
                        filledIn(given, environment.bootstrapServersInside(), url(environment.databaseInside()));
                boolean contained = given.image() != null || given.command().contains(CLASS_PATH);
                addMembers(
                        given,
                        contained
                                ? number -> environment.consumer(name(number), spec(given, inside, environment))
                                : number -> process(environment.workspace(), number, outside));
                sink = opened(outside.openSink());
            } else {
                Workspace workspace = opened(Workspace.open());
                CompletableFuture<String> databaseUrl = given.needsDatabase()
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
                ConsumerProfile profile = filledIn(given, bootstrapServers, database);
                addMembers(given, number -> process(workspace, number, profile));
                sink = opened(profile.openSink());
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** @param containers images of broker, database and members; empty for processes */
    static ConsumerSystem launch(ConsumerProfile profile, Optional<ContainerSettings> containers, Progress progress) {
        return new ConsumerSystem(profile, containers, progress);
    }

    /** What such a system consists of, by part; of what runs already, the kit knows nothing. */
    static Map<String, String> versions(ConsumerProfile profile, Optional<ContainerSettings> containers) {
        EnvironmentSettings settings = EnvironmentSettings.standard().withConnector(Optional.empty());
        Map<String, String> versions = new TreeMap<>(containers
                .map(images -> ContainerEnvironment.versions(settings, images))
                .orElseGet(() -> EmbeddedEnvironment.versions(settings)));
        versions.keySet().retainAll(Set.of("broker", "database"));
        if (profile.bootstrapServers() != null) {
            versions.remove("broker");
        }
        if (!profile.needsDatabase()) {
            versions.remove("database");
        }
        return versions;
    }

    private ContainerEnvironment launch(ConsumerProfile given, ContainerSettings images, Progress progress) {
        ContainerEnvironment environment = opened(ContainerEnvironment.launch(
                EnvironmentSettings.standard()
                        .withConnector(Optional.empty())
                        .withTopics(List.of(given.topic()))
                        .withProgress(progress::say),
                images));
        environment.awaitStreaming();
        return environment;
    }

    private static ConsumerProfile filledIn(ConsumerProfile given, String bootstrapServers, String database) {
        Map<String, String> provided = Map.of(
                "${bootstrap-servers}",
                bootstrapServers,
                "${topic}",
                given.topic(),
                "${group}",
                given.group(),
                "${database-url}",
                database,
                "${java}",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                CLASS_PATH,
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        return given.filledIn(text -> {
            String filled = text;
            for (Map.Entry<String, String> each : provided.entrySet()) {
                filled = filled.replace(each.getKey(), each.getValue());
            }
            return filled;
        });
    }

    private void addMembers(ConsumerProfile profile, IntFunction<Part> member) {
        for (int number = 1; !profile.isWatched() && number <= profile.members(); number++) {
            members.add(member.apply(number));
        }
    }

    private static String name(int number) {
        return "consumer-" + number;
    }

    private static Part process(Workspace workspace, int number, ConsumerProfile profile) {
        return ConsumerProcess.of(workspace, name(number), profile.command(), profile.environment());
    }

    /** What needs this process's class path runs on the image for Java; its last word is the main class. */
    private static ContainerSpec spec(ConsumerProfile given, ConsumerProfile inside, ContainerEnvironment environment) {
        return given.image() == null
                ? environment.javaProgram(
                        given.command().get(given.command().size() - 1),
                        inside.environment(),
                        ContainerSpec.SERVES_NOTHING,
                        START_PATIENCE)
                : new ContainerSpec(
                        given.image(),
                        inside.command(),
                        inside.environment(),
                        given.files(),
                        ContainerSpec.SERVES_NOTHING,
                        START_PATIENCE,
                        UnaryOperator.identity());
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

    private static String url(Database database) {
        return database.jdbcUrl() + "?user=" + database.user();
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
