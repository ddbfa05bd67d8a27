package io.github.kesselevents.conformance.check;

import static io.github.kesselevents.conformance.check.ConsumerTale.showing;
import static io.github.kesselevents.conformance.check.ConsumerTale.stoppingAtPoison;
import static io.github.kesselevents.conformance.check.ConsumerTale.tale;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.HistoryEntry.Promised;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.verdict.Verdict.Explained;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import io.github.kesselevents.schemas.Requirement;
import io.github.kesselevents.schemas.Requirements;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** CONSUMER-1 to CONSUMER-10 on histories of a few entries. */
class ConsumerChecksTest {

    static Stream<String> ids() {
        return Requirements.bundled().all().stream().map(Requirement::id).filter(id -> id.startsWith("CONSUMER-"));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void nothingIsPassedOfWhichNothingHappened(String id) {
        assertThat(tale().look().verdict(id).status()).isEqualTo(Status.NOT_EXERCISED);
    }

    /** The ids that are blamed, and what they are blamed for. */
    private static void assertBlamed(ConsumerTale tale, String id, String... sentences) {
        assertThat(tale.judged().violated()).containsExactly(id);
        assertThat(tale.verdict(id).findings()).extracting(Finding::toString).containsExactly(sentences);
    }

    private static void assertPassed(Verdict verdict, long examined) {
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.reasons()).isEmpty();
        assertThat(verdict.status()).isEqualTo(Status.PASSED);
        assertThat(verdict.examined()).isEqualTo(examined);
    }

    private static void assertInconclusive(Verdict verdict, String reason) {
        assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
        assertThat(verdict.reasons()).containsExactly(reason);
    }

    @Nested
    class Once {

        @Test
        void aRedeliveryWithoutEffectPasses() {
            assertPassed(
                    tale().fed("a1", "a2", "a1", "a2")
                            .applied("a1", "a2")
                            .look("a2")
                            .verdict("CONSUMER-1"),
                    2);
        }

        @Test
        void aReplayAfterACrashWithoutEffectPasses() {
            assertPassed(
                    tale().fed("a1", "a2")
                            .applied("a1", "a2")
                            .crash(1)
                            .look("a2")
                            .verdict("CONSUMER-1"),
                    1);
        }

        @Test
        void aRedeliveryThatTakesEffectIsFound() {
            assertBlamed(
                    tale().fed("a1", "a1").applied("a1", "a1").look("a1"),
                    "CONSUMER-1",
                    "CONSUMER-1 (redelivered): a: created at t-0@0 took effect 2 times; the relay delivered it 2 times,"
                            + " last at t-0@1; expected one effect, but was 2 effects");
        }

        @Test
        void aReplayThatTakesEffectIsFound() {
            assertBlamed(
                    tale().fed("a1").applied("a1").crash(0).applied("a1").look("a1"),
                    "CONSUMER-1",
                    "CONSUMER-1 (replayed): a: created at t-0@0 took effect 2 times; it stands in the log once, and the"
                            + " consumer took it again; expected one effect, but was 2 effects");
        }

        @Test
        void withoutEffectsItCannotBeTold() {
            assertInconclusive(
                    showing(Promised.STATE).fed("a1", "a1").look("a1").verdict("CONSUMER-1"),
                    "the sink does not show its effects one by one; name a query for them under sink: effects");
        }
    }

    @Nested
    class None {

        @Test
        void everyEventThatTookEffectPasses() {
            assertPassed(
                    tale().fed("a1", "b1").applied("a1", "b1").look("a1", "b1").verdict("CONSUMER-2"), 2);
        }

        @Test
        void aLostEventIsFoundAndNotTheStateThatItLeft() {
            ConsumerTale tale = tale().fed("a1", "a2", "b1").applied("a1", "b1").look("a1", "b1");

            assertBlamed(
                    tale,
                    "CONSUMER-2",
                    "CONSUMER-2 (lost): a: updated at t-0@1 never took effect, though later records of its partition"
                            + " did; expected one effect, but was none");
            assertThat(tale.verdict("CONSUMER-4").explained())
                    .extracting(Explained::by)
                    .extracting(Finding::requirement)
                    .containsExactly("CONSUMER-2");
        }

