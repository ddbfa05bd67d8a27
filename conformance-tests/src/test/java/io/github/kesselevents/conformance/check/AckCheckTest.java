package io.github.kesselevents.conformance.check;

import static io.github.kesselevents.conformance.check.Judged.judged;
import static io.github.kesselevents.conformance.check.Judged.resources;

import io.github.kesselevents.conformance.producer.Grade;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ACK-1 and ACK-2: what operations and log alone tell. */
class AckCheckTest {

    private static final String STOPPED = "the recording stopped early: no event for 30 s";

    private final Story story = new Story();

    @ParameterizedTest
    @EnumSource
    void anAcknowledgedWriteIsPublishedAndARefusedOneIsNot(Grade grade) {
        story.reported("k1");
        story.report("k1").refused();
        story.delete("k2").refused();

        judged(story, grade).passes("ACK-1", 1 + 3).passes("ACK-2", 2);
    }

    @ParameterizedTest
    @EnumSource
    void whatEndedUnknownMayBePublishedOrNot(Grade grade) {
        story.report("k1").commits().brokenOff().published();
        story.report("k2").brokenOff();
        story.report("k3").commits().published();

        judged(story, grade).passes("ACK-1", 3);
    }

    @Test
    void anAcknowledgedWriteThatIsNotPublishedViolates() {
        story.reported("k1");
        Write lost = story.report("k1");
        lost.commits().acknowledged();

        judged(story, Grade.C)
                .violatesOnly("ACK-1")
                .by("not-published")
                .of("host/hbi/i-1/k1")
                .saying("report 2 of host/hbi/i-1/k1 (OK) was acknowledged, and no event of it was published")
                .expecting("an event by the end of the run")
                .butWas("none")
                .about(lost.operation(), new Anchor.OfResource("outbox.event.kessel.resources", lost.key()));
        judged(story, Grade.A).explains("ACK-1", "ATOMIC-3").violatesOnly("ATOMIC-3");
    }

    @Test
    void anAcknowledgedDeleteThatIsNotPublishedViolates() {
        story.reported("k1");
        story.delete("k1").commits().acknowledged();

        judged(story, Grade.C)
                .violatesOnly("ACK-1")
                .saying("delete 2 of host/hbi/i-1/k1 (OK) was acknowledged, and no event of it was published");
        judged(story, Grade.A).explains("ACK-1", "ATOMIC-3").violatesOnly("ATOMIC-3");
    }

    @ParameterizedTest
    @EnumSource
    void aDeleteOfWhatIsDeletedPublishesNothing(Grade grade) {
        story.reported("k1");
        story.deleted("k1");
        story.delete("k1").commitsNothing().acknowledged();

        judged(story, grade).passes("ACK-1", 3 + 3);
    }

    @ParameterizedTest
    @EnumSource
    void oneOfAGroupThatIsPublishedIsEnough(Grade grade) {
        Write first = story.reportAs("tx-1", "k1");
        first.brokenOff();
        Write again = story.reportAs("tx-1", "k1");
        again.acknowledged();
        first.commits().published();

        judged(story, grade).passes("ACK-1", 1 + 3);
    }

    @Test
    void aGroupOfWhichNoneIsPublishedViolates() {
        story.reportAs("tx-1", "k1").commits().brokenOff();
        story.reportAs("tx-1", "k1").acknowledged();

        judged(story, Grade.C)
                .violatesOnly("ACK-1")
                .saying("report 2 of host/hbi/i-1/k1 (OK) was acknowledged, and no event of it was published");
        judged(story, Grade.A).explains("ACK-1", "ATOMIC-3").violatesOnly("ATOMIC-3");
    }

    @ParameterizedTest
    @EnumSource
    void whatWasAcknowledgedAfterTheSentinelsIsPending(Grade grade) {
        story.drains();
        story.report("k1").commits().acknowledged();
        story.givesUp();

        judged(story, grade).violates();
    }

    @ParameterizedTest
    @EnumSource
    void withoutSentinelsAMissingEventTellsNothing(Grade grade) {
        story.report("k1").commits().acknowledged();
        story.drainsInVain().givesUp();

        judged(story, grade).cannotTell("ACK-1", STOPPED).violates();
    }

    @Test
    void withoutWritesNothingIsExercised() {
        Story silent = new Story().breaksOff();

        judged(silent, Grade.C).neverExercises("ACK-1").neverExercises("ACK-2");
    }

    @Test
    void theEventOfAnotherUnderItsKeyDoesNotBringBackWhatIsDeleted() {
        Write deleted = story.reported("k1");
        story.deleted("k1");
        story.report("k4").commits().acknowledged().published();
        story.report("k4")
                .commits()
                .acknowledged()
                .publishedResource(event -> event.key(deleted.key()))
                .publishedTuple();
        story.delete("k1").commitsNothing().acknowledged();

        judged(story, Grade.C).violatesOnly("SHAPE-4");
        judged(story, Grade.A).violatesOnly("SHAPE-4");
    }

    @Test
    void aRefusedWriteThatIsPublishedViolates() {
        Write refused = story.report("k1");
        refused.refused().published();

        judged(story, Grade.C)
                .violatesOnly("ACK-2")
                .by("published")
                .saying("report 1 of host/hbi/i-1/k1 (INVALID_ARGUMENT) was refused, and an event of it was published")
                .expecting("no event")
                .butWas("outbox.event.kessel.resources-1@0")
                .about(refused.operation(), resources(1, 0));
        judged(story, Grade.A).explains("ACK-2", "ATOMIC-2").violatesOnly("ATOMIC-2", 2);
    }

    @Test
    void aRefusedWriteThatCommittedAndIsPublishedIsExplainedByTheWitness() {
        story.report("k1").commits().refused().published();

        judged(story, Grade.C).violatesOnly("ACK-2");
        judged(story, Grade.A).explains("ACK-2", "ATOMIC-7").violatesOnly("ATOMIC-7");
    }

    @Test
    void moreDeletesThanWereNotRefusedViolate() {
        story.reported("k1");
        Write refused = story.delete("k1");
        refused.refused().published();

        judged(story, Grade.C)
                .violatesOnly("ACK-2")
                .saying("1 deletes were published, but only 0 were not refused")
                .butWas("outbox.event.kessel.resources-1@1")
                .about(refused.operation(), resources(1, 1));
        judged(story, Grade.A).explains("ACK-2", "ATOMIC-2");
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedDeleteBesideAnUnknownOneIsNotToBlame(Grade grade) {
        story.reported("k1");
        story.delete("k1").refused();
        story.delete("k1").commits().brokenOff().published();

        judged(story, grade).passes("ACK-2", 1);
    }

    @ParameterizedTest
    @EnumSource
    void aDeleteThatNamesNoInstanceMayHaveDeletedAny(Grade grade) {
        story.reported("k1");
        story.deleteOfAnyInstance("k1").commits().acknowledged().published();
        story.delete("k1").refused();

        judged(story, grade).passes("ACK-1", 1 + 3).passes("ACK-2", 1);
    }

    @ParameterizedTest
    @EnumSource
    void withoutSentinelsARefusedWriteMayStillBePublished(Grade grade) {
        story.reported("k2");
        story.report("k1").refused();
        story.drainsInVain().givesUp();

        judged(story, grade).cannotTell("ACK-2", STOPPED).violates();
    }
}
