package io.github.kesselevents.conformance.check;

import static io.github.kesselevents.conformance.check.Judged.judged;
import static io.github.kesselevents.conformance.check.Judged.resources;
import static io.github.kesselevents.conformance.check.Judged.tuples;

import io.github.kesselevents.conformance.producer.Grade;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ORDER-1 to ORDER-5. */
class OrderCheckTest {

    private final Story story = new Story();

    @ParameterizedTest
    @EnumSource
    void eventsInCommitOrderPass(Grade grade) {
        story.reported("k1");
        story.reported("k1");
        story.deleted("k1");
        story.reported("k1");

        // Four writes on two streams, of which only three have a time; three sentinels.
        judged(story, grade)
                .passes("ORDER-1", 8 + 6)
                .passes("ORDER-2", 2 + 6)
                .passes("ORDER-3", 2 + 6)
                .passes("ORDER-5", 3 + 3);
    }

    @Test
    void withoutEventsNothingIsExercised() {
        Story silent = new Story().breaksOff();

        judged(silent, Grade.C)
                .neverExercises("ORDER-1")
                .neverExercises("ORDER-2")
                .neverExercises("ORDER-3")
                .neverExercises("ORDER-5");
    }

    /** ORDER-1. */
    @Nested
    class FirstDeliveriesFollowCommitOrder {

        @Test
        void twoThatAParallelRelaySwapsViolate() {
            Write older = story.report("k1").commits().acknowledged();
            Write newer = story.report("k1").commits().acknowledged();
            newer.publishedResource();
            older.published();
            newer.publishedTuple();

            judged(story, Grade.A)
                    .explains("ORDER-2", "ORDER-1")
                    .violatesOnly("ORDER-1")
                    .by("swapped")
                    .of("host/hbi/i-1/k1")
                    .saying("created of host/hbi/i-1/k1, committed at " + older.lsn()
                            + " was first delivered after updated of host/hbi/i-1/k1, committed at " + newer.lsn())
                    .expecting("commit order")
                    .butWas("outbox.event.kessel.resources-1@1 behind outbox.event.kessel.resources-1@0")
                    .about(
                            resources(1, 1),
                            older.commit(),
                            resources(1, 0),
                            new Anchor.OfResource("outbox.event.kessel.resources", older.key()));
            judged(story, Grade.C)
                    .violatesOnly("ORDER-1")
                    .by("swapped")
                    .saying("report 1 of host/hbi/i-1/k1 (OK) returned before report 2 of host/hbi/i-1/k1 (OK) was"
                            + " invoked, and is delivered after it")
                    .expecting("the order of operations that do not overlap")
                    .butWas("outbox.event.kessel.resources-1@1 behind outbox.event.kessel.resources-1@0")
                    .about(
                            resources(1, 1),
                            older.operation(),
                            resources(1, 0),
                            new Anchor.OfResource("outbox.event.kessel.resources", older.key()));
        }

        @Test
        void tuplesHaveAnOrderOfTheirOwn() {
            Write older = story.report("k1").commits().acknowledged().publishedResource();
            Write newer = story.report("k1").commits().acknowledged().published();
            older.publishedTuple();

            judged(story)
                    .violatesOnly("ORDER-1")
                    .about(
                            tuples(1, 1),
                            older.commit(),
                            tuples(1, 0),
                            new Anchor.OfResource("outbox.event.kessel.tuples", newer.key()));
        }

        @Test
        void aDeleteThatOvertakesViolates() {
            story.reported("k1");
            Write older = story.report("k1").commits().acknowledged();
            story.delete("k1").commits().acknowledged().published();
            older.published();

            judged(story).violatesOnly("ORDER-1", 2).by("swapped");
        }

