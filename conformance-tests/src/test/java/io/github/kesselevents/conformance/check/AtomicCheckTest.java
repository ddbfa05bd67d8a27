package io.github.kesselevents.conformance.check;

import static io.github.kesselevents.conformance.check.Judged.judged;
import static io.github.kesselevents.conformance.check.Judged.resources;
import static io.github.kesselevents.conformance.check.Judged.tuples;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** ATOMIC-1 to ATOMIC-7, with a witness. */
class AtomicCheckTest {

    private static final String STOPPED = "the recording stopped early: no event for 30 s";

    private final Story story = new Story();

    @Test
    void whatIsCommittedIsPublishedAllOfItAndNothingElse() {
        story.reported("k1");
        story.deleted("k1");
        story.delete("k1").commitsNothing().acknowledged();
        story.report("k1").refused();

        judged(story)
                .passes("ATOMIC-1", 4 + 6)
                .passes("ATOMIC-2", 1)
                .passes("ATOMIC-3", 2 + 3)
                .passes("ATOMIC-4", 2 + 3)
                .passes("ATOMIC-5", 1)
                .passes("ATOMIC-6", 3 + 3)
                .passes("ATOMIC-7", 1);
    }

    @Test
    void withoutRefusalsAndIdleTransactionsNothingOfThemIsExercised() {
        story.reported("k1");

        judged(story).neverExercises("ATOMIC-2").neverExercises("ATOMIC-5").neverExercises("ATOMIC-7");
    }

    @Test
    void whatViolatesWasExercisedToo() {
        story.reported("k1");
        story.report("k1").commits().acknowledged();
        story.report("k2").commitsWithoutTuple().acknowledged().publishedResource();
        story.report("k3").acknowledged();
        story.report("k4").published().refused();
        story.deleted("k1");
        story.delete("k1").commitsNothingButEmits().acknowledged().published();

        judged(story)
                .violates("ATOMIC-2", "ATOMIC-3", "ATOMIC-4", "ATOMIC-5", "ATOMIC-6")
                .exercises("ATOMIC-1", 2 + 1 + 2 + 2 + 2 + 6)
                .exercises("ATOMIC-3", 1 + 1 + 1 + 1 + 3)
                .exercises("ATOMIC-4", 1 + 1 + 1 + 3)
                .exercises("ATOMIC-6", 6 + 3)
                .exercises("ACK-1", 6 + 3);
    }

    /** ATOMIC-1. */
    @Nested
    class NoEventWithoutACommittedVersion {

        @Test
        void aMadeUpEventViolates() {
            Write write = story.reported("k1");
            write.publishedResource(record ->
                    record.id(story.uuid()).member("/data/reporter_data/api_href", "\"https://made.invalid/up\""));

            judged(story)
                    .violatesOnly("ATOMIC-1")
                    .by("made-up")
                    .of("host/hbi/i-1/k1")
                    .saying("no transaction wrote the event 01a2092b-5bb2-7000-b0a2-000000000007")
                    .expecting("a committed version that it publishes")
                    .butWas("outbox.event.kessel.resources-1@1")
                    .about(resources(1, 1));
        }

        @Test
        void aMadeUpEventOfAMadeUpResourceViolates() {
            story.reported("k1");
            Write stranger = new Story().report("k7");
            stranger.published();
            story.deliver(
                    stranger.resourceEvent(),
                    record -> record.id(story.uuid())
                            .member("/data/reporter_data/api_href", "\"https://made.invalid/up\"")
                            .key("01a2092b-5bb2-7000-b0a2-0000000000ff")
                            .member("/data/metadata/id", "\"01a2092b-5bb2-7000-b0a2-0000000000ff\"")
                            .member("/subject", "\"/resources/host/01a2092b-5bb2-7000-b0a2-0000000000ff\""));

            judged(story).violatesOnly("ATOMIC-1").by("made-up").of("host/hbi/i-1/k7");
        }

