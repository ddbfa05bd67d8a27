package io.github.kesselevents.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.History;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No false alarm: whatever befalls the real parts, nothing is held against a producer that is right. */
class DisturbancesIT {

    private static final List<String> ALL = Disturbances.names();
    private static final int OPERATIONS_EACH = 150;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "with seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void whateverBefallsThemNothingIsViolatedOrInDoubt(long seed) {
        RunSettings settings = RunSettings.standard(folder, seed)
                .withScenario(ScenarioSettings.defaults()
                        .withOperations(OPERATIONS_EACH * (ALL.size() + 1))
                        .withFaults(rotated((int) seed)))
                .withProbes(false);
        Progress progress = new Progress(System.out::println);
        HistoryRun.record(settings, progress).close();
        Judgement judgement = SavedHistory.judge(settings.history(), settings.profile(), Grade.A)
                .judgement();

        assertThat(judgement.violated()).isEmpty();
        assertThat(judgement.verdicts())
                .filteredOn(verdict -> verdict.status() == Status.INCONCLUSIVE)
                .isEmpty();
        assertThat(tookEffect(settings)).containsAll(ALL);
    }

    /** Another order for each seed: what a fault does may show only behind the next one. */
    private static List<String> rotated(int by) {
        List<String> rotated = new ArrayList<>(ALL);
        java.util.Collections.rotate(rotated, by * 5);
        return rotated;
    }

    private static List<String> tookEffect(RunSettings settings) {
        List<String> faults = new ArrayList<>();
        History.of(settings.history()).read((line, entry) -> {
            if (entry instanceof Faulted fault && fault.stage() == Stage.TOOK_EFFECT) {
                // The names of what befalls commits and clients say it with blanks, and some name no component.
                faults.add(fault.what().replace('-', ' '));
                faults.add(fault.what().replace('-', ' ') + " " + fault.component());
            }
        });
        return faults;
    }
}
