package io.github.kesselevents.conformance.check;

import static io.github.kesselevents.conformance.check.Judged.judged;
import static io.github.kesselevents.conformance.check.Judged.resources;
import static io.github.kesselevents.conformance.check.Judged.tuples;

import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.producer.Grade;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DUP-5 and DUP-6: the log repeats itself only by rewinds, each with a cause and a bound. */
class RewindCheckTest {

    private final Story story = new Story();

    @ParameterizedTest
    @ValueSource(strings = {"relay", "broker", "database", "network"})
    void aRewindAfterADisturbancePasses(String component) {
        Write first = story.reported("k1");
        Write second = story.reported("k1");
        story.killed(component);
        first.published();
        second.published();

        judged(story, Grade.A).passes("DUP-5", 8 + 6);
        judged(story, Grade.C).passes("DUP-5", 8 + 6);
    }

    @ParameterizedTest
    @EnumSource
    void aRewindAfterTheRelayRestartedByItselfPasses(Grade grade) {
        Write write = story.reported("k1");
        story.restarted("relay");
        write.published();

        judged(story, grade).passes("DUP-5", 4 + 6);
    }

    @ParameterizedTest
    @EnumSource
    void aDoublePublishViolates(Grade grade) {
        story.reported("k1").publishedResource();

        judged(story, grade)
                .violatesOnly("DUP-5")
                .by("unprovoked")
                .of("host/hbi/i-1/k1")
                .saying("the log steps back at outbox.event.kessel.resources-1@1, and no disturbance is left to charge"
                        + " it to")
                .expecting("a disturbance of relay, broker, database or network before it")
                .butWas("none")
                .about(resources(1, 1));
    }

    @ParameterizedTest
    @EnumSource
    void aDisturbanceAfterARewindIsNotItsCause(Grade grade) {
        story.reported("k1").publishedTuple();
        story.killed("relay");

        judged(story, grade).violatesOnly("DUP-5").butWas("none").about(tuples(1, 1));
    }

    @Test
    void aKilledProducerAndARefusedCommitDisturbNoStream() {
        Write write = story.reported("k1");
        story.killed("producer").restarted("producer");
        story.holds(write).drains().releases();
        write.publishedResource();

        judged(story).violatesOnly("DUP-5", 2).by("broken-off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold-commit", "refuse-commits"})
    void whatIsDoneToCommitsAloneDisturbsNoStream(String what) {
        Write write = story.reported("k1");
        story.add(new Faulted(story.now(), 1, what, "database", Stage.ASKED, Map.of()));
        write.publishedResource();

        judged(story).violatesOnly("DUP-5").by("unprovoked").butWas("none");
    }

    @ParameterizedTest
    @EnumSource
    void aDisturbanceIsChargedOnceInAPartition(Grade grade) {
        Write write = story.reported("k1");
        Write other = story.reported("k2");
        story.killed("relay");
        write.published();
        other.published();
        write.publishedResource();

        judged(story, grade).violatesOnly("DUP-5").butWas("all 1 before it are charged in this partition");
    }

    @ParameterizedTest
    @EnumSource
    void aBrokerThatWasLostIsChargedForWhatHadNoReplyAndForTheRelaysTaskThatBeginsAgain(Grade grade) {
        Write write = story.reported("k1");
        story.killed("broker");
        write.published();
        write.published();
        judged(story, grade).passes("DUP-5", 6 + 6);

        write.publishedResource();
        judged(story, grade).violatesOnly("DUP-5").butWas("all 2 before it are charged in this partition");
    }

    @ParameterizedTest
    @EnumSource
    void aRewindMayShowLongAfterTheDisturbanceThatCausedIt(Grade grade) {
        Write write = story.reported("k1");
        story.killed("broker");
        story.killed("relay");
        write.published();
        write.published();

        judged(story, grade).passes("DUP-5", 6 + 6);
    }

    @ParameterizedTest
    @EnumSource
    void repeatsThatSkipAnEventAreNoRewind(Grade grade) {
        Write first = story.reported("k1");
        story.reported("k4");
        Write third = story.reported("k7");
        story.killed("relay");
        first.publishedResource();
        third.publishedResource();

        judged(story, grade)
                .violatesOnly("DUP-5")
                .by("not-contiguous")
                .of("host/hbi/i-1/k7")
                .saying("the repeats skip events before outbox.event.kessel.resources-1@4")
                .expecting("all events from the rewind up to outbox.event.kessel.resources-1@2")
                .butWas("a gap")
                .about(resources(1, 4));
    }

    @ParameterizedTest
    @EnumSource
    void repeatsThatEndBeforeTheHighWaterMarkAreNoRewind(Grade grade) {
        Write first = story.reported("k1");
        story.reported("k4");
        story.killed("relay");
        first.publishedResource();
        story.reported("k7");

        judged(story, grade)
                .violatesOnly("DUP-5")
                .by("broken-off")
                .of("host/hbi/i-1/k7")
                .saying("a rewind ends at outbox.event.kessel.resources-1@3 before it reached the high-water mark")
                .expecting("repeats up to outbox.event.kessel.resources-1@1")
                .butWas("a new event")
                .about(resources(1, 3), resources(1, 2));
    }