        @Test
        void aDeleteThatIsPublishedUnderAnotherLiveKeyViolates() {
            story.reported("k1");
            Write other = story.reported("k4");
            Write delete = story.delete("k1");
            delete.emitting(event -> event.key(other.key()))
                    .commits()
                    .acknowledged()
                    .published();

            judged(story)
                    .violatesOnly("ATOMIC-1")
                    .by("foreign-key")
                    .of("host/hbi/i-1/k4")
                    .saying("the event of deleted of host/hbi/i-1/k1, committed at " + delete.lsn()
                            + " is published under another key")
                    .expecting(delete.key())
                    .butWas(other.key())
                    .about(resources(1, 2), delete.commit());
        }
    }

    /** ATOMIC-2. */
    @Nested
    class ARolledBackWritePublishesNothing {

        @Test
        void aReportThatIsPublishedThenRolledBackViolates() {
            Write write = story.report("k1");
            write.publishedResource().refused();

            judged(story)
                    .violatesOnly("ATOMIC-2")
                    .by("published")
                    .of("host/hbi/i-1/k1")
                    .saying("report 1 of host/hbi/i-1/k1 (INVALID_ARGUMENT) was published, then rolled back")
                    .expecting("no event of a write that did not commit")
                    .butWas("outbox.event.kessel.resources-1@0")
                    .about(resources(1, 0), write.operation());
        }

        @Test
        void aTupleThatIsPublishedThenRolledBackViolates() {
            Write write = story.report("k1");
            write.publishedTuple().refused();

            judged(story).violatesOnly("ATOMIC-2").about(tuples(1, 0), write.operation());
        }

        @Test
        void aDeleteThatIsPublishedThenRolledBackViolates() {
            story.reported("k1");
            Write delete = story.delete("k1");
            delete.published().brokenOff();

            judged(story)
                    .violatesOnly("ATOMIC-2", 2)
                    .saying("delete 2 of host/hbi/i-1/k1 (UNAVAILABLE) was published, then rolled back")
                    .about(resources(1, 1), delete.operation());
        }

        @Test
        void aTupleOfWhatWasAcknowledgedAndNeverCommittedIsOfThatWrite() {
            story.reported("k1");
            Write write = story.report("k1").publishedTuple().acknowledged();

            judged(story)
                    .violates("ATOMIC-2", "ATOMIC-6")
                    .blames("ATOMIC-2")
                    .saying("report 2 of host/hbi/i-1/k1 (OK) was published, then rolled back")
                    .about(tuples(1, 1), write.operation());
        }

        @Test
        void aTupleIsNotOfAReportThatIsAskedForLater() {
            story.reported("k1")
                    .publishedTuple(record -> record.id(story.uuid()).member("/reporter_representation_version", "9"));
            story.report("k1").refused();

            judged(story).violatesOnly("ATOMIC-1").by("made-up").about(tuples(1, 1));
        }

        @Test
        void aTupleOfADeleteIsNotOfAReportThatWasRefused() {
            story.reported("k1");
            story.report("k1").refused();
            Write delete = story.delete("k1");
            delete.publishedTuple().refused();

            judged(story).violatesOnly("ATOMIC-2").about(tuples(1, 1), delete.operation());
        }

        @Test
        void aMessageOutsideARefusedTransactionViolates() {
            Write write = story.report("k1");
            write.emitsOutsideItsTransaction().refused().published();

            judged(story).violatesOnly("ATOMIC-2", 2).about(resources(1, 0), write.operation());
        }

        @Test
        void aMessageOutsideARefusedDeleteViolates() {
            story.reported("k1");
            story.delete("k1").emitsOutsideItsTransaction().refused().published();

            judged(story)
                    .explains("ACK-2", "ATOMIC-2")
                    .violatesOnly("ATOMIC-2", 2)
                    .of("host/hbi/i-1/k1")
                    .saying("the event was written outside any transaction, by pg_logical_emit_message(false, …), and"
                            + " published though nothing committed")
                    .about(resources(1, 1));
        }

        @Test
        void aMessageOutsideATransactionThatCommitsIsNoViolationOfIt() {
            story.report("k1")
                    .emitsOutsideItsTransaction()
                    .commitsInSilence()
                    .acknowledged()
                    .published();

            judged(story).violates();
        }
    }