        @ParameterizedTest
        @EnumSource
        void aGapThatIsFilledInOrderIsNoSwap(Grade grade) {
            Write first = story.report("k1").commits().acknowledged();
            story.reported("k2");
            first.published();
            story.reported("k1");

            judged(story, grade).passes("ORDER-1", 6 + 6);
        }

        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "A")
        void operationsThatOverlapHaveNoOrderWithoutAWitness(Grade grade) {
            Write one = story.report("k1");
            Write other = story.report("k1");
            one.commits().acknowledged();
            other.commits().acknowledged().published();
            one.published();

            judged(story, grade)
                    .cannotTell(
                            "ORDER-5",
                            "the times of operations that overlap decrease in the log; without a witness, nothing"
                                    + " tells which of them committed first")
                    .violatesNothing();
            judged(story, Grade.A).violatesOnly("ORDER-1", 2);
        }

        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "A")
        void anUnknownOperationPrecedesNothing(Grade grade) {
            Write unknown = story.report("k1").brokenOff();
            story.report("k1").commits().acknowledged().published();
            unknown.commits().published();

            judged(story, grade).violatesNothing();
        }

        @ParameterizedTest
        @EnumSource
        void keysHaveNoOrderBetweenThem(Grade grade) {
            Write one = story.report("k1").commits().acknowledged();
            story.reported("k4");
            one.published();

            judged(story, grade).passes("ORDER-1", 4 + 6);
        }

        @ParameterizedTest
        @EnumSource
        void whatARewindRepeatsIsNoFirstDelivery(Grade grade) {
            Write first = story.reported("k1");
            Write second = story.reported("k1");
            story.killed("relay");
            first.published();
            second.published();

            judged(story, grade).passes("ORDER-1", 4 + 6).passes("ORDER-2", 2 + 6);
        }
    }

    /** ORDER-2. */
    @Nested
    class TheLastDeliveryIsTheNewest {

        @ParameterizedTest
        @EnumSource
        void anOldEventThatIsEmittedLastViolates(Grade grade) {
            Write old = story.reported("k1");
            Write last = story.reported("k1");
            Write other = story.reported("k4");
            story.killed("relay");
            old.published();
            last.published();
            other.published();
            story.killed("relay");
            old.publishedResource();

            judged(story, grade)
                    .violatesOnly("ORDER-2")
                    .by("regressed")
                    .of("host/hbi/i-1/k1")
                    .saying("the last event delivered is not of its newest version")
                    .expecting("outbox.event.kessel.resources-1@1 again, or nothing behind it")
                    .butWas("outbox.event.kessel.resources-1@6")
                    .about(resources(1, 6), new Anchor.OfResource("outbox.event.kessel.resources", old.key()));
            judged(story, grade).exercises("ORDER-2", 4 + 6);
        }

        @ParameterizedTest
        @EnumSource
        void aRecordingThatStopsWithinARewindTellsNothing(Grade grade) {
            Write old = story.reported("k1");
            story.reported("k1");
            story.killed("relay");
            old.published();
            story.givesUp();

            judged(story, grade)
                    .cannotTell("ORDER-2", "the recording stopped early: no event for 30 s, perhaps within a rewind")
                    .violates();
        }
    }

    /** ORDER-3. */
    @Nested
    class AllEventsOfAKeyAreInOnePartition {

        @ParameterizedTest
        @EnumSource
        void aRoundRobinPartitionerViolates(Grade grade) {
            story.reported("k1");
            Write moved = story.report("k1");
            moved.commits()
                    .acknowledged()
                    .publishedResource(record -> record.partition(2))
                    .publishedTuple();

            judged(story, grade)
                    .violatesOnly("ORDER-3")
                    .by("spread")
                    .of("host/hbi/i-1/k1")
                    .saying("its events are in partitions [1, 2] of outbox.event.kessel.resources")
                    .expecting("one partition")
                    .butWas("outbox.event.kessel.resources-1@0 and outbox.event.kessel.resources-2@0")
                    .about(
                            resources(1, 0),
                            resources(2, 0),
                            new Anchor.OfResource("outbox.event.kessel.resources", moved.key()));
        }

        @ParameterizedTest
        @EnumSource
        void eachPartitionIsJudgedForItself(Grade grade) {
            Write older = story.report("k1").commits().acknowledged();
            story.report("k1").commits().acknowledged().published();
            older.publishedResource(record -> record.partition(2)).publishedTuple(record -> record.partition(2));

            judged(story, grade).violatesOnly("ORDER-3", 2);
        }
    }

    /** ORDER-4. */
    @Nested
    class TheChainFollowsTheStateMachine {

        @Test
        void everyStepOfTheMachinePasses() {
            story.reported("k1");
            story.reported("k1");
            story.deleted("k1");
            story.reported("k1");
            story.deleted("k1");

            judged(story).passes("ORDER-4", 5 + 3);
        }

        @Test
        void createdTwiceViolates() {
            story.reported("k1");
            Write again = story.createdAgain("k1").commits().acknowledged().published();

            judged(story)
                    .violatesOnly("ORDER-4")
                    .by("created-then-created")
                    .of("host/hbi/i-1/k1")
                    .saying("created of host/hbi/i-1/k1, committed at " + again.lsn() + " follows created")
                    .expecting("updated or deleted")
                    .butWas("created")
                    .about(again.commit());
        }

        @Test
        void createdAfterADeleteViolates() {
            story.reported("k1");
            story.deleted("k1");
            story.createdAgain("k1").commits().acknowledged().published();

            judged(story).violatesOnly("ORDER-4").by("deleted-then-created").expecting("updated");
        }

        @Test
        void updatedFirstViolates() {
            story.updatedAtOnce("k1").commits().acknowledged().published();

            judged(story)
                    .violatesOnly("ORDER-4")
                    .by("none-then-updated")
                    .expecting("created")
                    .butWas("updated");
        }

        @Test
        void aDeleteOfWhatIsDeletedViolates() {
            story.reported("k1");
            story.deleted("k1");
            story.delete("k1")
                    .insertingATombstoneAgain()
                    .commits()
                    .acknowledged()
                    .published();

            judged(story)
                    .violatesOnly("ORDER-4")
                    .by("deleted-then-deleted")
                    .expecting("updated")
                    .butWas("deleted");
        }

        @Test
        void itIsJudgedOnTheChainAndNotOnTheLog() {
            story.reported("k1");
            story.createdAgain("k1").commits().acknowledged();
            story.drainsInVain().givesUp();

            judged(story).violatesOnly("ORDER-4");
        }
    }

    /** ORDER-5. */
    @Nested
    class EventTimesDoNotDecrease {

        @ParameterizedTest
        @EnumSource
        void aBackDatedEventViolates(Grade grade) {
            story.reported("k1");
            Write late = story.report("k1");
            late.emitting(event -> event.member("/time", "\"2026-01-01T00:00:00Z\"")
                            .member("/data/metadata/updated_at", "\"2026-01-01T00:00:00Z\""))
                    .commits()
                    .acknowledged()
                    .published();

            judged(story, grade)
                    .violatesOnly("ORDER-5")
                    .by("back-dated")
                    .of("host/hbi/i-1/k1")
                    .saying("the event at outbox.event.kessel.resources-1@1 is dated before its predecessor at"
                            + " outbox.event.kessel.resources-1@0")
                    .butWas("2026-01-01T00:00:00Z");
        }

        @ParameterizedTest
        @EnumSource
        void equalTimesDoNotDecrease(Grade grade) {
            Write first = story.reported("k1");
            String time = "\"" + first.time() + "\"";
            story.report("k1")
                    .emitting(event -> event.member("/time", time).member("/data/metadata/updated_at", time))
                    .commits()
                    .acknowledged()
                    .published();

            judged(story, grade).passes("ORDER-5", 2 + 3);
        }

        @Test
        void aSwappedEventIsNotBackDated() {
            Write older = story.report("k1").commits().acknowledged();
            story.reported("k1");
            older.published();

            judged(story).violatesOnly("ORDER-1", 2);
        }
    }
}
