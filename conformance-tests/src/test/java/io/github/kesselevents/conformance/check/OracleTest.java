package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.producer.ColumnReference;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerProfile.Stream;
import io.github.kesselevents.conformance.producer.ProducerProfile.Table;
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
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingMode;

/** The folds blame the same records and commits as an implementation that is slow and obviously right. */
class OracleTest {

    private static final Set<String> DECIDED = Set.of(
            "ORDER-1",
            "ORDER-2",
            "ORDER-3",
            "ORDER-4",
            "ATOMIC-1",
            "ATOMIC-3",
            "ATOMIC-4",
            "ATOMIC-5",
            "DUP-1",
            "DUP-2",
            "DUP-3",
            "DUP-5");
    private static final Set<String> WITHOUT_ORDER_OF_PARTITIONS =
            Set.of("ORDER-3", "ORDER-4", "ATOMIC-3", "ATOMIC-4", "ATOMIC-5");
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

    /** Draws stories until one tells the folds from the oracle, and shrinks it as far as it goes. */
    private static RelayStory smallestCaught(Function<Index, List<Check>> broken) {
        Predicate<RelayStory> caught = story -> {
            Recorded recorded = new Recorded(story);
            return !judged(recorded, recorded.entries(), broken).equals(expected(recorded));
        };
        RandomGenerator<RelayStory> generator = RelayStory.any().generator(1_000);
        Random random = new Random(17);
        Shrinkable<RelayStory> smallest = java.util.stream.Stream.generate(() -> generator.next(random))
                .limit(200)
                .filter(story -> caught.test(story.value()))
                .findFirst()
                .orElseThrow();
        Optional<Shrinkable<RelayStory>> smaller = Optional.of(smallest);
        while (smaller.isPresent()) {
            smallest = smaller.get();
            smaller = smallest.shrink()
                    .filter(story -> caught.test(story.value()))
                    .findFirst();
        }
        return smallest.value();
    }

    static List<Check> folds(Index index) {
        return List.of(
                new AtomicCheck(index, TWO_STREAMS.streams().size()),
                new OrderCheck(index),
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
        Index index = new Index();
        List<Check> checks = folds.apply(index);
        Ledger ledger = new Ledger(TWO_STREAMS, Grade.A, index, checks);
        entries.forEach(ledger::accept);
        Ending ending = ledger.end();
        Map<String, Set<String>> blamed = new TreeMap<>();
        for (Check check : checks) {
            for (Examination examination : check.examine(ending)) {
                for (Finding finding : examination.findings()) {
                    if (DECIDED.contains(finding.requirement())) {
                        blamed.computeIfAbsent(finding.requirement(), id -> new TreeSet<>())
                                .add(blamed(finding));
                    }
                }
            }
        }
        return decided(recorded, blamed);
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
        if (recorded.spreadsAnEvent()) {
            blamed.keySet().retainAll(WITHOUT_ORDER_OF_PARTITIONS);
        }
        return blamed;
    }

    private static ProducerProfile twoStreams() {
        return new ProducerProfile(
                "two-streams",
                WireFormat.PLAIN_JSON,
                Set.of(),
                Pattern.compile("t."),
                List.of(
                        new Stream("s0", "t0", "/marker", null, null, null, null),
                        new Stream("s1", "t1", null, null, null, null, null)),
                Map.of("versions", new Table(true, "resource", null)),
                ColumnReference.of("versions.deleted"),
                ColumnReference.of("versions.marker"),
                List.of(),
                List.of(),
                Map.of(),
                0,
                Map.of(),
                List.of());
    }
}
