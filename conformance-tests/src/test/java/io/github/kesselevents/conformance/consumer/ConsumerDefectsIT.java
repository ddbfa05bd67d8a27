package io.github.kesselevents.conformance.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.kesselevents.conformance.consumer.ConsumerProfile.SinkProfile;
import io.github.kesselevents.conformance.consumer.LightMember.Running;
import io.github.kesselevents.conformance.history.HistoryEntry.PoisonPolicy;
import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import io.github.kesselevents.fixtures.consumer.ConsumerDefect;
import io.github.kesselevents.fixtures.consumer.DefectiveConsumer;
import io.github.kesselevents.fixtures.consumer.ReferenceConsumer;
import io.github.kesselevents.fixtures.consumer.Sink;
import io.github.kesselevents.schemas.Requirement;
import io.github.kesselevents.schemas.Requirements;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each mistake that consumers make is found under the requirement that it is planted for, and under no other; what is
 * declared is no mistake. They mostly wait for their groups, and so several run at once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsumerDefectsIT {

    private static final int AT_ONCE = 6;
    private static final SinkProfile SHOWS = ConsumerProfile.of("reference").sink();

    @TempDir
    private Path folder;

    private final ExecutorService runs = Executors.newFixedThreadPool(AT_ONCE);
    private final Map<ConsumerDefect, List<String>> fired = new ConcurrentHashMap<>();
    private ConsumerStage stage;

    @BeforeAll
    void open() {
        stage = new ConsumerStage();
    }

    @AfterAll
    void close() {
        runs.shutdownNow();
        stage.close();
    }

    @Test
    void everyRequirementHasAMistake() {
        assertThat(Arrays.stream(ConsumerDefect.values()).map(ConsumerDefect::plantedFor))
                .containsAll(Requirements.bundled().all().stream()
                        .map(Requirement::id)
                        .filter(id -> id.startsWith("CONSUMER-"))
                        .toList());
    }

    @Test
    void aSinkThatCannotBeReadIsToldInOneSentence() {
        SinkProfile blind = new SinkProfile(null, "SELECT 1 FROM nowhere", SHOWS.state(), null, List.of());

        assertThatThrownBy(() -> stage.judge(
                        folder.resolve("blind"), ConsumerDefectsIT::reference, blind, PoisonPolicy.DEAD_LETTER))
                .isInstanceOf(ConsumerException.class)
                .hasMessageMatching("The sink at jdbc:postgresql://127.0.0.1:\\d+/consumer\\d+ cannot be read \\(ERROR:"
                        + " relation \"nowhere\" does not exist\\); mend the query under sink: effects, which is SELECT"
                        + " 1 FROM nowhere, or see that the database runs.");
    }

    @Test
    void aGroupThatIsOnlyWatchedIsJudgedByWhatItShowsOverHttp() {
        Judgement judgement = stage.watch(folder.resolve("watched"), ConsumerDefectsIT::reference)
                .judgement();

        assertThat(judgement.verdicts())
                .extracting(Verdict::id, Verdict::status)
                .containsExactly(
                        tuple("CONSUMER-1", Status.PASSED),
                        tuple("CONSUMER-2", Status.PASSED),
                        tuple("CONSUMER-3", Status.PASSED),
                        tuple("CONSUMER-4", Status.PASSED),
                        tuple("CONSUMER-5", Status.NOT_EXERCISED),
                        tuple("CONSUMER-6", Status.NOT_EXERCISED),
                        tuple("CONSUMER-7", Status.NOT_EXERCISED),
                        tuple("CONSUMER-8", Status.PASSED),
                        tuple("CONSUMER-9", Status.PASSED),
                        tuple("CONSUMER-10", Status.NOT_EXERCISED));
        assertThat(judgement.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    }

    @TestFactory
    Stream<DynamicTest> eachMistakeIsFoundUnderItsOwnRequirementAlone() {
        // The longest first: it does everything again after each crash.
        Map<ConsumerDefect, CompletableFuture<Judgement>> judged = new EnumMap<>(ConsumerDefect.class);
        Stream.concat(Stream.of(ConsumerDefect.NEVER_COMMITTED), Arrays.stream(ConsumerDefect.values()))
                .forEach(defect -> judged.computeIfAbsent(
                        defect, any -> inBackground(() -> judge(defect, PoisonPolicy.DEAD_LETTER))));
        CompletableFuture<Judgement> stopping =
                inBackground(() -> judge(ConsumerDefect.POISON_ENDS_IT, PoisonPolicy.STOP));
        return Stream.concat(
                Stream.of(dynamicTest(
                        "whoeverDeclaresToStopAtPoisonMakesNoneByStopping", () -> assertConformant(stopping.join()))),
                Arrays.stream(ConsumerDefect.values())
                        .map(defect -> dynamicTest(
                                defect.name(),
                                () -> assertFound(defect, judged.get(defect).join()))));
    }

    private static void assertConformant(Judgement judgement) {
        assertThat(judgement.verdicts())
                .allSatisfy(verdict -> assertThat(verdict.status())
                        .as(verdict.id() + " " + verdict.findings() + " " + verdict.reasons())
                        .isEqualTo(Status.PASSED));
        assertThat(judgement.exitCode().code()).isZero();
    }

    private void assertFound(ConsumerDefect defect, Judgement judgement) {
        assertThat(fired.get(defect)).as("it made a difference").isNotEmpty();
        assertThat(judgement.verdicts().stream()
                        .filter(verdict -> verdict.status() == Status.VIOLATED)
                        .map(Verdict::id))
                .as(() -> judgement.verdicts().stream()
                        .flatMap(verdict -> verdict.findings().stream().limit(2))
                        .map(Object::toString)
                        .collect(Collectors.joining("\n")))
                .containsExactly(defect.plantedFor());
    }

    private Judgement judge(ConsumerDefect defect, PoisonPolicy poison) {
        List<String> where = fired.computeIfAbsent(defect, any -> new CopyOnWriteArrayList<>());
        return stage.judge(
                        folder.resolve(defect.name() + poison),
                        (consumer, sink, topic) -> {
                            DefectiveConsumer wrong = new DefectiveConsumer(consumer, sink, topic, defect, where::add);
                            return new Running(wrong, wrong::close);
                        },
                        SHOWS,
                        poison)
                .judgement();
    }

    private static Running reference(Consumer<byte[], byte[]> consumer, Sink sink, String topic) {
        ReferenceConsumer right = new ReferenceConsumer(consumer, sink, topic);
        return new Running(right, right::close);
    }

    private <T> CompletableFuture<T> inBackground(Supplier<T> run) {
        return CompletableFuture.supplyAsync(run, runs);
    }
}
