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
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No false alarm: whatever befalls the real parts, nothing is held against a producer that is right. */
class DisturbancesIT {

    private static final List<String> ALL_OF_ONE_BROKER = Disturbances.possible(1);
    private static final int OPERATIONS_EACH = 150;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "with seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void whateverBefallsThemNothingIsViolatedOrInDoubt(long seed) {
        RunSettings settings = settings(seed, rotated((int) seed));
        record(settings);
        assertNothingIsHeldAgainstIt(settings);
        assertThat(tookEffect(settings)).containsAll(ALL_OF_ONE_BROKER);
    }

    @Test
    void theStreamGoesOnWithoutTheLeaderOfThreeBrokersAndNothingIsViolatedOrInDoubt() {
        RunSettings settings = settings(21, List.of("kill leader")).withBrokers(3);
        record(settings);
        assertNothingIsHeldAgainstIt(settings);

        List<HistoryEntry> meanwhile = meanwhile(settings, "kill-leader");
        assertThat(meanwhile.get(0))
                .isInstanceOfSatisfying(
                        Faulted.class,
                        fault -> assertThat(fault.detail())
                                .containsOnlyKeys("partition", "leader", "next leader")
                                .doesNotContainEntry(
                                        "next leader", fault.detail().get("leader")));
        assertThat(meanwhile)
                .as("sentinels arrived on all partitions before it came back")
                .filteredOn(Drained.class::isInstance)
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(((Drained) entry).complete()).isTrue());
    }

    private RunSettings settings(long seed, List<String> faults) {
        return RunSettings.standard(folder, seed)
                .withScenario(ScenarioSettings.defaults()
                        .withOperations(OPERATIONS_EACH * (faults.size() + 1))
                        .withFaults(faults))
                .withProbes(false);
    }

    /** Records the run, and prints where its time went. */
    private static void record(RunSettings settings) {
        Progress progress = new Progress(System.out::println);
        HistoryRun.record(settings, progress).close();
        progress.times()
                .forEach((part, time) -> System.out.printf(Locale.ROOT, "%8.1f s  %s%n", time.toMillis() / 1e3, part));
    }

    private static void assertNothingIsHeldAgainstIt(RunSettings settings) {
        Judgement judgement = SavedHistory.judge(settings.history(), settings.profile(), Grade.A)
                .judgement();
        assertThat(judgement.violated()).as(() -> LightRun.describe(judgement)).isEmpty();
        assertThat(judgement.verdicts())
                .filteredOn(verdict -> verdict.status() == Status.INCONCLUSIVE)
                .isEmpty();
        TransactionsAtOnce.requireIn(settings.history());
    }

    /** Another order for each seed: what a fault does may show only behind the next one. */
    private static List<String> rotated(int by) {
        List<String> rotated = new ArrayList<>(ALL_OF_ONE_BROKER);
        Collections.rotate(rotated, by * 5);
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

    /** That a fault took effect, and what was recorded before it ended. */
    private static List<HistoryEntry> meanwhile(RunSettings settings, String what) {
        List<HistoryEntry> entries = new ArrayList<>();
        boolean[] lasts = new boolean[1];
        History.of(settings.history()).read((line, entry) -> {
            if (entry instanceof Faulted fault && fault.what().equals(what)) {
                lasts[0] = fault.stage() == Stage.TOOK_EFFECT;
            }
            if (lasts[0]) {
                entries.add(entry);
            }
        });
        return entries;
    }
}