        @Test
        void theStateAloneShowsThatTheLastEventIsLost() {
            assertBlamed(
                    showing(Promised.STATE).fed("a1", "a2").look("a1"),
                    "CONSUMER-2",
                    "CONSUMER-2 (lost): a: updated at t-0@1, its last event, never took effect: it is what created at"
                            + " t-0@0 made it; expected the state of its last event, but was it is what created at"
                            + " t-0@0 made it");
        }

        @Test
        void poisonAmongLostRecordsIsLostWithThem() {
            ConsumerTale tale = tale().fed("a1")
                    .poison()
                    .fed("b1", "c1")
                    .applied("a1", "c1")
                    .look("a1", "c1");

            assertThat(tale.judged().violated()).containsExactly("CONSUMER-2");
            assertThat(tale.verdict("CONSUMER-2").findings())
                    .extracting(Finding::toString)
                    .contains(
                            "CONSUMER-2 (passed-over): t-0@1 holds no event and left no trace, as other records beside"
                                    + " it; expected every record processed, but was passed over");
        }

        @Test
        void anUnusualEventAmongLostOnesIsLostWithThem() {
            assertThat(tale().fed("a1", "b1")
                            .unusual("b2")
                            .fed("c1")
                            .applied("a1", "c1")
                            .look("a1", "c1")
                            .judged()
                            .violated())
                    .containsExactly("CONSUMER-2");
        }

        @Test
        void whatCameBeforeAPartitionStoppedIsJudged() {
            assertBlamed(
                    stoppingAtPoison()
                            .fed("a1", "b1")
                            .applied("b1")
                            .look("b1")
                            .poison()
                            .fed("c1")
                            .stuck("b1"),
                    "CONSUMER-2",
                    "CONSUMER-2 (lost): a: created at t-0@0 never took effect, though later records of its partition"
                            + " did; expected one effect, but was none");
        }

        @Test
        void aPartitionThatStopsIsBlamedOnTheRecordThatItStopsAt() {
            assertBlamed(
                    tale().fed("a1", "a2", "a3").applied("a1").restarted().stuck(),
                    "CONSUMER-2",
                    "CONSUMER-2 (stuck): a: partition 0 stops at t-0@1, and 1 more records wait behind it; expected"
                            + " every event takes effect, but was no progress, in spite of 1 restarts of members that"
                            + " ended by themselves");
        }
    }

    @Nested
    class Forward {

        @Test
        void anOldRedeliveryThatChangesNothingPasses() {
            assertPassed(
                    tale().fed("a1", "a2", "a1").applied("a1", "a2").look("a2").verdict("CONSUMER-3"), 1);
        }

        @Test
        void aResourceThatGoesBackForAWhileIsFound() {
            assertBlamed(
                    tale().fed("a1", "a2")
                            .applied("a1", "a2")
                            .look("a2")
                            .fed("a1")
                            .look("a1")
                            .fed("a2")
                            .look("a2"),
                    "CONSUMER-3",
                    "CONSUMER-3 (went-back): a: it was seen to be what updated at t-0@1 made it, and then what created"
                            + " at t-0@0 did; expected never an older version, but was version 1 behind version 2");
        }

        @Test
        void aDeletedResourceThatComesBackForAWhileIsFound() {
            assertBlamed(
                    tale().fed("a1")
                            .applied("a1")
                            .look("a1")
                            .fed("a2-")
                            .applied("a2")
                            .look()
                            .fed("a1")
                            .look("a1")
                            .fed("a2-")
                            .look(),
                    "CONSUMER-3",
                    "CONSUMER-3 (went-back): a: it was seen to be what deleted at t-0@1 made it, and then what created"
                            + " at t-0@0 did; expected never an older version, but was version 1 behind version 2");
        }

        @Test
        void theStateAloneShowsItToo() {
            assertThat(showing(Promised.STATE)
                            .fed("a1", "a2")
                            .look("a2")
                            .fed("a1")
                            .look("a1")
                            .fed("a2")
                            .look("a2")
                            .judged()
                            .violated())
                    .containsExactly("CONSUMER-3");
        }

        @Test
        void anEventThatIsOvertakenIsFound() {
            assertBlamed(
                    tale().fed("a1", "a2", "a1").applied("a2", "a1").look("a2"),
                    "CONSUMER-3",
                    "CONSUMER-3 (overtaken): a: created at t-0@0 took effect behind updated at t-0@1; expected the order"
                            + " of the log, but was the newer one first");
        }

