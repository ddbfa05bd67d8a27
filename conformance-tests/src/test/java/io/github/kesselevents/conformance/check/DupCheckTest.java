package io.github.kesselevents.conformance.check;

import static io.github.kesselevents.conformance.check.Judged.judged;
import static io.github.kesselevents.conformance.check.Judged.resources;
import static io.github.kesselevents.conformance.check.Judged.tuples;

import io.github.kesselevents.conformance.producer.Grade;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DUP-1 to DUP-4. */
class DupCheckTest {

    private final Story story = new Story();

    @ParameterizedTest
    @EnumSource
    void anIdenticalRepeatPasses(Grade grade) {
        Write write = story.reported("k1");
        Write delete = story.deleted("k1");
        story.killed("relay");
        write.published();
        delete.published();

        judged(story, grade).passes("DUP-1", 4).passes("DUP-2", 4 + 6);
    }

    @Test
    void withAWitnessEveryRepeatedVersionIsHeldAgainstItsId() {
        Write write = story.reported("k1");
        story.killed("relay");
        write.published();

        judged(story, Grade.A).passes("DUP-3", 2);
        // Without one, tuples and deletes tell nothing of the write that made them.
        judged(story, Grade.C).passes("DUP-3", 1);
    }

    @ParameterizedTest
    @EnumSource
    void withoutRepeatsNothingOfThemIsExercised(Grade grade) {
        story.reported("k1");

        judged(story, grade).neverExercises("DUP-1").neverExercises("DUP-3").neverExercises("DUP-4");
    }

    /** DUP-1. */
    @Nested
    class ARedeliveryIsIdentical {

        @ParameterizedTest
        @EnumSource
        void anotherIdInThePayloadViolates(Grade grade) {
            Write write = story.reported("k1");
            story.killed("relay");
            write.publishedResource(record -> record.member("/id", "\"01a2092b-5bb2-11f0-b0a2-0000000000ff\""))
                    .publishedTuple();

            judged(story, grade)
                    .violatesOnly("DUP-1")
                    .by("value")
                    .of("host/hbi/i-1/k1")
                    .saying("the redelivery at outbox.event.kessel.resources-1@1 of the record at"
                            + " outbox.event.kessel.resources-1@0 differs in its value")
                    .about(resources(1, 1), resources(1, 0), new Anchor.OfEvent(write.id()));
        }

        @Test
        void theDifferenceIsShownFromALittleBeforeItsFirstByte() {
            Write write = story.reported("k1");
            story.killed("relay");
            write.publishedResource().publishedTuple(record -> record.member("/reporter_representation_version", "10"));

            judged(story, Grade.C)
                    .violatesOnly("DUP-1")
                    .expecting("byte 740: …_version\":0,\"reporter_resource_key\":{\"local_resour…")
                    .butWas("byte 740: …_version\":10,\"reporter_resource_key\":{\"local_resou…");
        }

        @ParameterizedTest
        @EnumSource
        void aTombstoneInPlaceOfTheValueViolates(Grade grade) {
            Write write = story.reported("k1");
            story.killed("relay");
            write.publishedTuple(record -> record.value(null)).publishedResource();

            judged(story, grade)
                    .violates("SHAPE-1", "DUP-1")
                    .blames("DUP-1")
                    .expecting("not null")
                    .butWas("null");
        }

        @Test
        void anotherKeyOfADeleteViolates() {
            story.reported("k1");
            Write delete = story.deleted("k1");
            story.killed("relay");
            delete.publishedResource(record -> record.key("01a2092b-5bb2-7000-b0a2-0000000000ff"))
                    .publishedTuple();

            judged(story)
                    .violatesOnly("DUP-1")
                    .by("key")
                    .expecting("byte 89: …000000000001\"}…")
                    .butWas("byte 89: …0000000000ff\"}…");
        }

        @ParameterizedTest
        @EnumSource
        void anotherOrderOfMembersViolates(Grade grade) {
            Write write = story.reported("k1");
            story.killed("relay");
            write.publishedResource()
                    .publishedTuple(record -> record.without("/common_version").member("/common_version", "0"));

            judged(story, grade)
                    .violatesOnly("DUP-1")
                    .by("value")
                    .about(tuples(1, 1), tuples(1, 0), new Anchor.OfEvent(write.tupleId()));
        }

        @ParameterizedTest
        @EnumSource
        void objectsOfAnArrayThatARelayStartedAnewLaysOutInAnotherWayAreKnown(Grade grade) {
            Write write = story.report("k1", "{\"a\":[{\"x\":null,\"y\":1},{\"x\":\"2\",\"y\":1}]}")
                    .commits()
                    .acknowledged()
                    .publishedResource(record -> record.member(
                            "/data/resource_data", "{\"a\":[{\"x\":null,\"y\":1},{\"x\":\"2\",\"y\":1}]}"))
                    .publishedTuple();
            story.killed("relay");
            write.publishedResource(record -> record.member(
                            "/data/resource_data", "{\"a\":[{\"y\":1,\"x\":null},{\"y\":1,\"x\":\"2\"}]}"))
                    .publishedTuple();

            judged(story, grade)
                    .knows("DUP-1", "array-laid-out-anew")
                    .saying("the redelivery at outbox.event.kessel.resources-1@1 of the record at"
                            + " outbox.event.kessel.resources-1@0 differs in its value, by the layout of objects in an array"
                            + " alone");
        }