    /** What is written outside a transaction belongs to the one that commits, if one does. */
    @Nested
    class AMessageThatIsWrittenTooEarly {

        @Test
        void isOfTheVersionThatCommitsSoItIsComparedWithItsRecord() {
            story.report("k1")
                    .emitsOutsideItsTransaction()
                    .commitsInSilence()
                    .acknowledged()
                    .published();

            judged(story).exercises("FIDELITY-2", 2 + 2 * 3).passes("ATOMIC-4", 1 + 3);
        }

        @Test
        void showsThatTheRelayAlteredItsRecord() {
            story.report("k1")
                    .emitsOutsideItsTransaction()
                    .commitsInSilence()
                    .acknowledged()
                    .publishedResource()
                    .publishedTuple(event -> event.member("/reporter_resource_key/local_resource_id", "\"k9\""));

            judged(story).violatesOnly("FIDELITY-2");
        }

        @Test
        void isNotOfTheRetryIfItsOwnAttemptWasRolledBack() {
            Write first = story.report("k1").emitsOutsideItsTransaction();
            first.brokenOff().published();
            Write retry = story.report("k1").emitsOutsideItsTransaction();
            retry.commitsInSilence().acknowledged().published();

            judged(story).violatesOnly("ATOMIC-2", 2).about(resources(1, 0), first.operation());
        }

        @Test
        void isNotOfTheRetryThoughADeleteHasNoMarker() {
            story.reported("k1");
            story.delete("k1").emitsOutsideItsTransaction().brokenOff().published();
            story.delete("k1")
                    .emitsOutsideItsTransaction()
                    .commitsInSilence()
                    .acknowledged()
                    .published();

            judged(story).violatesOnly("ATOMIC-2", 2).about(resources(1, 1));
        }

        @Test
        void isOfADelete() {
            story.reported("k1");
            story.delete("k1")
                    .emitsOutsideItsTransaction()
                    .commitsInSilence()
                    .acknowledged()
                    .published();

            judged(story).exercises("FIDELITY-2", 2 + 2 + 2 * 3).violates();
        }

        @Test
        void isNotOfAVersionThatWroteItsOwn() {
            story.report("k1").emitsOutsideItsTransaction().refused().published();
            story.reported("k1");

            judged(story).explains("ACK-2", "ATOMIC-2").violatesOnly("ATOMIC-2", 2);
        }

        @Test
        void isNotOfAnotherReportWhoseMarkerItHasNot() {
            Write kept = story.report("k1").emitsOutsideItsTransaction();
            Write lost = story.report("k1").emitsOutsideItsTransaction();
            lost.brokenOff();
            kept.commitsInSilence().acknowledged().published();
            lost.published();

            judged(story).violatesOnly("ATOMIC-2", 2).about(resources(1, 1), lost.operation());
        }

        @Test
        void ofADeleteIsNotOfAReport() {
            story.reported("k1");
            story.delete("k1").emitsOutsideItsTransaction().brokenOff().published();
            story.report("k1").commitsInSilence().brokenOff();

            judged(story).violates("ATOMIC-2", "ATOMIC-3");
        }

        /** Else the delete would seem to come behind it, and never to have committed. */
        @Test
        void doesNotProveItsCommitWhenItIsSeen() {
            story.reported("k1");
            Write report = story.reportOfCommonOnly("k1").emitsOutsideItsTransaction();
            report.published();
            Write delete = story.delete("k1").commits();
            report.commitsInSilence().acknowledged();
            delete.acknowledged().published();

            judged(story).violates("ORDER-1");
        }
    }

    /** ATOMIC-3. */
    @Nested
    class EveryCommittedVersionIsPublished {

        @Test
        void aDroppedTransactionIsLost() {
            story.reported("k1");
            Write lost = story.report("k1");
            lost.commits().acknowledged();

            judged(story)
                    .explains("ACK-1", "ATOMIC-3")
                    .violatesOnly("ATOMIC-3")
                    .by("lost")
                    .of("host/hbi/i-1/k1")
                    .saying("report 2 of host/hbi/i-1/k1 (OK) was committed at " + lost.lsn() + ", and never published")
                    .expecting("an event on each of 2 streams")
                    .butWas("none")
                    .about(lost.commit());
        }

