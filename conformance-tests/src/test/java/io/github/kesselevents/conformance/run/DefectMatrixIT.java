package io.github.kesselevents.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import io.github.kesselevents.conformance.workload.PlannedFault;
import io.github.kesselevents.fixtures.environment.Part;
import io.github.kesselevents.fixtures.inventory.Defect;
import io.github.kesselevents.fixtures.inventory.PlantedDefect;
import io.github.kesselevents.fixtures.relay.ReferenceRelay;
import io.github.kesselevents.fixtures.relay.RelayDefect;
import io.github.kesselevents.fixtures.relay.RelaySettings;
import io.github.kesselevents.schemas.Requirements;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every requirement bites: each planted defect violates the one it is planted for, and no other; without one, nothing
 * is violated or in doubt. A defect that never fired fails its test.
 *
 * <p>More seeds: {@code mvn verify -Dit.test=DefectMatrixIT -Dseeds=200}; the defects are planted under the first.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodName.class)
class DefectMatrixIT {

    private static final long SEED = 1;
    private static final long LEAST_SEEDS = 30;

    private final GradesTable grades = new GradesTable();
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
    Stream<DynamicTest> aDefectOfTheProducerIsFoundUnderItsRequirementAlone() {
        return Arrays.stream(Defect.values())
                .map(defect -> dynamicTest(title(defect.plantedFor(), defect), () -> {
                    PlantedDefect planted = PlantedDefect.of(defect);
                    assertFound(
                            title(defect.plantedFor(), defect),
                            defect.plantedFor(),
                            LightRun.CHEAP_FAULTS,
                            ReferenceRelay::of,
                            (place, port) -> LightParts.wrong(planted, place, port),
                            () -> planted.fired().size());
                }));
    }

    @TestFactory
    Stream<DynamicTest> aDefectOfTheRelayIsFoundUnderItsRequirementAlone() {
        return Arrays.stream(RelayDefect.values())
                .map(defect -> dynamicTest(title(defect.plantedFor(), defect), () -> {
                    ReferenceRelay[] relay = new ReferenceRelay[1];
                    assertFound(
                            title(defect.plantedFor(), defect),
                            defect.plantedFor(),
                            defect == RelayDefect.OLD_EVENT_LAST ? LightRun.KILL_AT_THE_END : LightRun.CHEAP_FAULTS,
                            settings -> relay[0] = relay(defect, settings),
                            LightParts::right,
                            () -> relay[0].fired());
                }));
    }

    /** ACK-1 and ACK-2 are what is left of the precise ids where evidence is poorer. */
    @Test
    void everyRequirementOfAProducerHasADefect() {
        assertThat(Stream.concat(
                        Arrays.stream(Defect.values()).map(Defect::plantedFor),
                        Arrays.stream(RelayDefect.values()).map(RelayDefect::plantedFor)))
                .hasSizeGreaterThanOrEqualTo(45)
                .containsAll(Requirements.bundled().all().stream()
                        .map(requirement -> requirement.id())
                        .filter(id -> !id.startsWith("CONSUMER-") && !id.startsWith("ACK-"))
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> nothingIsViolatedOrInDoubtWhereNothingIsWrong() {
        return LongStream.rangeClosed(1, Long.getLong("seeds", LEAST_SEEDS))
                .mapToObj(seed -> dynamicTest("seed " + seed, () -> {
                    LightRun run = LightRun.record(
                            "no defect, seed " + seed, stage, folder, seed, ReferenceRelay::of, LightParts::right);
                    Judgement judgement = run.judge(Grade.A);
                    TransactionsAtOnce.requireIn(run.history());
                    assertThat(judgement.violated())
                            .as(() -> LightRun.describe(judgement))
                            .isEmpty();
                    assertThat(judgement.verdicts())
                            .filteredOn(verdict -> verdict.status() == Status.INCONCLUSIVE)
                            .isEmpty();
                }));
    }

    @Test
    void whatPoorerEvidenceStillFindsIsWhatTheReadmeSays() {
        grades.requireSameIn(Path.of("..", "README.md"));
    }

    private static String title(String id, Enum<?> defect) {
        return id + " " + defect.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static ReferenceRelay relay(RelayDefect defect, RelaySettings settings) {
        // The old event must be the last of its resource: behind the kill, only sentinels are left to write.
        return defect == RelayDefect.OLD_EVENT_LAST
                ? ReferenceRelay.with(defect, message -> message.json().contains("/sentinel-"), settings)
                : ReferenceRelay.with(defect, settings);
    }

    private void assertFound(
            String title,
            String plantedFor,
            List<PlannedFault> faults,
            Function<RelaySettings, ReferenceRelay> relay,
            BiFunction<SharedStage.Place, Integer, Part> producer,
            IntSupplier fired) {
        LightRun run = LightRun.record(title, stage, folder, SEED, faults, relay, producer);
        assertThat(fired.getAsInt()).as("the defect fired").isPositive();
        TransactionsAtOnce.requireIn(run.history());
        Map<Grade, Judgement> judgements = run.judge();
        assertThat(judgements.get(Grade.A).violated())
                .as(() -> LightRun.describe(judgements.get(Grade.A)))
                .containsExactly(plantedFor);
        grades.add(plantedFor, judgements);
    }
}
