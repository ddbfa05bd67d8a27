package io.github.kesselevents.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.fixtures.environment.ProducerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job where it cannot succeed: it ends in time, with one sentence, and no verdict. */
@Tag("full")
class CheckCommandFailuresIT {

    @TempDir
    private Path folder;

    @Test
    void aFullDiskIsOneSentence() throws Exception {
        Path output = Files.createDirectory(folder.resolve("output"));
        List<String> check = check("--output=" + output, "--no-probes");
        // A file system of its own, and so small that the history does not fit; it vanishes with the process.
        String script = "mount -t tmpfs -o size=2m full " + output + " && exec \"$@\"";
        List<String> command = new ArrayList<>(List.of("unshare", isRoot() ? "-m" : "-Urm", "sh", "-c", script, "sh"));
        command.addAll(check);
        assertThat(errors(command))
                .hasLineCount(1)
                .startsWith("The history " + output.resolve("history.ndjson") + " cannot be written")
                .contains("No space left on device");
    }

    @Test
    void aRelayThatPublishesElsewhereIsOneSentence() throws Exception {
        Path connector = folder.resolve("connector.json");
        Files.writeString(connector, """
                {"connector.class": "io.debezium.connector.postgresql.PostgresConnector", "topic.prefix": "never",
                 "plugin.name": "pgoutput"}
                """);
        assertThat(errors(check("--output=" + folder.resolve("output"), "--connector=" + connector)))
                .hasLineCount(1)
                .startsWith("The relay runs, and nothing arrived on the topics outbox\\.event\\..* within 20 s")
                .contains("see that the connector's transforms route to them");
    }

    @Test
    void aRelayThatNeverStartsIsOneSentence() throws Exception {
        Path connector = folder.resolve("connector.json");
        Files.writeString(connector, """
                {"connector.class": "io.debezium.connector.postgresql.PostgresConnector", "topic.prefix": "never",
                 "plugin.name": "decoderbufs"}
                """);
        assertThat(errors(check("--output=" + folder.resolve("output"), "--connector=" + connector)))
                .hasLineCount(1)
                .startsWith("The relay's connector is FAILED: ")
                .contains("look at the configuration of the connector");
    }

    /** What the process says on its way to exit code 3. */
    private String errors(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();
        List<ProcessHandle> parts = List.of();
        try {
            String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(90, TimeUnit.SECONDS))
                    .as("it ends in time")
                    .isTrue();
            assertThat(process.exitValue()).as(errors).isEqualTo(ExitCode.ERROR.code());
            return errors;
        } finally {
            parts = process.descendants().toList();
            process.destroyForcibly();
            parts.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private List<String> check(String... options) throws IOException {
        List<String> command = new ArrayList<>(ProducerProcess.javaCommand(KitCommand.class.getName(), "check"));
        command.addAll(List.of(options));
        command.add(1, "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
        return command;
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }
}