        @Test
        void whatWasInFlightAtARestartAndSkippedIsLost() {
            Write skipped = story.report("k1").commits().acknowledged();
            story.killed("relay");
            story.reported("k1");

            judged(story).violatesOnly("ATOMIC-3").about(skipped.commit());
        }

        @Test
        void ofTwoVersionsOfAKeyTheCoalescedOneIsLost() {
            Write first = story.report("k1").commits().acknowledged();
            story.reported("k1");

            judged(story).violatesOnly("ATOMIC-3").about(first.commit());
        }

        @Test
        void aDualWriteThatCrashedBeforePublishingIsLost() {
            Write dual = story.report("k1").commitsInSilence().brokenOff();

            judged(story).violatesOnly("ATOMIC-3").about(dual.commit());
        }

        @Test
        void aLostDeleteIsLost() {
            story.reported("k1");
            Write delete = story.delete("k1").commits().acknowledged();

            judged(story)
                    .violatesOnly("ATOMIC-3")
                    .saying("deleted of host/hbi/i-1/k1 was committed at " + delete.lsn() + ", and never published");
        }

        @Test
        void aGapIsPendingUntilTheSentinelsArrive() {
            story.report("k1").commits().acknowledged();
            story.drainsInVain().givesUp();

            judged(story).cannotTell("ATOMIC-3", STOPPED).violates();
        }

        @Test
        void aGapThatIsFilledLaterIsNoLoss() {
            Write late = story.report("k1").commits().acknowledged();
            story.reported("k2");
            late.published();

            judged(story).passes("ATOMIC-3", 2 + 3);
        }

        @Test
        void whatCommitsBehindTheFirstSentinelIsOutOfScope() {
            Write late = story.report("k1").brokenOff();
            story.drains();
            late.commits();
            story.drainsInVain().givesUp();

            judged(story).cannotTell("ATOMIC-3", STOPPED).violates();
        }
    }

    /** ATOMIC-4. */
    @Nested
    class AllStreamsOrNone {

        @Test
        void aDroppedTupleViolates() {
            Write write =
                    story.report("k1").commitsWithoutTuple().acknowledged().publishedResource();

            judged(story)
                    .violatesOnly("ATOMIC-4")
                    .by("not-on-every-stream")
                    .of("host/hbi/i-1/k1")
                    .saying("created of host/hbi/i-1/k1, committed at " + write.lsn()
                            + " was published on some streams only")
                    .expecting("2 events")
                    .butWas("1 of them")
                    .about(write.commit());
        }

        @Test
        void aTupleThatTheRelayDropsViolates() {
            story.report("k1").commits().acknowledged().publishedResource();

            judged(story).violatesOnly("ATOMIC-4");
        }

        @Test
        void aResourceEventThatTheRelayDropsViolates() {
            story.report("k1").commits().acknowledged().publishedTuple();

            judged(story).explains("ACK-1", "ATOMIC-4").violatesOnly("ATOMIC-4");
        }

        @Test
        void aTupleThatIsPendingTellsNothing() {
            story.report("k1").commits().acknowledged().publishedResource();
            story.drainsInVain().givesUp();

            judged(story).cannotTell("ATOMIC-4", STOPPED).violates();
        }
    }

    /** ATOMIC-5. */
    @Nested
    class NoVersionNoEvent {

        @Test
        void anEventOfANoOpDeleteViolates() {
            story.reported("k1");
            story.deleted("k1");
            Write idle = story.delete("k1");
            idle.commitsNothingButEmits().acknowledged().published();

            judged(story)
                    .violatesOnly("ATOMIC-5", 2)
                    .by("published")
                    .of("host/hbi/i-1/k1")
                    .saying("the transaction committed at " + idle.lsn() + " made no version, and wrote the event "
                            + idle.id())
                    .expecting("no event")
                    .butWas("outbox.event.kessel.resources-1@2")
                    .about(resources(1, 2), idle.commit());
        }
    }