        @Test
        void whatIsAppliedAgainIsNotBlamedTwice() {
            assertThat(tale().fed("a1", "a2", "a1")
                            .applied("a1", "a2", "a1")
                            .look("a1")
                            .judged()
                            .violated())
                    .containsExactly("CONSUMER-1");
        }
    }

    @Nested
    class Fold {

        @Test
        void theStateOfTheLastEventsPasses() {
            assertPassed(
                    tale().fed("a1", "b1", "b2-")
                            .applied("a1", "b1", "b2")
                            .look("a1")
                            .verdict("CONSUMER-4"),
                    2);
        }

        @Test
        void aDeletedResourceThatStaysIsFound() {
            assertBlamed(
                    tale().fed("a1", "a2-").applied("a1", "a2").look("a1"),
                    "CONSUMER-4",
                    "CONSUMER-4 (not-deleted): a: its last event is deleted at t-0@1, and it is what created at t-0@0"
                            + " made it; expected no such resource, but was it is what created at t-0@0 made it");
        }

        @Test
        void aMissingResourceIsFound() {
            assertBlamed(
                    tale().fed("a1").applied("a1").look(),
                    "CONSUMER-4",
                    "CONSUMER-4 (missing): a: its last event is created at t-0@0, and it is not there; expected the"
                            + " state of its last event, but was it is not there");
        }

        @Test
        void aResourceThatNobodyFedIsFound() {
            assertBlamed(
                    tale().fed("a1").applied("a1").look("a1", "z9"),
                    "CONSUMER-4",
                    "CONSUMER-4 (made-up): z: the sink holds a resource that no record is about; expected nothing, but"
                            + " was event z9");
        }

        @Test
        void withoutAStateItCannotBeTold() {
            assertInconclusive(
                    showing(Promised.EFFECTS).fed("a1").applied("a1").look().verdict("CONSUMER-4"),
                    "the sink does not show what its resources are now; name a query for it under sink: state");
        }
    }

    @Nested
    class Commits {

        @Test
        void aCrashWithUncommittedRecordsInHandPasses() {
            assertPassed(
                    tale().fed("a1", "a2")
                            .applied("a1")
                            .crash(1)
                            .applied("a2")
                            .look("a2")
                            .verdict("CONSUMER-5"),
                    1);
        }

        @Test
        void anOffsetThatIsCommittedBeforeTheEffectIsFoundAndNotTheLoss() {
            assertBlamed(
                    tale().fed("a1", "a2")
                            .applied("a1")
                            .crash(2)
                            .fed("b1")
                            .applied("b1")
                            .look("a1", "b1"),
                    "CONSUMER-5",
                    "CONSUMER-5 (committed-first): a: t-0@1 had not taken effect (fault 1, kill consumer), and partition"
                            + " 0 was committed up to 2; expected offsets committed after the effect, but was committed"
                            + " before");
        }

        @Test
        void whatWasPassedOverWhileTheConsumerLivedIsNoMatterOfOffsets() {
            assertThat(tale().fed("a1", "b1")
                            .applied("b1")
                            .crash(2)
                            .look("b1")
                            .judged()
                            .violated())
                    .containsExactly("CONSUMER-2");
        }

        @Test
        void asManyReplaysAsDeclaredPass() {
            assertPassed(
                    tale().fed("a1", "a2", "a3")
                            .applied("a1", "a2", "a3")
                            .crash(1)
                            .look("a3")
                            .verdict("CONSUMER-6"),
                    1);
        }

        @Test
        void moreReplaysThanDeclaredAreFound() {
            Verdict verdict = tale().fed("a1", "a2", "a3")
                    .gap()
                    .fed("a4")
                    .applied("a1", "a2", "a3", "a4")
                    .crash(1)
                    .look("a4")
                    .verdict("CONSUMER-6");

            assertThat(verdict.findings())
                    .extracting(Finding::toString)
                    .containsExactly(
                            "CONSUMER-6 (beyond-the-bound): the crash (fault 1, kill consumer) repeats 3 processed records of"
                                    + " partition 0: committed up to 1, processed up to t-0@4; expected at most 2, as declared,"
                                    + " but was 3 records");
        }

