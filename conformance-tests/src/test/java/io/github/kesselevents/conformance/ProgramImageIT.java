package io.github.kesselevents.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.verdict.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program in an image, as its Dockerfile makes it: on the public image of Java, or on another by
 * {@code -Dimages=…}. Needs the command docker.
 */
@Tag("full")
class ProgramImageIT {

    private static final Path DOCKERFILE = Path.of("src/main/docker/Dockerfile");
    private static final Path PROGRAM = Path.of("target/program");
    private static final String PREFIX = System.getProperty("images", "");
    private static final String IMAGE =
            "localhost/kessel-events-program:" + ProcessHandle.current().pid();
    private static final String CONTAINER =
            "kessel-events-program-" + ProcessHandle.current().pid();
    private static final int PATIENCE_MINUTES = 5;

    @TempDir
    private static Path folder;

    private record Ran(int code, String out, String err) {}

    @BeforeAll
    static void build() throws Exception {
        List<String> command = new ArrayList<>(List.of("build", "-q", "-t", IMAGE, "-f", DOCKERFILE.toString()));
        if (!PREFIX.isEmpty()) {
            // Where no registry is reached, nothing else is to be tried.
            command.addAll(List.of("--network=none", "--build-arg=JAVA=" + PREFIX + "/java"));
        }
        command.add(PROGRAM.toString());
        Ran built = docker(command);
        assertThat(built.code()).as("%s%s", built.out, built.err).isZero();
    }

    @AfterAll
    static void remove() throws Exception {
        docker(List.of("rmi", IMAGE));
    }

    /** It is gone already, unless its test gave up. */
    @AfterEach
    void removeWhatRuns() throws Exception {
        docker(List.of("rm", "-f", CONTAINER));
    }

    @Test
    void itIsTheProgramAndNotRoots() throws Exception {
        Ran listed = run(List.of(), "list", "--family=live");
        Ran explained = run(List.of(), "explain", "ORDER-1");

        assertThat(listed)
                .isEqualTo(new Ran(
                        0,
                        "LIVE-1  MUST  No write that the API accepts stops later events from being published.\n",
                        ""));
        assertThat(explained.code()).as(explained.err()).isZero();
        assertThat(explained.out()).startsWith("ORDER-1  Events of a key follow commit order  MUST\n");
        assertThat(run(List.of("--entrypoint=id"), "-u").out()).isEqualTo("1001\n");
    }

    @Test
    void itsExitCodeIsTheVerdict() throws Exception {
        Ran judged = run(List.of(), "judge", "swapped-updates");

        assertThat(judged.code()).as(judged.err()).isEqualTo(ExitCode.VIOLATED.code());
        assertThat(judged.out())
                .startsWith("NOT CONFORMANT: ORDER-1 is violated;")
                .endsWith("Judge it again  /opt/kessel-events/kessel-events judge swapped-updates\n");
    }

    /** By a user id that is in no passwd file, as OpenShift chooses it, and without a network: all is there. */
    @Test
    void itChecksUnderAnyUserId() throws Exception {
        Path repository = Path.of(System.getProperty("maven.local"));
        Ran checked = run(
                List.of(
                        "--network=none",
                        "--user=54321",
                        "--volume=" + repository + ":/var/cache/kessel-events/repository:ro"),
                "check",
                "--operations=1000",
                "--no-probes",
                "--faults=hold commit");

        assertThat(checked.code()).as("%s%s", checked.out, checked.err).isEqualTo(ExitCode.INCOMPLETE.code());
        assertThat(checked.out())
                .contains("INCOMPLETE: no MUST is violated;")
                .containsPattern("ATOMIC-8 +PASSED")
                .contains("For a browser   target/conformance/report.html");
    }

    private static Ran run(List<String> options, String... arguments) throws IOException, InterruptedException {
        return docker(
                Stream.of(List.of("run", "--rm", "--name=" + CONTAINER), options, List.of(IMAGE), List.of(arguments))
                        .flatMap(List::stream)
                        .toList());
    }

    private static Ran docker(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(arguments);
        Path out = folder.resolve("said.txt");
        Path err = folder.resolve("complained.txt");
        Process docker = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            boolean ended = docker.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
            assertThat(ended)
                    .as("%s ends: %s", command, Files.readString(out, UTF_8))
                    .isTrue();
            return new Ran(docker.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            docker.destroyForcibly();
        }
    }
}
