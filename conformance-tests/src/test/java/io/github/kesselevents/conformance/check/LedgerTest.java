package io.github.kesselevents.conformance.check;

import static io.github.kesselevents.conformance.check.Judged.judged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The order in which the recorder hears of things does not matter, and what it puts together is told once. */
class LedgerTest {

    private static final int WINDOW = 2_000;

    private final Story story = new Story();

    @ParameterizedTest
    @EnumSource
    void aCommitMayBeWitnessedAfterItsRecords(Grade grade) {
        story.report("k1").published().commits().acknowledged();

        judged(story, grade).passes("ACK-1", 1 + 3);
    }

    @ParameterizedTest
    @EnumSource
    void aReplyMayComeBeforeTheCommitIsWitnessed(Grade grade) {
        story.report("k1").acknowledged().published().commits();

        judged(story, grade).passes("ACK-1", 1 + 3);
    }

    @ParameterizedTest
    @EnumSource
    void commitsAndRecordsMayBeHeardInAnyMixture(Grade grade) {
        Write one = story.report("k1").published();
        Write other = story.report("k4");
        one.commits();
        other.published().acknowledged().commits();
        one.acknowledged();

        judged(story, grade).passes("ORDER-1", 4 + 6).passes("DUP-5", 4 + 6);
    }

    @Test
    void aRecordWaitsWithThoseBehindItInItsPartition() {
        Write late = story.report("k1").published();
        story.reported("k4");
        late.commits().acknowledged();
        story.breaksOff();

        assertThat(told(story)).containsExactly("k1", "k4");
    }

    @Test
    void otherPartitionsDoNotWait() {
        Write late = story.report("k1").published();
        story.reported("k2");
        late.commits().acknowledged();
        story.breaksOff();

        assertThat(told(story)).containsExactly("k2", "k1");
    }

    @Test
    void sentinelsBehindARecordProveThatNothingCommittedIt() {
        story.report("k1").published().refused();
        story.reported("k4");
        story.breaksOff();
        assertThat(told(story)).as("before them").isEmpty();

        Story drained = new Story();
        drained.report("k1").published().refused();
        drained.reported("k4");
        drained.drains().breaksOff();
        assertThat(told(drained)).as("behind them").containsSubsequence("none", "k4", "sentinel-1-1");
    }

    @Test
    void sentinelsThatTheWitnessHasNotSeenProveNothing() {
        story.reported("k2");
        story.report("k1").published().refused();
        story.add(new Drained(story.now(), story.now(), List.of(), false)).breaksOff();

        assertThat(told(story)).containsExactly("k2");
    }

