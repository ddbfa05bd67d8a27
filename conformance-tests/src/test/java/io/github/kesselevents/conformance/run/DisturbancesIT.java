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
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No false alarm: whatever befalls the real parts, nothing is held against a producer that is right. What befalls
 * broker, relay and database happens in every run; they share the rest.
 *
 * <p>More seeds: {@code mvn verify -Pfull -Dit.test=DisturbancesIT -Dseeds=30}.
 */
class DisturbancesIT {

    private static final int FIRST_SEED = 11;
    private static final int RUNS = 3;
    private static final int OPERATIONS_EACH = 150;
    /** With the held commit, as the one of a client that gives up or is cut off is held too briefly to decide on. */
    private static final Pattern IN_EVERY_RUN = Pattern.compile(".* (broker|relay|database)|hold commit");

    /** A failure is explained by its history. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    static LongStream furtherSeeds() {
        return LongStream.range(FIRST_SEED + 1, FIRST_SEED + Long.getLong("seeds", RUNS));
    }

    @Test
    void whateverBefallsThemNothingIsViolatedOrInDoubt() {
        nothingIsViolatedOrInDoubt(FIRST_SEED);
    }

    @Tag("full")
    @ParameterizedTest(name = "with seed {0}")
    @MethodSource("furtherSeeds")
    void inWhateverOrderItBefallsThemNothingIsViolatedOrInDoubt(long seed) {
        nothingIsViolatedOrInDoubt(seed);
    }

    private void nothingIsViolatedOrInDoubt(long seed) {
        List<String> faults = faults(seed);
        RunSettings settings = settings(seed, faults);
        record(settings);
        assertNothingIsHeldAgainstIt(settings);
        assertThat(tookEffect(settings)).containsAll(faults);
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

    /** In another order for each seed: what a fault does may show only behind the next one. */
    private static List<String> faults(long seed) {
        List<String> faults = new ArrayList<>();
        int shared = 0;
        for (String name : Disturbances.ofProcesses()) {
            if (IN_EVERY_RUN.matcher(name).matches() || shared++ % RUNS == (seed - FIRST_SEED) % RUNS) {
                faults.add(name);
            }
        }
        Collections.shuffle(faults, new Random(seed));
        return faults;
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
