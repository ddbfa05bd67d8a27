package io.github.kesselevents.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.SavedHistory;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import io.github.kesselevents.conformance.workload.ScenarioSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers, of which the leader of a partition dies: the stream goes on, and nothing is held against it. */
class KillLeaderIT {

    @TempDir
    private Path folder;

    @Test
    void theStreamGoesOnWithoutTheLeaderAndNothingIsViolatedOrInDoubt() {
        RunSettings settings = RunSettings.standard(folder, 21)
                .withScenario(ScenarioSettings.defaults().withOperations(500).withFaults(List.of("kill leader")))
                .withBrokers(3)
                .withProbes(false);
        HistoryRun.record(settings, new Progress(System.out::println)).close();
        Judgement judgement = SavedHistory.judge(settings.history(), settings.profile(), Grade.A)
                .judgement();

        assertThat(judgement.violated()).as(() -> LightRun.describe(judgement)).isEmpty();
        assertThat(judgement.verdicts())
                .filteredOn(verdict -> verdict.status() == Status.INCONCLUSIVE)
                .isEmpty();
        List<HistoryEntry> while_ = entries(settings);
        assertThat(while_).isNotEmpty();
    }

    private static List<HistoryEntry> entries(RunSettings settings) {
        List<HistoryEntry> entries = new ArrayList<>();
        History.of(settings.history()).read((line, entry) -> {
            if (entry instanceof Drained || entry instanceof Faulted fault && fault.stage() != Stage.ASKED) {
                System.out.println(entry);
                entries.add(entry);
            }
        });
        return entries;
    }
}
