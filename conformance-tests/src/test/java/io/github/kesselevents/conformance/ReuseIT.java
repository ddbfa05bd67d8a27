package io.github.kesselevents.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.fixtures.environment.ContainerEnvironment;
import io.github.kesselevents.fixtures.environment.ContainerSettings;
import io.github.kesselevents.fixtures.environment.EnvironmentSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.PullPolicy;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;

/**
 * Containers that outlive their run. Needs a Docker, and the images: the public ones, or others by {@code -Dimages=…}.
 */
@Tag("full")
class ReuseIT {

    /** With a slash at its end, or empty. */
    private static final String PREFIX = System.getProperty("images", "").replaceFirst("(?<=[^/])$", "/");

    /** Another name of the image, so that no other run of this machine's user has the same containers. */
    private static final String POSTGRES = "localhost/kessel-events-reuse/postgres:it";

    private final DockerClient docker = DockerClientFactory.instance().client();

    @TempDir
    private Path folder;

    private record Checked(int code, String out, Path history) {}

    @BeforeEach
    void nameTheImage() {
        String image = new RemoteDockerImage(DockerImageName.parse(image(ContainerSettings.POSTGRES)))
                .withImagePullPolicy(PREFIX.isEmpty() ? PullPolicy.defaultPolicy() : present -> false)
                .get();
        int tag = POSTGRES.lastIndexOf(':');
        docker.tagImageCmd(image, POSTGRES.substring(0, tag), POSTGRES.substring(tag + 1))
                .exec();
    }

    @AfterEach
    void removeAll() {
        for (String settings : settings()) {
            containers(settings)
                    .forEach(container -> docker.removeContainerCmd(container)
                            .withForce(true)
                            .withRemoveVolumes(true)
                            .exec());
            networks(settings)
                    .forEach(network -> docker.removeNetworkCmd(network).exec());
        }
        docker.removeImageCmd(POSTGRES).withNoPrune(true).exec();
    }

    @Test
    void theNextRunBeginsWithThemWipedOrAnewIfOneOfThemIsDown() {
        Checked first = check("first", "--faults=refuse commits", "--no-probes");

        assertThat(first.code()).as(first.out()).isEqualTo(ExitCode.INCOMPLETE.code());
        assertThat(settings()).hasSize(1);
        String settings = settings().iterator().next();
        Set<String> kept = containers(settings);
        assertThat(kept).hasSize(3);
        assertThat(networks(settings)).hasSize(1);
        String label = "label=" + ContainerEnvironment.REUSE + "=" + settings;
        assertThat(lastLine(first.out()))
                .endsWith("kept for the next run: postgres, kafka, relay; this removes them: docker rm -f -v"
                        + " $(docker ps -aq --filter " + label + ") && docker network prune -f --filter " + label);

        Checked second = check("second", "--faults=kill relay,refuse commits,hold commit,kill producer");

        assertThat(second.code()).as(second.out()).isEqualTo(ExitCode.CONFORMANT.code());
        assertThat(second.out())
                .contains("the containers that an earlier run kept are taken over, and wiped")
                .contains("--environment=containers", " --reuse");
        assertThat(containers(settings)).isEqualTo(kept);
        Map<Integer, Long> begins = new TreeMap<>();
        Set<String> events = events(second.history(), begins);
        assertThat(begins)
                .hasSize(3)
                .allSatisfy((partition, offset) -> assertThat(offset).isZero());
        assertThat(events).doesNotContainAnyElementsOf(events(first.history(), new TreeMap<>()));

        String killed = kept.iterator().next();
        docker.killContainerCmd(killed).exec();
        List<String> said = new CopyOnWriteArrayList<>();
        List<String> saidMeanwhile = new CopyOnWriteArrayList<>();
        try (ContainerEnvironment third = launch(said);
                ContainerEnvironment meanwhile = launch(saidMeanwhile)) {
            third.awaitStreaming();
            assertThat(meanwhile.bootstrapServers()).isNotEqualTo(third.bootstrapServers());
        }

        assertThat(said)
                .anyMatch(line -> line.matches("the containers that an earlier run kept are made anew: the container of"
                        + " (postgres|kafka|relay) is exited"))
                .anyMatch(line -> line.startsWith("kept for the next run: "));
        assertThat(saidMeanwhile)
                .contains("another run has the containers that are kept; this one makes its own, and keeps none")
                .noneMatch(line -> line.startsWith("kept for the next run: "));
        assertThat(settings()).containsExactly(settings);
        assertThat(containers(settings)).hasSize(3).doesNotContainAnyElementsOf(kept);
        assertThat(networks(settings)).hasSize(1);
    }