    @ParameterizedTest
    @EnumSource
    void aRewindOfOneEventThatBeginsAtTheHighWaterMarkPasses(Grade grade) {
        story.reported("k1");
        Write last = story.reported("k4");
        story.killed("relay");
        last.published();
        story.reported("k1");

        judged(story, grade).passes("DUP-5", 8 + 6);
    }

    @Test
    void aRewindToTheDurablePositionPasses() {
        Write durable = story.reported("k1");
        Write second = story.reported("k1");
        story.durable(durable).killed("relay");
        second.published();

        judged(story).passes("DUP-6", 2);
    }

    /** As a whole: a relay goes on from the beginning of a transaction. */
    @Test
    void theLastDurableTransactionMayComeAgain() {
        story.reported("k1");
        Write durable = story.reported("k1");
        story.durable(durable).killed("relay");
        durable.published();

        judged(story).passes("DUP-6", 2);
    }

    @Test
    void aRewindToTheBeginningViolates() {
        Write first = story.reported("k1");
        Write second = story.reported("k1");
        Write third = story.reported("k1");
        story.durable(third).killed("relay");
        first.published();
        second.published();
        third.published();

        judged(story)
                .violatesOnly("DUP-6", 2)
                .by("too-deep")
                .of("host/hbi/i-1/k1")
                .saying("after the kill of the relay, the log repeats 3 transactions that the relay's durable position"
                        + " covered")
                .expecting("at most 1")
                .butWas("3, from outbox.event.kessel.resources-1@3")
                .about(resources(1, 3), new Anchor.OfEvent(first.id()));
        judged(story).exercises("DUP-6", 2);
        judged(story, Grade.C).isNoMatterOf("DUP-6", "evidence of grade C cannot show it");
    }

    @Test
    void theTransactionBeforeTheLastDurableOneIsTooMany() {
        Write before = story.reported("k1");
        Write durable = story.reported("k1");
        story.durable(durable).killed("relay");
        before.publishedTuple();
        durable.published();

        judged(story).violatesOnly("DUP-6").butWas("2, from outbox.event.kessel.tuples-1@2");
    }

    @Test
    void neitherMayARewindLeaveOutWhatWasOvertaken() {
        Write overtaken = story.report("k5").writes();
        Write first = story.reported("k2");
        overtaken.commits().acknowledged().published();
        story.killed("relay");
        first.published();
        story.reported("k2");

        judged(story).violatesOnly("DUP-5", 2).by("broken-off");
    }

    @Test
    void theDepthOfWhatWasWrittenBeforeThePositionIsCountedInCommitOrder() {
        Write first = story.reported("k2");
        Write last = story.report("k1").writes();
        Write second = story.reported("k2");
        last.commits().acknowledged().published();
        story.durable(last).killed("relay");
        first.published();
        second.published();

        judged(story).violatesOnly("DUP-6", 2).butWas("3, from outbox.event.kessel.resources-2@2");
    }

    @Test
    void aRewindThatBeginsUnderAnotherKeyHasItsDepth() {
        Write first = story.reported("k1");
        Write second = story.reported("k1");
        story.durable(second).killed("relay");
        first.publishedResource(event -> event.key("another"));
        second.publishedResource();

        judged(story).blames("DUP-6").butWas("2, from outbox.event.kessel.resources-1@2");
    }

    @Test
    void aPositionOfNoEventCoversWhatCommittedBeforeIt() {
        Write first = story.reported("k1");
        Write second = story.reported("k1");
        story.durableAtNoEvent().killed("relay");
        first.published();
        second.published();

        judged(story).violatesOnly("DUP-6", 2).butWas("2, from outbox.event.kessel.resources-1@2");
    }

    @Test
    void thePositionBeforeTheDisturbanceCounts() {
        Write first = story.reported("k1");
        Write second = story.reported("k1");
        story.killed("relay").durable(second);
        first.published();
        second.published();

        judged(story).neverExercises("DUP-6").violatesNothing();
    }

    @Test
    void aDeepRewindIsChargedToAnEarlierDisturbanceThatReaches() {
        Write first = story.reported("k1");
        story.killed("broker");
        Write second = story.reported("k1");
        story.durable(second).killed("relay");
        first.published();
        second.published();

        judged(story).neverExercises("DUP-6").violatesNothing();
    }

    @Test
    void afterARewindThatIsTooDeepTheNextDisturbanceIsLeft() {
        Write first = story.reported("k1");
        Write second = story.reported("k1");
        story.durable(second).killed("relay");
        first.published();
        second.published();
        story.killed("relay");
        second.publishedTuple();

        judged(story).violatesOnly("DUP-6", 2);
    }

    @Test
    void withoutARewindItsDepthIsNotExercised() {
        story.durable(story.reported("k1")).killed("relay");

        judged(story).neverExercises("DUP-6");
    }
}