    /** ATOMIC-6. */
    @Nested
    class AnAcknowledgedWriteIsCommitted {

        @Test
        void aReportThatIsAcknowledgedThenRolledBackViolates() {
            Write write = story.report("k1").acknowledged();

            judged(story)
                    .explains("ACK-1", "ATOMIC-6")
                    .violatesOnly("ATOMIC-6")
                    .by("not-committed")
                    .of("host/hbi/i-1/k1")
                    .saying("report 1 of host/hbi/i-1/k1 (OK) was acknowledged, and never committed")
                    .expecting("a version")
                    .butWas("none")
                    .about(write.operation());
        }

        @Test
        void aDeleteThatIsAcknowledgedThenRolledBackViolates() {
            story.reported("k1");
            Write delete = story.delete("k1").acknowledged();

            judged(story)
                    .violatesOnly("ATOMIC-6")
                    .saying("delete 2 of host/hbi/i-1/k1 (OK) was acknowledged, and never committed")
                    .expecting("a delete, or one that came before")
                    .about(delete.operation());
        }

        @Test
        void aRetryOfWhatIsCommittedNeedNotCommit() {
            story.reportAs("tx-1", "k1").commits().brokenOff().published();
            story.reportAs("tx-1", "k1").acknowledged();

            judged(story).passes("ATOMIC-6", 1 + 3);
        }

        @Test
        void whatIsAcknowledgedBehindTheLastSentinelTellsNothing() {
            story.reported("k2");
            story.report("k1").acknowledged();
            story.givesUp();

            judged(story).cannotTell("ATOMIC-6", STOPPED).violates();
        }

        /** Sentinels commit, and the witness sees it, whether the relay publishes them or not. */
        @Test
        void inAStallTheWitnessStillTells() {
            story.report("k1").acknowledged();
            story.drainsInVain().givesUp();

            judged(story).violatesOnly("ATOMIC-6").by("not-committed");
        }
    }

    /** ATOMIC-7. */
    @Nested
    class ARefusedWriteIsNotCommitted {

        @Test
        void aReportThatIsRefusedAfterItsCommitViolates() {
            Write write = story.report("k1").commits().refused().published();

            judged(story)
                    .explains("ACK-2", "ATOMIC-7")
                    .violatesOnly("ATOMIC-7")
                    .by("committed")
                    .of("host/hbi/i-1/k1")
                    .saying("report 1 of host/hbi/i-1/k1 (INVALID_ARGUMENT) was refused, and committed")
                    .expecting("nothing committed")
                    .butWas("created of host/hbi/i-1/k1, committed at " + write.lsn())
                    .about(write.operation(), write.commit());
            judged(story).exercises("ATOMIC-7", 1);
        }

        @Test
        void whatIsRefusedBehindTheLastSentinelTellsNothing() {
            story.reported("k2");
            story.report("k1").refused();
            story.givesUp();

            judged(story)
                    .cannotTell("ATOMIC-7", STOPPED)
                    .cannotTell("ATOMIC-2", STOPPED)
                    .violates();
        }

        @Test
        void aDeleteThatIsRefusedAfterItsCommitViolates() {
            story.reported("k1");
            Write delete = story.delete("k1").commits().refused().published();

            judged(story)
                    .explains("ACK-2", "ATOMIC-7")
                    .violatesOnly("ATOMIC-7")
                    .saying("1 deletes committed, but only 0 were not refused")
                    .expecting("nothing committed by a refused delete")
                    .butWas("deleted of host/hbi/i-1/k1, committed at " + delete.lsn())
                    .about(delete.operation(), delete.commit());
        }

        @Test
        void aRetryUnderAnotherMarkerIsAnotherOperation() {
            story.reportAs("tx-1", "k1").commits().acknowledged().published();
            story.reportAs("tx-1", "k1").refused();

            judged(story).passes("ATOMIC-7", 1);
        }
    }
}