        @Test
        void anotherOrderOfMembersBesideSuchAnArrayViolates() {
            Write write = story.report("k1", "{\"a\":[{\"x\":2},{\"x\":1}]}")
                    .commits()
                    .acknowledged()
                    .published();
            story.killed("relay");
            write.publishedResource(record -> record.without("/specversion").member("/specversion", "\"1.0\""))
                    .publishedTuple();

            judged(story).violatesOnly("DUP-1").by("value");
        }

        @ParameterizedTest
        @EnumSource
        void anotherHeaderViolates(Grade grade) {
            Write write = story.reported("k1");
            story.killed("relay");
            write.publishedResource(record -> record.header("attempt", "2")).publishedTuple();

            judged(story, grade)
                    .violatesOnly("DUP-1")
                    .by("headers")
                    .expecting("id=" + write.id() + ", operation=created, txid=")
                    .butWas("id=" + write.id() + ", operation=created, txid=, attempt=2");
        }

        @ParameterizedTest
        @EnumSource
        void headersOfTracingMayDiffer(Grade grade) {
            Write write = story.reported("k1");
            story.killed("relay");
            write.publishedResource(
                            record -> record.header("traceparent", "00-1-2-01").header("x-b3-spanid", "3"))
                    .publishedTuple();

            judged(story, grade).passes("DUP-1", 2);
        }
    }

    /** DUP-2. */
    @Nested
    class OneIdNamesOneEvent {

        @ParameterizedTest
        @EnumSource
        void anIdThatIsUsedForAnotherWriteViolates(Grade grade) {
            Write first = story.reported("k1");
            Write second = story.report("k1").emitting(event -> event.id(first.id()));
            second.commits().acknowledged().published();

            Judged.Blame blame = judged(story, grade)
                    .violatesOnly("DUP-2")
                    .by("reused")
                    .of("host/hbi/i-1/k1")
                    .saying("the id " + first.id() + " names two events");
            if (grade == Grade.A) {
                blame.expecting("created of host/hbi/i-1/k1, committed at " + first.lsn())
                        .butWas("updated of host/hbi/i-1/k1, committed at " + second.lsn())
                        .about(resources(1, 1), resources(1, 0), new Anchor.OfEvent(first.id()), second.commit());
            } else {
                blame.expecting("outbox.event.kessel.resources-1@0")
                        .butWas("outbox.event.kessel.resources-1@1")
                        .about(resources(1, 1), resources(1, 0), new Anchor.OfEvent(first.id()));
            }
        }

        @ParameterizedTest
        @EnumSource
        void anIdThatIsUsedForAnotherKeyViolates(Grade grade) {
            Write first = story.reported("k1");
            story.report("k4")
                    .emitting(event -> event.id(first.id()))
                    .commits()
                    .acknowledged()
                    .published();

            judged(story, grade).violatesOnly("DUP-2").by("reused").of("host/hbi/i-1/k4");
        }

        @ParameterizedTest
        @EnumSource
        void anIdOfAReportThatADeleteUsesViolates(Grade grade) {
            Write first = story.reported("k1");
            story.delete("k1")
                    .emitting(event -> event.id(first.id()))
                    .commits()
                    .acknowledged()
                    .published();

            judged(story, grade).violatesOnly("DUP-2").by("reused");
        }
    }

    /** DUP-3. */
    @Nested
    class ARedeliveryKeepsItsId {

        @ParameterizedTest
        @EnumSource
        void aNewIdOnRedeliveryViolates(Grade grade) {
            Write first = story.reported("k1");
            Write second = story.reported("k1");
            story.killed("relay");
            String id = story.uuid();
            first.publishedResource(record -> record.id(id)).publishedTuple();
            second.published();

            judged(story, grade)
                    .violatesOnly("DUP-3")
                    .by("new-id")
                    .of("host/hbi/i-1/k1")
                    .saying(
                            grade == Grade.A
                                    ? "created of host/hbi/i-1/k1, committed at " + first.lsn()
                                            + " is delivered again at outbox.event.kessel.resources-1@2 under"
                                            + " another id"
                                    : "the write marked " + first.marker()
                                            + " is delivered again at outbox.event.kessel.resources-1@2 under"
                                            + " another id")
                    .expecting(first.id())
                    .butWas(id)
                    .about(resources(1, 2), resources(1, 0));
        }

        @Test
        void aRedeliveryUnderTheIdOfAnotherEventIsForTheId() {
            Write first = story.reported("k1");
            Write second = story.reported("k1");
            story.killed("relay");
            first.publishedResource(record -> record.id(second.id())).publishedTuple();
            second.published();

            judged(story).violatesOnly("DUP-2").by("reused").saying("the id " + second.id() + " names two events");
        }

