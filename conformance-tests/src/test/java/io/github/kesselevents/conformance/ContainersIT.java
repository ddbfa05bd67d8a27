package io.github.kesselevents.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.fixtures.environment.ContainerEnvironment;
import io.github.kesselevents.fixtures.environment.ContainerSettings;
import io.github.kesselevents.fixtures.environment.ProducerProcess;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

/** The main job on containers. Needs a Docker, and the images: the public ones, or others by {@code -Dimages=…}. */
@Tag("full")
class ContainersIT {

    /** With a slash at its end, or empty. */
    private static final String PREFIX = System.getProperty("images", "").replaceFirst("(?<=[^/])$", "/");

    private static final Set<String> USES = ContainerSettings.publicImages().keySet();

    @TempDir
    private Path folder;

    private record Checked(int code, String out, String err) {}

    @Test
    void theReferenceIsConformantWhateverBefallsItsContainers() {
        String faults = Stream.of("relay", "producer", "broker", "database")
                .flatMap(part -> Stream.of("kill ", "pause ", "disconnect ").map(fault -> fault + part))
                .collect(joining(",", "hold commit,refuse commits,stop relay,", ""));

        Checked checked = check("--operations=3000", "--pacts=ready", "--faults=" + faults);

        assertThat(checked.code()).as("%s%s", checked.out, checked.err).isEqualTo(ExitCode.CONFORMANT.code());
        assertThat(checked.out().replaceAll("\\s+", " "))
                .containsPattern("CONFORMANT: no MUST is violated; known violations: [^;]*; not shown: nothing\\.")
                .contains("3000 operations, 15 faults", "provider states of pacts reached", "probes asked")
                .containsPattern("PACT-1 PASSED 1 record audit-log: ")
                .contains("--environment=containers")
                .containsOnlyOnce("--image=");
        assertThat(left(ProcessHandle.current().pid())).isEmpty();
    }

    @Test
    void anImageThatIsNotThereIsOneSentence() {
        Checked checked = check("--image=postgres=localhost/nobody/has-this");

        assertThat(checked.code()).isEqualTo(ExitCode.ERROR.code());
        assertThat(checked.err())
                .hasLineCount(1)
                .startsWith("The container of postgres cannot be started from the image localhost/nobody/has-this")
                .contains("see that the image is there or can be pulled");
        assertThat(left(ProcessHandle.current().pid())).isEmpty();
    }

    /** Neither Testcontainers' reaper nor a shutdown hook helps then. */
    @Test
    void whatAKilledRunLeftTheNextOneRemoves() throws Exception {
        List<String> command = new ArrayList<>(ProducerProcess.javaCommand(KitCommand.class.getName(), "check"));
        command.addAll(options("--output=" + folder.resolve("killed")));
        Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader said = run.inputReader(UTF_8)) {
            assertThat(said.lines().anyMatch(line -> line.contains("database and producer are up")))
                    .isTrue();
        } finally {
            run.destroyForcibly().waitFor();
        }
        assertThat(left(run.pid())).hasSizeGreaterThan(2);

        check("--image=postgres=localhost/nobody/has-this");

        assertThat(left(run.pid())).isEmpty();
    }

    /** Images of the containers, and the network, that a process has made. */
    private static List<String> left(long process) {
        DockerClient docker = DockerClientFactory.instance().client();
        Predicate<Map<String, String>> own =
                labels -> labels.getOrDefault(ContainerEnvironment.OWNER, "").contains(" " + process + " ");
        Stream<String> containers = docker.listContainersCmd().withShowAll(true).exec().stream()
                .filter(container -> own.test(container.getLabels()))
                .map(Container::getImage);
        Stream<String> networks = docker.listNetworksCmd().exec().stream()
                .filter(network -> own.test(network.getLabels()))
                .map(Network::getName);
        return Stream.concat(containers, networks).toList();
    }

    private Checked check(String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = options(more);
        if (all.stream().noneMatch(option -> option.startsWith("--output="))) {
            all.add("--output=" + folder.resolve("output"));
        }
        int code =
                Program.run(new CheckCommand(), new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
        return new Checked(code, out.toString(), err.toString());
    }

    private static List<String> options(String... more) {
        List<String> options = new ArrayList<>(List.of(more));
        options.add("--environment=containers");
        if (!PREFIX.isEmpty()) {
            options.add("--pull=never");
            USES.stream()
                    .filter(use -> Stream.of(more).noneMatch(option -> option.startsWith("--image=" + use)))
                    .forEach(use -> options.add("--image=" + use + "=" + PREFIX + use));
        }
        return options;
    }
}
