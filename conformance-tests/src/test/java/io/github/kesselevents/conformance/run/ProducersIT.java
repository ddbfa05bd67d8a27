package io.github.kesselevents.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.RelaySampled;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerSettings;
import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.SavedHistory;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.workload.ScenarioSettings;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.fixtures.environment.Ports;
import io.github.kesselevents.fixtures.environment.ProducerProcess;
import io.github.kesselevents.fixtures.inventory.Design;
import io.github.kesselevents.fixtures.inventory.DualWriter;
import io.github.kesselevents.fixtures.inventory.ReferenceInventory;
import io.github.kesselevents.fixtures.inventory.ReferenceInventory.Settings;
import io.github.kesselevents.fixtures.inventory.ReferenceInventoryCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Producers that a {@code producer.yaml} brings, each in its way, on real parts. */
@Tag("full")
class ProducersIT {

    private static final int OPERATIONS = 700;
    private static final String TOKEN = "s3cr3t-t0k3n";

    @TempDir
    private Path folder;

    private final AtomicReference<ReferenceInventory> running = new AtomicReference<>();

    @AfterEach
    void endWhatRuns() {
        if (running.get() != null) {
            running.get().close();
        }
    }

    @Test
    void aCommandIsKilledAndStartedAgainAndItsSecretIsNowhere() throws IOException {
        Files.writeString(folder.resolve("token"), TOKEN);
        RunSettings settings = settings(Map.of(
                        "name", "mine",
                        "command", ProducerProcess.javaCommand(ReferenceInventoryCommand.class.getName()),
                        "environment",
                                Map.of("INVENTORY_PORT", "$PORT", "INVENTORY_DATABASE_URL", "$DATABASE_JDBC_URL"),
                        "ready", "health",
                        "api", Map.of("token", Map.of("file", "token"))))
                .withScenario(ScenarioSettings.defaults()
                        .withOperations(OPERATIONS)
                        .withFaults(List.of("kill producer", "cut after commit")));
        Judgement judgement = recordAndJudge(settings, line -> {});

        assertThat(judgement.verdicts().stream().flatMap(verdict -> verdict.findings().stream()))
                .isEmpty();
        assertThat(judgement.incomplete()).isEmpty();
        assertThat(faults(settings, Stage.TOOK_EFFECT)).containsExactly("kill producer", "cut-after-commit network");
        assertThat(entries(settings, Started.class))
                .singleElement()
                .satisfies(start -> assertThat(start.versions()).containsEntry("producer", "mine"));
        assertThat(written()).isNotEmpty().noneMatch(text -> text.contains(TOKEN));
    }

    @Test
    void whatSomebodyElseStartsIsNeitherKilledNorCutAndTheRunSaysSo() throws IOException {
        int port = Ports.free();
        int database = Ports.free();
        int broker = Ports.free();
        RunSettings settings = settings(Map.of(
                        "name",
                        "mine",
                        "address",
                        "127.0.0.1:" + port,
                        "ports",
                        Map.of("database", database, "broker", broker),
                        "relay",
                        "none",
                        "profile",
                        Map.of("accepted", Map.of("kill relay", "There is none."))))
                .withScenario(ScenarioSettings.defaults()
                        .withOperations(OPERATIONS)
                        .withFaults(List.of("kill relay", "kill producer", "cut after commit", "refuse commits")));
        String url = "jdbc:postgresql://127.0.0.1:" + database + "/postgres?user=postgres";
        Consumer<String> whoStartsIt = line -> {
            if (line.contains("waiting for the producer at 127.0.0.1:" + port
                    + "; its database is postgresql://postgres@127.0.0.1:" + database + "/postgres")) {
                running.set(ReferenceInventory.start(
                        new Settings("127.0.0.1", port, url, null, null, 16),
                        DualWriter.of(Design.PUBLISH_AFTER_COMMIT, "127.0.0.1:" + broker, "outbox.event.")));
            }
        };
        Judgement judgement = recordAndJudge(settings, whoStartsIt);

        assertThat(judgement.profile()).isEqualTo("mine");
        assertThat(judgement.incomplete())
                .isEqualTo("not exercised: kill producer, because the kit did not start the producer at 127.0.0.1:"
                        + port + "; not exercised: cut after commit, because the producer's connections to its database"
                        + " do not pass through the kit");
        assertThat(judgement.exitCode()).isNotEqualTo(ExitCode.CONFORMANT);
        assertThat(judgement.verdict("DUP-6").map(Verdict::reasons).orElseThrow())
                .contains("not exercised: kill relay, because the producer publishes by itself, without a relay");
        assertThat(faults(settings, Stage.OMITTED))
                .containsExactly("kill relay", "kill producer", "cut after commit network");
        assertThat(faults(settings, Stage.TOOK_EFFECT)).containsExactly("refuse-commits database");
        assertThat(entries(settings, RelaySampled.class))
                .extracting(RelaySampled::state)
                .containsOnly("NONE");
    }

