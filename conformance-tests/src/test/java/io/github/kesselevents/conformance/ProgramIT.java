package io.github.kesselevents.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.fixtures.environment.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is packed, called as its users call it, from a folder of theirs. */
@Tag("full")
class ProgramIT {

    private static final Path PROGRAM = Path.of("target/program/kessel-events").toAbsolutePath();
    private static final Path SCRIPT = PROGRAM.resolve("kessel-events");
    private static final int PATIENCE_MINUTES = 10;

    @TempDir
    private Path folder;

    private record Ran(int code, String out, String err) {}

    @Test
    void theJarAndTheScriptAreTheSameProgram() throws Exception {
        String version = "kessel-events " + Versions.kit() + "\n";
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        assertThat(run(java, "-jar", PROGRAM.resolve("kessel-events.jar").toString(), "--version"))
                .isEqualTo(new Ran(0, version, ""));
        Path link = Files.createSymbolicLink(folder.resolve("kit"), SCRIPT);
        assertThat(run(link.toString(), "--version")).isEqualTo(new Ran(0, version, ""));
        Files.delete(link);
    }

    @Test
    void aBadHistoryEndsWithOneAndSaysHowToJudgeItAgain() throws Exception {
        Ran ran = program("judge", "lost-event", "--grade=B");

        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.VIOLATED.code());
        assertThat(ran.out())
                .startsWith("NOT CONFORMANT: ACK-1 is violated;")
                .endsWith("Judge it again  " + SCRIPT + " judge lost-event --grade=B\n");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void whatIsNotThereIsOneSentence() throws Exception {
        assertThat(program("explain", "ODER-1"))
                .isEqualTo(new Ran(
                        ExitCode.ERROR.code(),
                        "",
                        "There is no requirement ODER-1; use one of ORDER-1, ORDER-2, ORDER-3, ORDER-4, ORDER-5.\n"));
    }

    @Test
    void theFirstWayIsToldFromCommandToCommand() throws Exception {
        Ran ran = program("init", "producer.yaml");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).endsWith("\n  " + SCRIPT + " doctor producer.yaml\n");
        assertThat(program("doctor", "producer.yaml").err())
                .isEqualTo("There is no program bin/inventory in " + folder.toRealPath()
                        + "; build it, or mend command, whose first word it is.\n");
    }

    /** Little of a check, and all of its parts: the jars of broker, relay and database are not in the folder. */
    @Test
    void itChecksOnRealParts() throws Exception {
        Ran ran = program("check", "--operations=1000", "--no-probes", "--faults=hold commit", "--output=out");

        assertThat(ran.code()).as("%s%s", ran.out(), ran.err()).isEqualTo(ExitCode.INCOMPLETE.code());
        assertThat(ran.out())
                .contains("INCOMPLETE: no MUST is violated;")
                .contains("Run it again    " + SCRIPT
                        + " check --seed=1 --operations=1000 --no-probes '--faults=hold commit'\n");
        assertThat(folder.resolve("out")).isDirectoryContaining("glob:**/report.html");
    }

    private Ran program(String... arguments) throws IOException, InterruptedException {
        return run(Stream.concat(Stream.of(SCRIPT.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private Ran run(String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("said.txt");
        Path err = folder.resolve("complained.txt");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // As in most containers: none of its parts may take that for its encoding.
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        List<ProcessHandle> parts = List.of();
        try {
            boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
            assertThat(ended)
                    .as("%s ends: %s", List.of(command), Files.readString(out, UTF_8))
                    .isTrue();
            return new Ran(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            parts = process.descendants().toList();
            process.destroyForcibly();
            parts.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
