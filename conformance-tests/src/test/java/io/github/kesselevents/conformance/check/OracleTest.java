package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.RelaySampled;
import io.github.kesselevents.conformance.producer.ColumnReference;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerProfile.Stream;
import io.github.kesselevents.conformance.producer.ProducerProfile.Table;
import io.github.kesselevents.conformance.verdict.Judge;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import io.github.kesselevents.schemas.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.ShrinkingMode;

/** The folds blame the same records and commits as an implementation that is slow and obviously right. */
class OracleTest {

    private static final Set<String> DECIDED = Set.of(
            "ORDER-1",
            "ORDER-2",
            "ORDER-3",
            "ORDER-4",
            "ORDER-5",
            "ATOMIC-1",
            "ATOMIC-2",
            "ATOMIC-3",
            "ATOMIC-4",
            "ATOMIC-5",
            "ATOMIC-6",
            "ATOMIC-7",
            "ATOMIC-8",
            "DUP-1",
            "DUP-2",
            "DUP-3",
            "DUP-4",
            "DUP-5",
            "DUP-6");
    private static final Set<String> WITHOUT_ORDER_OF_PARTITIONS = Set.of(
            "ORDER-3",
            "ORDER-4",
            "ATOMIC-2",
            "ATOMIC-3",
            "ATOMIC-4",
            "ATOMIC-5",
            "ATOMIC-6",
            "ATOMIC-7",
            "ATOMIC-8",
            "DUP-4");
    private static final Set<String> DECIDED_BY_THE_LOG =
            Set.of("ORDER-1", "ORDER-2", "ORDER-3", "DUP-1", "DUP-2", "DUP-3", "DUP-4", "DUP-5");
    private static final int STORIES = 1_500;
    private static final int FEW = 5;
    private static final ProducerProfile TWO_STREAMS = twoStreams();

    @Provide
    Arbitrary<RelayStory> stories() {
        return RelayStory.any();
    }

    @Property(tries = 1_500, shrinking = ShrinkingMode.FULL)
    void theFoldsAgreeWithTheOracle(@ForAll("stories") RelayStory story) {
        Recorded recorded = new Recorded(story);
        assertThat(judged(recorded, recorded.entries(), OracleTest::folds)).isEqualTo(expected(recorded));
    }

    @Property(tries = 500, shrinking = ShrinkingMode.FULL)
    void itDoesNotMatterHowLateTheWitnessIs(@ForAll("stories") RelayStory story) {
        Recorded recorded = new Recorded(story);
        assertThat(judged(recorded, recorded.entriesWithLateWitness(), OracleTest::folds))
                .isEqualTo(expected(recorded));
    }

    @Property(tries = 500, shrinking = ShrinkingMode.FULL)
    void theVerdictsHaveTheStatusThatTheOracleExpects(@ForAll("stories") RelayStory story) {
        Recorded recorded = new Recorded(story);
        Map<String, Set<String>> blamed = Oracle.blame(recorded);
        Set<String> exercised = Oracle.exercised(recorded);
        Examined examined = new Examined(
                Grade.A,
                1,
                examinations(recorded.entries(), Grade.A, OracleTest::folds),
                List.of(),
                false,
                "",
                Map.of());
        Judgement judgement = Judge.of(TWO_STREAMS).judge(examined);
        for (String id : decidedIn(recorded)) {
            Verdict verdict = judgement.verdict(id).orElseThrow();
            Status whatIsToBlame = verdict.explained().isEmpty() ? Status.VIOLATED : Status.INCONCLUSIVE;
            Status expected = blamed.containsKey(id)
                    ? verdict.findings().isEmpty() ? whatIsToBlame : Status.VIOLATED
                    : exercised.contains(id) ? Status.PASSED : Status.NOT_EXERCISED;
            assertThat(verdict.status()).as(id).isEqualTo(expected);
        }
    }

