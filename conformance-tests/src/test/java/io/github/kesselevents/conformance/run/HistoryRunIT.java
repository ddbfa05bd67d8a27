package io.github.kesselevents.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.fault.FaultException;
import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.Restarted;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.SavedHistory;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.workload.ScenarioSettings;
import io.github.kesselevents.fixtures.environment.ConnectorConfiguration;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.fixtures.environment.RelayVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the reference producer on real parts, recorded and judged. */
class HistoryRunIT {

    @TempDir
    private Path folder;

    @Test
    void theReferenceProducerIsConformantUnderTheDefaultFaultsAndProbes() {
        RunSettings settings = RunSettings.standard(folder, 2);
        Judgement judgement = recordAndJudge(settings);
        assertThat(judgement.verdicts().stream().filter(Verdict::fails).toList())
                .isEmpty();
        assertThat(judgement.exitCode()).isEqualTo(ExitCode.CONFORMANT);
        assertThat(faults(settings, Stage.TOOK_EFFECT))
                .containsExactly(
                        "kill relay", "refuse-commits database", "hold-commit database", "stop relay", "kill producer");
        assertThat(entries(settings, Faulted.class))
                .filteredOn(fault ->
                        fault.stage() == Stage.ENDED && fault.component().equals("relay"))
                .as("what commits while the relay is away has to come, too")
                .hasSize(2)
                .allSatisfy(fault -> assertThat(fault.detail()).containsKey("committed meanwhile"));
        assertThat(SavedHistory.judge(settings.history(), settings.profile(), Grade.B)
                        .judgement()
                        .grade())
                .as("what was read back is evidence of the workload, though probes followed")
                .isEqualTo(Grade.B);
    }

    @Tag("full")
    @Test
    void nothingIsViolatedWhenDatabaseBrokerAndTheProductionRelayAreStruck() {
        RunSettings settings = RunSettings.standard(folder, 3)
                .withScenario(ScenarioSettings.defaults()
                        .withOperations(1_200)
                        .withFaults(List.of("kill database", "kill broker", "pause relay", "kill relay")))
                .withRelay(RelayVersion.PRODUCTION)
                .withProbes(false);
        Judgement judgement = recordAndJudge(settings);
        assertThat(judgement.verdicts().stream().flatMap(verdict -> verdict.findings().stream()))
                .isEmpty();
        assertThat(faults(settings, Stage.TOOK_EFFECT))
                .containsExactly("kill database", "kill broker", "pause relay", "kill relay");
        assertThat(entries(settings, Restarted.class))
                .as("the producer ends with its database, and is started again")
                .extracting(Restarted::component)
                .contains("producer");
    }

    @Tag("full")
    @Test
    void aConnectorThatCannotBeUsedIsOneSentenceAndTheHistorySaysSo() throws IOException {
        Path file = folder.resolve("connector.json");
        Files.writeString(file, "{\"connector.class\": \"io.example.NoSuchConnector\"}");
        RunSettings settings = RunSettings.standard(folder, 4).withConnector(ConnectorConfiguration.read(file));
        assertThatThrownBy(() -> HistoryRun.record(settings, new Progress(line -> {})))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("NoSuchConnector")
                .hasMessageNotContaining("\n");
        assertThat(entries(settings, Ended.class)).singleElement().satisfies(end -> {
            assertThat(end.reason()).isEqualTo(End.ABORTED);
            assertThat(end.what()).contains("NoSuchConnector");
        });
    }

    @Test
    void anUnknownFaultIsOneSentenceThatNamesTheKnownOnes() {
        RunSettings settings = RunSettings.standard(folder, 5)
                .withScenario(ScenarioSettings.defaults().withFaults(List.of("kill everything")));
        assertThatThrownBy(() -> HistoryRun.record(settings, new Progress(line -> {})))
                .isInstanceOf(FaultException.class)
                .hasMessageStartingWith(
                        "There is no fault named kill everything; there are: conflict commits, cut after commit, ");
    }

    private static Judgement recordAndJudge(RunSettings settings) {
        Progress progress = new Progress(System.out::println);
        HistoryRun.record(settings, progress).close();
        System.out.println(progress.times().entrySet().stream()
                .map(part -> part.getKey() + " " + part.getValue().toMillis() + " ms")
                .collect(Collectors.joining(", ")));
        TransactionsAtOnce.requireIn(settings.history());
        return SavedHistory.judge(settings.history(), settings.profile(), Grade.A)
                .judgement();
    }

    private static List<String> faults(RunSettings settings, Stage stage) {
        return entries(settings, Faulted.class).stream()
                .filter(fault -> fault.stage() == stage)
                .map(fault -> fault.what() + " " + fault.component())
                .toList();
    }

    private static <T extends HistoryEntry> List<T> entries(RunSettings settings, Class<T> kind) {
        List<T> entries = new ArrayList<>();
        History.of(settings.history()).read((line, entry) -> {
            if (kind.isInstance(entry)) {
                entries.add(kind.cast(entry));
            }
        });
        return entries;
    }
}