    @Test
    void aClassLivesInThisJvmAndIsStoppedButNotKilled() throws IOException {
        RunSettings settings = settings(Map.of(
                        "name", "mine",
                        "class", InventoryInThisJvm.class.getName(),
                        "environment",
                                Map.of("INVENTORY_PORT", "$PORT", "INVENTORY_DATABASE_URL", "$DATABASE_JDBC_URL"),
                        "profile", Map.of("accepted", Map.of("kill producer", "It lives in the kit's JVM."))))
                .withScenario(ScenarioSettings.defaults()
                        .withOperations(OPERATIONS)
                        .withFaults(List.of(
                                "kill relay",
                                "kill producer",
                                "stop producer",
                                "cut after commit",
                                "refuse commits",
                                "hold commit")));
        Judgement judgement = recordAndJudge(settings, line -> {});

        assertThat(judgement.exitCode())
                .as("%s%s", judgement.incomplete(), LightRun.describe(judgement))
                .isEqualTo(ExitCode.CONFORMANT);
        assertThat(faults(settings, Stage.OMITTED)).containsExactly("kill producer");
        assertThat(faults(settings, Stage.TOOK_EFFECT))
                .containsExactly(
                        "kill relay",
                        "stop producer",
                        "cut-after-commit network",
                        "refuse-commits database",
                        "hold-commit database");
        assertThat(Thread.getAllStackTraces().keySet())
                .as("nothing of it is left")
                .noneMatch(thread -> thread.getName().startsWith("reference-inventory"));
    }

    @Test
    void anApiOfItsOwnIsCalledByAClass() throws IOException {
        List<String> command =
                ProducerProcess.javaCommand(HttpInventoryCommand.class.getName(), "$PORT", "$DATABASE_JDBC_URL");
        RunSettings settings = settings(Map.of(
                        "name", "mine", "command", command, "api", Map.of("class", HttpInventoryApi.class.getName())))
                .withScenario(ScenarioSettings.defaults()
                        .withOperations(OPERATIONS)
                        .withFaults(List.of(
                                "kill relay", "kill producer", "time out client", "refuse commits", "hold commit")));
        Judgement judgement = recordAndJudge(settings, line -> {});

        assertThat(judgement.exitCode())
                .as("%s%s", judgement.incomplete(), LightRun.describe(judgement))
                .isEqualTo(ExitCode.CONFORMANT);
        assertThat(faults(settings, Stage.TOOK_EFFECT)).contains("kill producer", "time-out client");
        assertThat(entries(settings, Returned.class))
                .extracting(Returned::code)
                .contains("OK", "INVALID_ARGUMENT", "NOT_FOUND", "DEADLINE_EXCEEDED");
    }

    @Test
    void aCommandThatEndsIsOneSentenceWithItsLastWords() throws IOException {
        RunSettings settings = settings(Map.of(
                "name", "mine", "command", List.of("sh", "-c", "echo no tenant on $PORT; exit 4"), "relay", "none"));

        assertThatThrownBy(() -> HistoryRun.record(settings, new Progress(line -> {})))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageMatching(
                        "The producer ended while it started; its command was sh -c echo no tenant on (\\d+);"
                                + " exit 4\\. It said: no tenant on \\1");
    }

    @Test
    void aCommandThatIsNeverReadyIsOneSentence() throws IOException {
        RunSettings settings = settings(Map.of(
                "name", "mine",
                "command", List.of("sh", "-c", "echo waiting; exec sleep 60"),
                "ports", Map.of("producer", Ports.free()),
                "relay", "none",
                "timeouts", Map.of("start", 1)));

        assertThatThrownBy(() -> HistoryRun.record(settings, new Progress(line -> {})))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith(
                        "The producer was not ready within 1 s and was killed; its command was sh -c echo waiting;"
                                + " exec sleep 60. It said: ");
    }

    /** JSON is YAML. */
    private RunSettings settings(Map<String, Object> producer) throws IOException {
        Path file = Files.writeString(
                folder.resolve("producer.yaml"), JsonMapper.shared().writeValueAsString(producer));
        return RunSettings.standard(folder.resolve("out"), 1)
                .withProducer(ProducerSettings.read(file))
                .withProbes(false);
    }

    private static Judgement recordAndJudge(RunSettings settings, Consumer<String> progress) {
        HistoryRun.record(settings, new Progress(progress)).close();
        return SavedHistory.judge(settings.history(), settings.profile(), Grade.A)
                .judgement();
    }

    private List<String> written() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.add(Files.readString(file));
            }
            return texts;
        }
    }

    private static List<String> faults(RunSettings settings, Stage stage) {
        return entries(settings, Faulted.class).stream()
                .filter(fault -> fault.stage() == stage)
                .map(fault -> fault.what() + " " + fault.component())
                .toList();
    }

    private static <T extends HistoryEntry> List<T> entries(RunSettings settings, Class<T> kind) {
        List<T> found = new ArrayList<>();
        History.of(settings.history()).read((line, entry) -> {
            if (kind.isInstance(entry)) {
                found.add(kind.cast(entry));
            }
        });
        return found;
    }
}