    /** Ids of the events that were observed, and the first offset of each partition. */
    private static Set<String> events(Path history, Map<Integer, Long> begins) {
        List<HistoryEntry.Observed> observed = new ArrayList<>();
        History.of(history).read((line, entry) -> {
            if (entry instanceof HistoryEntry.Observed record && record.topic().endsWith(".resources")) {
                observed.add(record);
            }
        });
        observed.forEach(record -> begins.putIfAbsent(record.partition(), record.offset()));
        return observed.stream()
                .map(record ->
                        new String(record.record().header("id").orElseThrow().value(), UTF_8))
                .collect(Collectors.toSet());
    }

    private Checked check(String name, String... more) {
        StringWriter said = new StringWriter();
        List<String> options = new ArrayList<>(List.of(more));
        options.addAll(List.of("--environment=containers", "--reuse", "--operations=1000"));
        options.add("--output=" + folder.resolve(name));
        images().forEach((use, image) -> options.add("--image=" + use + "=" + image));
        if (!PREFIX.isEmpty()) {
            options.add("--pull=never");
        }
        int code = Program.run(
                new CheckCommand(), new PrintWriter(said), new PrintWriter(said), options.toArray(String[]::new));
        return new Checked(code, said.toString(), folder.resolve(name).resolve("history.ndjson"));
    }

    private static ContainerEnvironment launch(List<String> said) {
        ContainerSettings.Pull pull = PREFIX.isEmpty() ? ContainerSettings.Pull.MISSING : ContainerSettings.Pull.NEVER;
        return ContainerEnvironment.launch(
                EnvironmentSettings.standard().withProgress(said::add), new ContainerSettings(images(), pull, true));
    }

    private static Map<String, String> images() {
        Map<String, String> images = new TreeMap<>();
        ContainerSettings.publicImages().keySet().forEach(use -> images.put(use, image(use)));
        images.put(ContainerSettings.POSTGRES, POSTGRES);
        return images;
    }

    private static String image(String use) {
        return PREFIX.isEmpty() ? ContainerSettings.publicImages().get(use) : PREFIX + use;
    }

    /** For which there are containers of this test. */
    private Set<String> settings() {
        return kept().stream()
                .filter(container -> container.getImage().equals(POSTGRES))
                .map(container -> container.getLabels().get(ContainerEnvironment.REUSE))
                .collect(Collectors.toSet());
    }

    private Set<String> containers(String settings) {
        return kept().stream()
                .filter(container -> settings.equals(container.getLabels().get(ContainerEnvironment.REUSE)))
                .map(Container::getId)
                .collect(Collectors.toSet());
    }

    private List<Container> kept() {
        return docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(ContainerEnvironment.REUSE))
                .exec();
    }

    private List<String> networks(String settings) {
        return docker.listNetworksCmd().exec().stream()
                .filter(network -> settings.equals(network.getLabels().get(ContainerEnvironment.REUSE)))
                .map(Network::getId)
                .toList();
    }

    private static String lastLine(String out) {
        List<String> lines = out.lines().toList();
        return lines.get(lines.size() - 1);
    }
}