        @Test
        void aRedeliveryWithoutAnIdViolates() {
            Write write = story.reported("k1");
            story.killed("relay");
            write.publishedResource(record -> record.withoutHeader("id")).publishedTuple();

            judged(story)
                    .violates("SHAPE-2", "DUP-3")
                    .blames("DUP-3")
                    .by("new-id")
                    .expecting(write.id())
                    .butWas("null");
        }

        @Test
        void aNewIdOfATupleViolates() {
            Write write = story.reported("k1");
            story.killed("relay");
            write.publishedResource().publishedTuple(record -> record.id(story.uuid()));

            judged(story).violatesOnly("DUP-3").about(tuples(1, 1), tuples(1, 0));
        }

        @Test
        void aNewIdOfADeleteViolates() {
            story.reported("k1");
            Write delete = story.deleted("k1");
            story.killed("relay");
            delete.publishedResource(record -> record.id(story.uuid())).publishedTuple();

            judged(story).violatesOnly("DUP-3").about(resources(1, 2), resources(1, 1));
        }
    }

    /** DUP-4. */
    @Nested
    class ARepeatedTransactionIdPublishesOnce {

        @ParameterizedTest
        @EnumSource
        void anIdThatIsUsedOnceIsNotExercised(Grade grade) {
            story.reportAs("tx-1", "k1").commits().acknowledged().published();

            judged(story, grade).neverExercises("DUP-4");
        }

        @ParameterizedTest
        @EnumSource
        void aRepeatThatIsIgnoredPasses(Grade grade) {
            story.reportAs("tx-1", "k1").commits().acknowledged().published();
            story.reportAs("tx-1", "k1").acknowledged();
            story.reportAs("tx-1", "k4").acknowledged();

            judged(story, grade).passes("DUP-4", 1);
        }

        @ParameterizedTest
        @EnumSource
        void aRepeatThatIsPublishedAgainViolates(Grade grade) {
            Write first = story.reportAs("tx-1", "k1").commits().acknowledged().published();
            Write again = story.reportAs("tx-1", "k1").commits().acknowledged().published();

            judged(story, grade)
                    .violatesOnly("DUP-4")
                    .by("published-again")
                    .of("host/hbi/i-1/k1")
                    .saying("the transaction_id tx-1 was used 2 times")
                    .expecting("one event")
                    .butWas("2 events")
                    .about(
                            grade == Grade.A ? first.commit() : resources(1, 0),
                            grade == Grade.A ? again.commit() : resources(1, 1),
                            first.operation(),
                            again.operation());
        }

        @ParameterizedTest
        @EnumSource
        void twoAtTheSameTimeThatAreBothPublishedViolate(Grade grade) {
            Write one = story.reportAs("tx-1", "k1");
            Write other = story.reportAs("tx-1", "k1");
            one.commits().published();
            other.commits().published();
            one.brokenOff();
            other.brokenOff();

            judged(story, grade).violatesOnly("DUP-4").butWas("2 events");
        }

        @ParameterizedTest
        @EnumSource
        void aRepeatForAnotherKeyThatIsPublishedViolates(Grade grade) {
            story.reportAs("tx-1", "k1").commits().acknowledged().published();
            story.reportAs("tx-1", "k4").commits().acknowledged().published();

            judged(story, grade).violatesOnly("DUP-4");
        }

        @ParameterizedTest
        @EnumSource
        void aRepeatAfterADeleteThatIsPublishedViolates(Grade grade) {
            story.reportAs("tx-1", "k1").commits().acknowledged().published();
            story.deleted("k1");
            story.reportAs("tx-1", "k1").commits().acknowledged().published();

            judged(story, grade).violatesOnly("DUP-4");
        }

        @Test
        void aGroupOfWhichNothingArrivedCountsOnlyIfItHadItsChance() {
            story.reportAs("tx-1", "k1").commits().acknowledged();
            story.reportAs("tx-1", "k1").acknowledged();
            story.relayFails("DataException: stop").drainsInVain().givesUp();

            judged(story, Grade.A).exercises("DUP-4", 1);
            judged(story, Grade.C).cannotTell("DUP-4", "the recording stopped early: no event for 30 s");

            Story drained = new Story();
            drained.reportAs("tx-1", "k1").commits().acknowledged();
            drained.reportAs("tx-1", "k1").acknowledged();
            judged(drained, Grade.C).violates("ACK-1").exercises("DUP-4", 1);
        }

        @Test
        void whenTheRelayStoppedOnlyTheWitnessTellsThatARepeatDidNothing() {
            story.reportAs("tx-1", "k1").commits().acknowledged().published();
            story.reportAs("tx-1", "k1").acknowledged();
            story.relayFails("DataException: stop").drainsInVain().givesUp();

            judged(story).exercises("DUP-4", 1);
            judged(story, Grade.C).cannotTell("DUP-4", "the recording stopped early: no event for 30 s");
        }

        @ParameterizedTest
        @EnumSource
        void aGroupOfWhichNothingIsKnownIsNotExercised(Grade grade) {
            story.reportAs("tx-1", "k1").brokenOff();
            story.reportAs("tx-1", "k1").brokenOff();

            judged(story, grade).neverExercises("DUP-4");
        }
    }
}