        @Test
        void aGroupThatCommitsNothingRepeatsAll() {
            Verdict verdict = tale().fed("a1", "a2", "a3")
                    .applied("a1", "a2", "a3")
                    .crash(-1)
                    .look("a3")
                    .verdict("CONSUMER-6");

            assertThat(verdict.findings())
                    .extracting(Finding::toString)
                    .containsExactly(
                            "CONSUMER-6 (nothing-committed): the crash (fault 1, kill consumer) repeats 3 processed records of"
                                    + " partition 0: nothing was committed, processed up to t-0@2; expected at most 2, as"
                                    + " declared, but was 3 records");
        }

        @Test
        void aCleanRestartBehindTheMarkerOfATransactionPasses() {
            assertPassed(
                    tale().fed("a1")
                            .gap()
                            .applied("a1")
                            .cleanRestart(1)
                            .look("a1")
                            .verdict("CONSUMER-7"),
                    1);
        }

        @Test
        void aCleanRestartThatRepeatsIsFound() {
            Verdict verdict = tale().fed("a1", "a2")
                    .applied("a1", "a2")
                    .cleanRestart(1)
                    .look("a2")
                    .verdict("CONSUMER-7");

            assertThat(verdict.findings())
                    .extracting(Finding::toString)
                    .containsExactly(
                            "CONSUMER-7 (replayed): the clean restart (fault 1, stop consumer) repeats 1 processed record of"
                                    + " partition 0: committed up to 1, processed up to t-0@1; expected none, but was 1 record");
        }

        @Test
        void aCleanRestartOfWhoeverRepeatsWithoutBoundIsExplained() {
            Verdict verdict = tale().fed("a1", "a2", "a3")
                    .applied("a1", "a2", "a3")
                    .crash(-1)
                    .cleanRestart(-1)
                    .look("a3")
                    .verdict("CONSUMER-7");

            assertThat(verdict.explained())
                    .extracting(explained -> explained.by().requirement())
                    .containsExactly("CONSUMER-6");
        }

        @Test
        void withoutEffectsNobodyKnowsWhatWasProcessed() {
            assertInconclusive(
                    showing(Promised.STATE).fed("a1").crash(0).look("a1").verdict("CONSUMER-6"),
                    "the sink does not show its effects one by one, so that nobody knows what had been processed; name a"
                            + " query for them under sink: effects");
        }
    }

    @Nested
    class Tolerance {

        @Test
        void anUnusualEventThatTakesEffectPasses() {
            assertPassed(
                    tale().fed("a1")
                            .unusual("a2")
                            .applied("a1", "a2")
                            .look("a2")
                            .verdict("CONSUMER-8"),
                    1);
        }

        @Test
        void anUnusualEventThatIsSetAsideIsFoundAndNotTheLoss() {
            assertBlamed(
                    tale().fed("a1").unusual("a2").applied("a1").setAside(1).look("a1"),
                    "CONSUMER-8",
                    "CONSUMER-8 (set-aside): a: updated at t-0@1 has a member or header that is not in the contract, and"
                            + " was set aside; expected its effect, as if what is unknown were not there, but was none");
        }

        @Test
        void anUnusualEventThatStopsItIsFound() {
            assertBlamed(
                    tale().fed("a1").unusual("a2").fed("a3").applied("a1").stuck(),
                    "CONSUMER-8",
                    "CONSUMER-8 (stuck): a: partition 0 stops at t-0@1, and 1 more records wait behind it; it has a"
                            + " member or header that is not in the contract; expected its effect, as if what is unknown"
                            + " were not there, but was no progress");
        }

        @Test
        void poisonThatIsSetAsidePasses() {
            assertPassed(
                    tale().poison()
                            .fed("a1")
                            .applied("a1")
                            .setAside(0)
                            .look("a1")
                            .verdict("CONSUMER-9"),
                    1);
        }

        @Test
        void poisonThatVanishesIsFound() {
            assertBlamed(
                    tale().poison().fed("a1").applied("a1").look("a1"),
                    "CONSUMER-9",
                    "CONSUMER-9 (dropped): t-0@0 holds no event, and the consumer went on without a trace of it;"
                            + " expected a dead letter, as declared, but was none");
        }

