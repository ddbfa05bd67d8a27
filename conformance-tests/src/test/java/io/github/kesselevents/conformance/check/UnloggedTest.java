package io.github.kesselevents.conformance.check;

import static io.github.kesselevents.conformance.check.Judged.judged;

import org.junit.jupiter.api.Test;

/** A producer that publishes by itself is judged by the same requirements, though no message tells what it meant. */
class UnloggedTest {

    private final Story story = new Story().withoutOutbox();

    @Test
    void nothingIsHeldAgainstOneThatIsRight() {
        story.reported("k1");
        story.reported("k1");
        story.deleted("k1");
        story.reported("k1");
        story.deleted("k1");
        story.reported("k2");

        judged(story).violatesNothing();
    }

    @Test
    void eventsAreBoundToWhatTheyHoldAndNotToWhatCameNext() {
        story.reported("k1");
        Write first = story.report("k1").commits().acknowledged();
        Write second = story.report("k1").commits().acknowledged();
        second.published();
        first.published();

        judged(story).violates("ORDER-1").blames("ORDER-1").by("swapped").of("host/hbi/i-1/k1");
    }

    @Test
    void aReportThatIsNeverPublishedIsLost() {
        story.reported("k1");
        Write lost = story.report("k1").commits().acknowledged();
        story.reported("k1");

        judged(story)
                .violatesOnly("ATOMIC-3")
                .saying("report 2 of host/hbi/i-1/k1 (OK) was committed at " + lost.lsn() + ", and never published");
    }

    @Test
    void aDeleteThatIsNeverPublishedIsLost() {
        story.reported("k1");
        story.deleted("k1");
        story.reported("k1");
        Write lost = story.delete("k1").commits().acknowledged();

        judged(story)
                .violatesOnly("ATOMIC-3")
                .saying("deleted of host/hbi/i-1/k1 was committed at " + lost.lsn() + ", and never published");
    }

    @Test
    void ofTwoDeletesOneEventIsOneAndTheOtherIsLost() {
        story.reported("k1");
        story.delete("k1").commits().acknowledged();
        story.reported("k1");
        story.deleted("k1");

        judged(story).violatesOnly("ATOMIC-3").of("host/hbi/i-1/k1");
    }

    @Test
    void whatIsPublishedFirstAndThenRolledBackNeverWas() {
        story.reported("k1");
        Write refused = story.report("k1");
        refused.publishedResource().brokenOff();

        judged(story).violates("ATOMIC-2");
    }

    @Test
    void whatIsDeliveredAgainIsOfTheVersionThatItsIdHadBefore() {
        story.reported("k1");
        Write first = story.deleted("k1");
        Write between = story.reported("k1");
        Write second = story.deleted("k1");
        story.killed("relay");
        first.published();
        between.published();
        second.published();

        judged(story).violatesNothing();
    }
}