    /** There are no rows to read back, so evidence of grade B is no better than that of grade C. */
    @Property(tries = 500, shrinking = ShrinkingMode.FULL)
    void withoutAWitnessTheFoldsAgreeWithTheOracleOnWhatTheLogShows(@ForAll("stories") RelayStory story) {
        Recorded recorded = new Recorded(story);
        Map<String, Set<String>> expected = Oracle.blameByTheLog(recorded);
        for (Grade grade : List.of(Grade.B, Grade.C)) {
            Map<String, Set<String>> blamed = blamed(examinations(recorded.entries(), grade, OracleTest::folds));
            blamed.keySet().retainAll(DECIDED_BY_THE_LOG);
            assertThat(blamed).as("grade %s", grade).isEqualTo(expected);
        }
    }

    /** Agreement about what never happens would be worth nothing. */
    @Example
    void theStoriesViolateAndKeepEachRequirement() {
        Map<String, Integer> violated = new TreeMap<>();
        Map<String, Integer> kept = new TreeMap<>();
        RandomGenerator<RelayStory> generator = RelayStory.any().generator(1_000);
        Random random = new Random(17);
        for (int i = 0; i < STORIES; i++) {
            Recorded recorded = new Recorded(generator.next(random).value());
            Map<String, Set<String>> blamed = Oracle.blame(recorded);
            Set<String> exercised = Oracle.exercised(recorded);
            for (String id : decidedIn(recorded)) {
                if (blamed.containsKey(id)) {
                    violated.merge(id, 1, Integer::sum);
                } else if (exercised.contains(id)) {
                    kept.merge(id, 1, Integer::sum);
                }
            }
        }
        for (String id : DECIDED) {
            assertThat(violated.getOrDefault(id, 0))
                    .as("stories that violate %s", id)
                    .isGreaterThan(FEW);
            assertThat(kept.getOrDefault(id, 0)).as("stories that keep %s", id).isGreaterThan(FEW);
        }
    }

    @Example
    void aFoldThatSeesNoRedeliveryIsCaughtByASmallStory() {
        assertThat(smallestCaught(index -> deafTo(index, Delivery::isFirst)).steps())
                .hasSizeLessThanOrEqualTo(6);
    }

    @Example
    void aFoldThatSeesNoDeleteIsCaughtByASmallStory() {
        assertThat(smallestCaught(index -> deafTo(index, delivery -> !"deleted".equals(delivery.operation())))
                        .steps())
                .hasSizeLessThanOrEqualTo(6);
    }

    @Example
    void aFoldThatSeesOneStreamIsCaughtByASmallStory() {
        assertThat(smallestCaught(index -> deafTo(index, delivery -> delivery.streamIndex() == 0))
                        .steps())
                .hasSizeLessThanOrEqualTo(6);
    }

    /**
     * Draws stories until one tells the folds from the oracle, and leaves out every step that is not needed for that.
     */
    private static RelayStory smallestCaught(Function<Index, List<Check>> broken) {
        Predicate<RelayStory> caught = story -> {
            Recorded recorded = new Recorded(story);
            return !judged(recorded, recorded.entries(), broken).equals(expected(recorded));
        };
        RandomGenerator<RelayStory> generator = RelayStory.any().generator(1_000);
        Random random = new Random(17);
        RelayStory smallest = java.util.stream.Stream.generate(
                        () -> generator.next(random).value())
                .limit(200)
                .filter(caught)
                .findFirst()
                .orElseThrow();
        Optional<RelayStory> smaller = Optional.of(smallest);
        while (smaller.isPresent()) {
            smallest = smaller.get();
            smaller = withoutAStep(smallest).filter(caught).findFirst();
        }
        return smallest;
    }

    private static java.util.stream.Stream<RelayStory> withoutAStep(RelayStory story) {
        return IntStream.range(0, story.steps().size()).mapToObj(step -> {
            List<RelayStory.Step> steps = new ArrayList<>(story.steps());
            steps.remove(step);
            return new RelayStory(steps, story.catchUp());
        });
    }