        @Test
        void poisonThatStopsItIsFound() {
            assertBlamed(
                    tale().poison().fed("a1").restarted().restarted().stuck(),
                    "CONSUMER-9",
                    "CONSUMER-9 (stuck): partition 0 stops at t-0@0, and 1 more records wait behind it; it holds no"
                            + " event; expected a dead letter, as declared, and then the next record, but was no"
                            + " progress, in spite of 2 restarts of members that ended by themselves");
        }

        @Test
        void whoeverDeclaresToStopAtPoisonMayStop() {
            assertPassed(stoppingAtPoison().poison().fed("a1").stuck().verdict("CONSUMER-9"), 1);
        }

        @Test
        void whatCameBeforePoisonThatStopsItIsExercised() {
            ConsumerTale tale = stoppingAtPoison()
                    .fed("a1")
                    .unusual("a2")
                    .applied("a1", "a2")
                    .look("a2")
                    .poison()
                    .stuck("a2");

            assertPassed(tale.verdict("CONSUMER-2"), 2);
            assertPassed(tale.verdict("CONSUMER-4"), 1);
            assertPassed(tale.verdict("CONSUMER-8"), 1);
        }

        @Test
        void whoeverDeclaresToStopAtPoisonMayNotGoOn() {
            assertBlamed(
                    stoppingAtPoison().poison().fed("a1").applied("a1").look("a1"),
                    "CONSUMER-9",
                    "CONSUMER-9 (passed): t-0@0 holds no event, and later records of its partition took effect; expected"
                            + " the consumer stops before it, as declared, but was it went on");
        }

        @Test
        void withoutDeadLettersItCannotBeTold() {
            assertInconclusive(
                    showing(Promised.EFFECTS, Promised.STATE)
                            .poison()
                            .fed("a1")
                            .applied("a1")
                            .look("a1")
                            .verdict("CONSUMER-9"),
                    "the sink does not show what was set aside; name a query for it under sink: dead-letters");
        }
    }

    @Nested
    class Late {

        @Test
        void aMemberThatComesBackAndWritesNothingPasses() {
            assertPassed(
                    tale().fed("a1", "a2")
                            .paused()
                            .applied("a1", "a2")
                            .resumed(2)
                            .look("a2")
                            .verdict("CONSUMER-10"),
                    2);
        }

        @Test
        void aLateWriteIsFoundAndNotWhatItDoes() {
            assertBlamed(
                    tale().fed("a1", "a2")
                            .paused()
                            .applied("a1", "a2")
                            .resumed(2)
                            .applied("a1")
                            .look("a1"),
                    "CONSUMER-10",
                    "CONSUMER-10 (late-write): a: created at t-0@0 took effect again after a paused member came back;"
                            + " the group had committed up to 2 by then, so nobody but that member held it; expected"
                            + " what a revoked member still writes is refused, but was it was written over its"
                            + " successor's");
        }

        @Test
        void aLateDeletionIsFoundAndNotTheResourceThatItRemoves() {
            ConsumerTale tale = tale().fed("a1", "a2-", "a3")
                    .paused()
                    .applied("a1", "a2", "a3")
                    .resumed(3)
                    .applied("a2")
                    .look();

            assertThat(tale.judged().violated()).containsExactly("CONSUMER-10");
            assertThat(tale.verdict("CONSUMER-4").explained())
                    .extracting(explained -> explained.finding().toString())
                    .containsExactly("CONSUMER-4 (missing): a: its last event is updated at t-0@2, and it is not there:"
                            + " deleted at t-0@1 took effect last; expected the state of its last event, but was it is"
                            + " not there: deleted at t-0@1 took effect last");
        }

        @Test
        void aReplayOfWhatWasNotCommittedIsNoLateWrite() {
            assertThat(tale().fed("a1")
                            .paused()
                            .applied("a1")
                            .resumed(0)
                            .applied("a1")
                            .look("a1")
                            .judged()
                            .violated())
                    .containsExactly("CONSUMER-1");
        }
    }

    @Test
    void aPartitionThatCameToItsEndIsJudgedThoughAnotherDidNot() {
        assertThat(tale().fed(1, "a1")
                        .fed(1, "b1")
                        .applied("b1")
                        .fed("c1")
                        .stuck("b1")
                        .judged()
                        .violated())
                .containsExactly("CONSUMER-2");
    }
}
