package io.github.kesselevents.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.conformance.verdict.SavedHistory;
import io.github.kesselevents.fixtures.environment.ProducerProcess;
import io.github.kesselevents.fixtures.environment.Workspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job, cut short: whatever ends it, nothing is left that the next run does not clear, and it ends in time. */
@Tag("full")
class CheckCommandIT {

    private static final String UP = "broker and relay are up";

    @TempDir
    private Path folder;

    private Process check;
    private BufferedReader out;
    private List<ProcessHandle> parts = List.of();
    private HistoryEntry last;

    @BeforeEach
    void startUpToTheRelay() throws IOException {
        List<String> command = new ArrayList<>(ProducerProcess.javaCommand(
                KitCommand.class.getName(), "check", "--output=" + folder.resolve("out"), "--no-probes"));
        command.add(1, "-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("tmp")));
        check = new ProcessBuilder(command).start();
        out = check.inputReader(UTF_8);
        String line = out.readLine();
        while (line != null && !line.contains(UP)) {
            line = out.readLine();
        }
        assertThat(line).as("it comes so far").isNotNull();
        parts = check.descendants().toList();
        assertThat(parts)
                .as("PostgreSQL with its processes, broker, relay, producer")
                .hasSizeGreaterThan(4);
    }

    @AfterEach
    void endWhatATestLeft() {
        check.destroyForcibly();
        parts.forEach(ProcessHandle::destroyForcibly);
    }

    /** By SIGTERM, as a cancelled job is; Ctrl-C takes the same way, but a job in the background may not hear it. */
    @Test
    void aSignalToEndLeavesNoProcessAndTheNextRunClearsItsFolder() throws Exception {
        check.toHandle().destroy();
        assertThat(check.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(check.exitValue()).isEqualTo(143);
        assertThat(parts).noneMatch(CheckCommandIT::runs);
        Workspace.open(workspaces()).close();
        assertThat(runFolders()).isEmpty();
    }

    @Test
    void afterSigkillTheNextRunClearsEverythingAndTheHistoryCanBeJudged() throws Exception {
        check.destroyForcibly();
        assertThat(check.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(parts).as("its parts go on").anyMatch(CheckCommandIT::runs);
        Workspace.open(workspaces()).close();
        assertThat(parts).noneMatch(CheckCommandIT::runs);
        assertThat(runFolders()).isEmpty();
        assertThat(SavedHistory.judge(wholeLines(), ProducerProfile.kessel(), Grade.A)
                        .judgement()
                        .exitCode())
                .isEqualTo(ExitCode.INCOMPLETE);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"kafka", "relay", "postgres"})
    void aPartThatDiesEndsItWithOneSentenceAndNoVerdict(String part) throws Exception {
        part(part).destroyForcibly();
        String errors = new String(check.getErrorStream().readAllBytes(), UTF_8);
        assertThat(check.waitFor(60, TimeUnit.SECONDS)).as("it ends in time").isTrue();
        assertThat(check.exitValue()).isEqualTo(ExitCode.ERROR.code());
        assertThat(errors)
                .hasLineCount(1)
                .startsWith("The run cannot go on: " + part + " ended by itself, so there is no verdict; ");
        assertThat(parts).noneMatch(CheckCommandIT::runs);
        History.of(folder.resolve("out").resolve("history.ndjson")).read((line, entry) -> last = entry);
        assertThat(last)
                .isInstanceOfSatisfying(
                        Ended.class, end -> assertThat(end.what()).contains(part + " ended by itself"));
    }

    /** One that has ended stays in the system's table until somebody asks for it; it has no program any longer. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /** Known by its mark; the system cuts off a command line as long as its own. */
    private ProcessHandle part(String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("tmp"))) {
            Path mark = files.filter(file -> file.endsWith(name + ".pid"))
                    .findFirst()
                    .orElseThrow();
            return ProcessHandle.of(Long.parseLong(Files.readString(mark).split(" ")[0]))
                    .orElseThrow();
        }
    }

    private Path workspaces() throws IOException {
        try (Stream<Path> folders = Files.list(folder.resolve("tmp"))) {
            return folders.filter(path -> path.getFileName().toString().startsWith("kessel-events-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<Path> runFolders() throws IOException {
        try (Stream<Path> runs = Files.list(workspaces())) {
            return runs.filter(Files::isDirectory).toList();
        }
    }

    /** At most the last line was cut off by the SIGKILL. */
    private Path wholeLines() throws IOException {
        String text = Files.readString(folder.resolve("out").resolve("history.ndjson"));
        Path whole = folder.resolve("whole.ndjson");
        Files.writeString(whole, text.substring(0, text.lastIndexOf('\n') + 1));
        return whole;
    }
}