    static List<Check> folds(Index index) {
        return List.of(
                new AtomicCheck(index, TWO_STREAMS.streams().size()),
                new HoldCheck(index),
                new OrderCheck(index),
                new TimeCheck(index),
                new StateMachineCheck(index),
                new DupCheck(index),
                new RewindCheck(index, TWO_STREAMS.rewindSlack()));
    }

    /** Folds that are told only of some deliveries. */
    private static List<Check> deafTo(Index index, Predicate<Delivery> told) {
        List<Check> deaf = new ArrayList<>();
        for (Check check : folds(index)) {
            deaf.add(new Check() {
                @Override
                public void committed(Transaction transaction) {
                    check.committed(transaction);
                }

                @Override
                public void observed(Delivery delivery) {
                    check.observed(delivery);
                }

                @Override
                public void faulted(Faulted fault) {
                    check.faulted(fault);
                }

                @Override
                public void sampled(RelaySampled sample) {
                    check.sampled(sample);
                }

                @Override
                public void drained(Drained round) {
                    check.drained(round);
                }

                @Override
                public void delivered(Delivery delivery) {
                    if (told.test(delivery)) {
                        check.delivered(delivery);
                    }
                }

                @Override
                public List<Examination> examine(Ending ending) {
                    return check.examine(ending);
                }
            });
        }
        return deaf;
    }

    /** What each finding is foremost about, by requirement. */
    static Map<String, Set<String>> judged(
            Recorded recorded, List<HistoryEntry> entries, Function<Index, List<Check>> folds) {
        return decided(recorded, blamed(examinations(entries, Grade.A, folds)));
    }

    private static List<Examination> examinations(
            List<HistoryEntry> entries, Grade grade, Function<Index, List<Check>> folds) {
        Index index = new Index();
        List<Check> checks = folds.apply(index);
        Ledger ledger = new Ledger(TWO_STREAMS, grade, index, checks);
        entries.forEach(ledger::accept);
        Ending ending = ledger.end();
        return checks.stream()
                .flatMap(check -> check.examine(ending).stream())
                .filter(examination -> DECIDED.contains(examination.requirement()))
                .toList();
    }

    private static Map<String, Set<String>> blamed(List<Examination> examinations) {
        Map<String, Set<String>> blamed = new TreeMap<>();
        for (Examination examination : examinations) {
            for (Finding finding : examination.findings()) {
                blamed.computeIfAbsent(finding.requirement(), id -> new TreeSet<>())
                        .add(blamed(finding));
            }
        }
        return blamed;
    }

    private static String blamed(Finding finding) {
        return finding.about().stream()
                .filter(anchor -> !finding.requirement().equals("ORDER-3") || anchor instanceof Anchor.OfResource)
                .findFirst()
                .orElseThrow()
                .toString();
    }

    private static Map<String, Set<String>> expected(Recorded recorded) {
        return decided(recorded, Oracle.blame(recorded));
    }

    /** Leaves out what depends on which of two records in different partitions came first. */
    private static Map<String, Set<String>> decided(Recorded recorded, Map<String, Set<String>> blamed) {
        blamed.keySet().retainAll(decidedIn(recorded));
        return blamed;
    }

    private static Set<String> decidedIn(Recorded recorded) {
        Set<String> decided = new TreeSet<>(recorded.spreadsAnEvent() ? WITHOUT_ORDER_OF_PARTITIONS : DECIDED);
        if (recorded.spreadsAResource()) {
            decided.remove("ORDER-5");
        }
        return decided;
    }

    private static ProducerProfile twoStreams() {
        return new ProducerProfile(
                "two-streams",
                WireFormat.PLAIN_JSON,
                Set.of(),
                Pattern.compile("t."),
                List.of(
                        new Stream("s0", "t0", "/marker", "/time", null, null, null),
                        new Stream("s1", "t1", null, null, null, null, null)),
                Map.of("versions", new Table(true, "resource", null)),
                ColumnReference.of("versions.deleted"),
                ColumnReference.of("versions.marker"),
                List.of(),
                List.of(),
                Map.of(),
                Oracle.SLACK,
                Map.of(Grade.C, DECIDED),
                Map.of(),
                List.of(),
                Map.of());
    }
}