    @Test
    void aWitnessThatIsSilentUntilAfterARoundOfSentinelsIsRefused() {
        Write late = story.report("k1").published();
        story.add(new Drained(story.now(), story.now(), List.of(), false));
        late.commits();
        story.breaksOff();

        assertThatThrownBy(() -> told(story))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("its witness was silent until after a round of sentinels, so what was read before has been"
                        + " taken for events that nobody committed");
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"ASKED", "TOOK_EFFECT"})
    void sentinelsThatOvertakeAHeldCommitProveNothing(Stage stage) {
        Write held = story.report("k1");
        story.add(new Faulted(story.now(), 1, HoldCheck.HOLD, "database", stage, Map.of("marker", held.marker())));
        held.published();
        story.drains().breaksOff();

        assertThat(told(story)).as("the hold %s", stage).doesNotContain("none");
    }

    @Test
    void sentinelsBehindAHoldThatIsOverProveAgain() {
        Write held = story.report("k2");
        story.holds(held).releases();
        held.commits().acknowledged().published();
        story.report("k1").published().refused();
        story.drains().breaksOff();

        assertThat(told(story)).contains("none");
    }

    @Test
    void whatStillWaitsIsToldAtTheEnd() {
        story.report("k1").published().refused();
        story.breaksOff();

        assertThat(told(story)).as("before the end").isEmpty();
        assertThat(toldWithTheEnd(story)).containsExactly("none");
    }

    @Test
    void aWitnessThatIsLeftAsideTellsNothing() {
        story.reported("k1");

        assertThat(examined(story, Grade.A).grade()).isEqualTo(Grade.A);
        assertThat(examined(story, Grade.B).grade()).isEqualTo(Grade.B);
        assertThat(examined(story, Grade.C).grade()).isEqualTo(Grade.C);
    }

    @Test
    void evidenceIsNoBetterThanWhatIsThere() {
        story.report("k1").acknowledged().published();
        story.breaksOff();

        assertThat(examined(story, Grade.A).grade()).isEqualTo(Grade.C);
    }

    @Test
    void aStoryThatIsCutOffSaysSo() {
        story.reported("k1");
        story.drains().breaksOff();

        assertThat(examined(story, Grade.A).cut()).isTrue();
        assertThat(examined(story, Grade.A).doubt()).isEqualTo("the history ends without saying why");
    }

    @Test
    void aStoryThatDrainedLeavesNoDoubt() {
        story.reported("k1");

        Examined examined = examined(story, Grade.A);
        assertThat(examined.cut()).isFalse();
        assertThat(examined.doubt()).isEmpty();
        assertThat(examined.entries()).isEqualTo(story.entries().size());
    }

    @Test
    void sentinelsThatArrivedDoNotMakeADoneRunOfOneThatWasAborted() {
        story.reported("k1");
        story.drains();
        story.add(new Ended(story.now(), End.ABORTED, "", Map.of())).breaksOff();

        assertThat(examined(story, Grade.A).cut()).isFalse();
        assertThat(examined(story, Grade.A).doubt()).isEqualTo("the recording stopped early: ABORTED");
    }

    @Test
    void aRunThatWasAbortedAmidItsProbesIsNotWhole() {
        story.reported("k1");
        story.beginsProbes();
        story.probe("null-member", "{\"a\":null}").commits().acknowledged().published();
        story.add(new Ended(story.now(), End.ABORTED, "the disk is full.", Map.of()))
                .breaksOff();

        assertThat(examined(story, Grade.A).doubt()).isEqualTo("the recording stopped early: the disk is full");
    }

    @Test
    void aRunThatEndedByItselfWithoutItsLastSentinelsSaysSo() {
        story.reported("k1");
        story.drainsInVain().ends();

        assertThat(examined(story, Grade.A).doubt()).isEqualTo("the last sentinels did not arrive on every partition");
    }

    @Test
    void rowsAndPayloadsAreDroppedWithTheLastFirstDelivery() {
        Write write = story.report("k1").commits().acknowledged().publishedResource();
        Told half = hear(story, "k1");
        assertThat(half.version().rows()).as("rows, while the tuple is awaited").isNotEmpty();
        assertThat(half.version().transaction().messages())
                .allSatisfy(message -> assertThat(message.payload()).isNotNull());

        write.publishedTuple();
        Told whole = hear(story, "k1");
        assertThat(whole.version().rows()).as("rows, when both were compared").isEmpty();
        assertThat(whole.version().transaction().messages())
                .hasSize(2)
                .allSatisfy(message -> assertThat(message.payload()).isNull());
    }

    @Test
    void rowsAreKeptUntilTheRequestIsHeardOf() {
        Story late = new Story();
        late.reported("k1");
        List<HistoryEntry> entries = new ArrayList<>(late.breaksOff().entries());
        HistoryEntry invoked = entries.remove(1);
        assertThat(hear(entries, "k1").version().rows())
                .as("rows, of which nobody knows who wrote them")
                .isNotEmpty();

        entries.add(invoked);
        Told told = hear(entries, "k1");
        assertThat(told.attempts().get(0).invoked().request())
                .as("the request, compared at once")
                .isNull();
    }

    @Test
    void requestsAreDroppedWithTheCommit() {
        Write write = story.report("k1");
        assertThat(hear(story, "k1").attempts().get(0).invoked().request()).isNotNull();

        write.commits();
        assertThat(hear(story, "k1").attempts().get(0).invoked().request()).isNull();
    }

    @Test
    void decodedRecordsAreDroppedWhenAllWereTold() {
        story.reported("k1");
        Told told = hear(story, "k1");

        assertThat(told.decoded().get(0)).isNotSameAs(told.deliveries().get(0).decoded());
    }

    @Test
    void ofRecordsThatAreExplainedTheLastTwoThousandKeepTheirContent() {
        Write write = story.report("k1").commits().acknowledged();
        for (int i = 0; i <= WINDOW; i++) {
            write.publishedTuple();
        }
        List<Delivery> told = hear(story, "k1").deliveries();

        assertThat(told).hasSize(WINDOW + 1);
        assertThat(told.get(0).isForgotten()).isTrue();
        assertThat(told.subList(1, told.size())).noneMatch(Delivery::isForgotten);
    }

    @Test
    void whatNothingExplainsKeepsItsContentForTheEnd() {
        story.report("k4").publishedResource().refused();
        story.drains();
        Write write = story.report("k1").commits().acknowledged();
        for (int i = 0; i <= WINDOW; i++) {
            write.publishedTuple();
        }
        List<Delivery> told = hear(story, "k4").deliveries();

        assertThat(told).hasSize(1).noneMatch(Delivery::isForgotten);
    }

    @Test
    void aRepeatOfWhatWasForgottenIsStillToldApart() {
        Write write = story.reported("k1");
        Write other = story.reported("k2");
        story.killed("relay");
        for (int i = 0; i <= WINDOW; i++) {
            other.publishedTuple();
        }
        write.publishedResource(record -> record.header("attempt", "2")).publishedTuple();

        judged(story, Grade.A)
                .blames("DUP-1")
                .by("headers")
                .expecting("the same headers as at outbox.event.kessel.resources-1@0")
                .butWas("another headers");
    }

    @Test
    void foldsAloneLookAtNoContent() {
        story.report("k1")
                .emitting(event -> event.without("/specversion"))
                .commits()
                .acknowledged()
                .published();
        Examiner folds = Examiner.ofFolds(ProducerProfile.kessel(), Grade.A);
        story.entries().forEach(entry -> folds.accept(0, entry));

        assertThat(folds.examine().workload())
                .extracting(Examination::requirement)
                .contains("ACK-1", "ATOMIC-1", "ATOMIC-8", "ORDER-1", "ORDER-4", "DUP-1", "DUP-5", "LIVE-1")
                .doesNotContain("SHAPE-1", "FIDELITY-1");
    }

    @Test
    void aFindingReadsAsASentence() {
        Finding finding = new Finding("DUP-2", "reused", "host/k1", "it happened", "this", "that", Set.of());
        Finding ofNone = new Finding("DUP-2", "reused", "", "it happened", "this", "that", Set.of());

        assertThat(finding).hasToString("DUP-2 (reused): host/k1: it happened; expected this, but was that");
        assertThat(ofNone).hasToString("DUP-2 (reused): it happened; expected this, but was that");
    }

    @Test
    void anAnchorSaysWhereToLook() {
        Write write = story.reported("k1");

        assertThat(Judged.resources(1, 0)).hasToString("record outbox.event.kessel.resources-1@0");
        assertThat(write.commit()).hasToString("commit 0/5010300");
        assertThat(write.operation()).hasToString("operation 1");
        assertThat(new Anchor.OfEvent("e")).hasToString("event e");
        assertThat(new Anchor.OfResource("t", "k")).hasToString("resource k on t");
    }

    private static Examined examined(Story story, Grade best) {
        Examiner examiner = Examiner.of(ProducerProfile.kessel(), best);
        story.entries().forEach(entry -> examiner.accept(0, entry));
        return examiner.examine();
    }

    /** What a check was told of a resource. */
    private record Told(
            List<Attempt> attempts, List<Version> versions, List<Delivery> deliveries, List<Object> decoded) {

        Version version() {
            return versions.get(0);
        }
    }

    private static Told hear(Story story, String local) {
        return hear(story.told(), local);
    }

    /** All that a check is told of this resource, kept as no check may keep it. */
    private static Told hear(List<HistoryEntry> entries, String local) {
        Told told = new Told(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Check listener = new Check() {
            @Override
            public void attempted(Attempt attempt) {
                if (attempt.invoked().key().endsWith("/" + local)) {
                    told.attempts().add(attempt);
                }
            }

            @Override
            public void committed(Transaction transaction) {
                transaction.versions().stream()
                        .filter(version -> version.subject().endsWith("/" + local))
                        .forEach(told.versions()::add);
            }

            @Override
            public void delivered(Delivery delivery) {
                if (delivery.text("/data/reporter_data/local_resource_id") != null
                        ? local.equals(delivery.text("/data/reporter_data/local_resource_id"))
                        : local.equals(delivery.text("/reporter_resource_key/local_resource_id"))) {
                    told.deliveries().add(delivery);
                    told.decoded().add(delivery.decoded());
                }
            }

            @Override
            public List<Examination> examine(Ending ending) {
                return List.of();
            }
        };
        Ledger ledger = new Ledger(ProducerProfile.kessel(), Grade.A, new Index(), List.of(listener));
        entries.forEach(ledger::accept);
        return told;
    }

    /** What the records of the resources stream are bound to, in the order in which checks are told of them. */
    private static List<String> told(Story story) {
        List<String> told = new ArrayList<>();
        telling(story, told);
        return told;
    }

    private static List<String> toldWithTheEnd(Story story) {
        List<String> told = new ArrayList<>();
        telling(story, told).end();
        return told;
    }

    private static Ledger telling(Story story, List<String> told) {
        Check listener = new Check() {
            @Override
            public void delivered(Delivery delivery) {
                if (delivery.streamIndex() == 0) {
                    String subject = delivery.version() == null
                            ? "none"
                            : delivery.version().subject();
                    told.add(subject.substring(subject.lastIndexOf('/') + 1));
                }
            }

            @Override
            public List<Examination> examine(Ending ending) {
                return List.of();
            }
        };
        Ledger ledger = new Ledger(ProducerProfile.kessel(), Grade.A, new Index(), List.of(listener));
        story.entries().forEach(ledger::accept);
        return ledger;
    }
}
