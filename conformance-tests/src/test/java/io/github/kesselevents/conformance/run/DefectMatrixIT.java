package io.github.kesselevents.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.SavedHistory;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.workload.ScenarioSettings;
import io.github.kesselevents.fixtures.inventory.Defect;
import io.github.kesselevents.fixtures.inventory.PlantedDefect;
import io.github.kesselevents.fixtures.relay.ReferenceRelay;
import io.github.kesselevents.fixtures.relay.RelayDefect;
import io.github.kesselevents.fixtures.relay.RelaySettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every requirement bites: each planted defect violates the one it is planted for, and no other; without one, nothing
 * is violated. A defect that never fired fails its test.
 */
@TestInstance(Lifecycle.PER_CLASS)
class DefectMatrixIT {

    private static final int OPERATIONS = 500;
    private static final List<String> CHEAP_FAULTS =
            List.of("stop relay", "refuse commits", "hold commit", "kill relay");

    private SharedStage stage;

    @TempDir
    private Path folder;

    @BeforeAll
    void open() {
        stage = SharedStage.open();
    }

    @AfterAll
    void close() {
        stage.close();
    }

    @TestFactory
    Stream<DynamicTest> defectsOfTheProducer() {
        return Arrays.stream(Defect.values())
                .map(defect -> dynamicTest(title(defect.plantedFor(), defect), () -> {
                    PlantedDefect planted = PlantedDefect.of(defect);
                    assertCaught(
                            defect.plantedFor(),
                            ReferenceRelay::of,
                            planted,
                            () -> planted.fired().size());
                }));
    }

    @TestFactory
    Stream<DynamicTest> defectsOfTheRelay() {
        return Arrays.stream(RelayDefect.values())
                .map(defect -> dynamicTest(title(defect.plantedFor(), defect), () -> {
                    ReferenceRelay[] relay = new ReferenceRelay[1];
                    assertCaught(
                            defect.plantedFor(),
                            settings -> relay[0] = relay(defect, settings),
                            null,
                            () -> relay[0].fired());
                }));
    }

    @TestFactory
    Stream<DynamicTest> nothingIsFoundWhereNothingIsWrong() {
        return LongStream.rangeClosed(1, Long.getLong("seeds", 3))
                .mapToObj(seed -> dynamicTest("seed " + seed, () -> {
                    Judgement judgement = judge(seed, ReferenceRelay::of, null);
                    assertThat(judgement.verdicts().stream()
                                    .filter(verdict -> verdict.status() == Verdict.Status.INCONCLUSIVE
                                            || verdict.status() == Verdict.Status.VIOLATED
                                                    && !verdict.isKnownViolation())
                                    .map(DefectMatrixIT::describe))
                            .isEmpty();
                }));
    }

    private static ReferenceRelay relay(RelayDefect defect, RelaySettings settings) {
        // The old event must be the last of its resource: after the last kill, only sentinels are left to write.
        return defect == RelayDefect.OLD_EVENT_LAST
                ? ReferenceRelay.with(defect, message -> message.json().contains("/sentinel-"), settings)
                : ReferenceRelay.with(defect, settings);
    }

    private static String title(String id, Enum<?> defect) {
        return id + " " + defect.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    private void assertCaught(
            String plantedFor,
            Function<RelaySettings, ReferenceRelay> relay,
            PlantedDefect planted,
            IntSupplier fired) {
        Judgement judgement = judge(1, relay, planted);
        assertThat(fired.getAsInt()).as("the defect fired").isPositive();
        assertThat(judgement.violated()).as(() -> describe(judgement)).containsExactly(plantedFor);
    }

    private Judgement judge(long seed, Function<RelaySettings, ReferenceRelay> relay, PlantedDefect planted) {
        long begun = System.nanoTime();
        SharedStage.Place place = stage.next();
        ProducerProfile profile = LightParts.profile(place);
        RunSettings settings = RunSettings.standard(folder.resolve(place.name()), seed)
                .withProfile(profile)
                .withScenario(
                        ScenarioSettings.defaults().withOperations(OPERATIONS).withFaults(CHEAP_FAULTS))
                .withProbes(false);
        Progress progress = new Progress(line -> {});
        HistoryRun.record(settings, progress, java.util.Map.of(), () -> LightParts.launch(stage, place, relay, planted))
                .close();
        Judgement judgement =
                SavedHistory.judge(settings.history(), profile, Grade.A).judgement();
        System.out.printf("%6.2f s  %s%n", (System.nanoTime() - begun) / 1e9, progress.times());
        return judgement;
    }

    private static String describe(Judgement judgement) {
        return judgement.verdicts().stream()
                .filter(verdict -> !verdict.findings().isEmpty())
                .map(DefectMatrixIT::describe)
                .reduce("", (all, one) -> all + one + "\n");
    }

    private static String describe(Verdict verdict) {
        return verdict.id() + " " + verdict.word() + " " + verdict.reasons() + " "
                + verdict.findings().stream().limit(2).toList();
    }
}
