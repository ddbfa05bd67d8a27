package io.github.kesselevents.conformance.check;

import static io.github.kesselevents.conformance.check.Judged.judged;
import static io.github.kesselevents.conformance.check.Judged.resources;

import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.producer.Grade;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** ATOMIC-8: no event is visible before its commit. */
class HoldCheckTest {

    private static final String NOT_PASSED = "no held commit was passed by sentinels, or by later writes in each of its"
            + " partitions; add the fault \"hold commit\" to the scenario, which waits for sentinels";

    private final Story story = new Story();

    @Test
    void anEventThatAppearsAfterItsHeldCommitPasses() {
        Write held = story.report("k1");
        story.holds(held).drains().releases();
        held.commits().acknowledged().published();

        judged(story).passes("ATOMIC-8", 1);
    }

    @Test
    void anEventThatAppearsWhileItsCommitIsHeldViolates() {
        Write held = story.report("k1");
        story.holds(held);
        held.emitsOutsideItsTransaction().published();
        story.drains().releases();
        held.commitsInSilence().acknowledged();

        judged(story)
                .violatesOnly("ATOMIC-8", 2)
                .by("visible-early")
                .of("host/hbi/i-1/k1")
                .saying("report 1 of host/hbi/i-1/k1 (OK) was published while its commit was still held back")
                .expecting("no event before the commit")
                .butWas("outbox.event.kessel.resources-1@0")
                .about(resources(1, 0));
    }

    @Test
    void anEventOfAHeldWriteThatIsRefusedInTheEndIsOfARolledBackWrite() {
        Write held = story.report("k1");
        story.holds(held);
        held.emitsOutsideItsTransaction().published();
        story.drains().releases();
        held.refused();

        judged(story).explains("ATOMIC-8", "ATOMIC-2").violatesOnly("ATOMIC-2", 2);
    }

    @Test
    void aHoldDuringWhichNoSentinelPassedTellsNothing() {
        Write held = story.report("k1");
        story.holds(held).releases();
        held.commits().acknowledged().published();

        judged(story).cannotTell("ATOMIC-8", NOT_PASSED);
    }

    @Test
    void oneHoldThatSentinelsPassedIsEnough() {
        Write first = story.report("k1");
        story.holds(first).releases();
        first.commits().acknowledged().published();
        Write second = story.report("k1");
        story.holds(second).drains().releases();
        second.commits().acknowledged().published();

        judged(story).passes("ATOMIC-8", 1);
    }

    @Test
    void sentinelsThatDidNotPassProveNothing() {
        Write held = story.report("k1");
        story.holds(held).drainsInVain().releases();
        held.commits().acknowledged().published();

        judged(story).cannotTell("ATOMIC-8", NOT_PASSED);
    }

    @Test
    void whatWasAskedForLaterAndIsReadBeforeTheReleaseProvesAsMuch() {
        Write held = story.report("k1");
        story.holds(held);
        story.reported("k4");
        story.releases();
        held.commits().acknowledged().published();

        judged(story).passes("ATOMIC-8", 1);
    }

    @Test
    void inOtherPartitionsItProvesNothing() {
        Write held = story.report("k1");
        story.holds(held);
        story.reported("k2");
        story.reported("k3");
        story.releases();
        held.commits().acknowledged().published();

        judged(story).cannotTell("ATOMIC-8", NOT_PASSED);
    }

    @Test
    void onOneStreamAloneItProvesNothing() {
        Write held = story.report("k1");
        story.holds(held);
        Write later = story.report("k4").commits().acknowledged().publishedResource();
        story.releases();
        later.publishedTuple();
        held.commits().acknowledged().published();

        judged(story).cannotTell("ATOMIC-8", NOT_PASSED);
    }

    @Test
    void whatWasAskedForBeforeProvesNothing() {
        Write other = story.report("k4");
        Write held = story.report("k1");
        story.holds(held);
        other.commits().acknowledged().published();
        story.releases();
        held.commits().acknowledged().published();

        judged(story).cannotTell("ATOMIC-8", NOT_PASSED);
    }

    @Test
    void anEventOfNobodyProvesNothing() {
        Write held = story.report("k1");
        story.holds(held);
        story.report("k4").published().refused();
        story.deleted("k7");
        story.releases();
        held.commits().acknowledged().published();

        judged(story).cannotTell("ATOMIC-8", NOT_PASSED);
    }

    @Test
    void ofAHeldWriteThatNeverCommitsNobodyKnowsThePartition() {
        Write held = story.report("k1");
        story.holds(held);
        story.reported("k4");
        story.releases();
        held.brokenOff();

        judged(story).cannotTell("ATOMIC-8", NOT_PASSED);
    }

    @Test
    void aHoldThatWasNeverReleasedIsStillAHold() {
        Write held = story.report("k1");
        story.holds(held).drains();
        held.brokenOff();

        judged(story).passes("ATOMIC-8", 1);
    }

    @Test
    void withoutAHoldItIsNotExercised() {
        story.reported("k1");
        story.killed("database");

        judged(story).neverExercises("ATOMIC-8");
        judged(story, Grade.C).isNoMatterOf("ATOMIC-8", "evidence of grade C cannot show it");
    }

    @Test
    void aHoldThatSentinelsDidNotPassAndNobodyReleasedTellsNothing() {
        story.reported("k4");
        Write held = story.report("k1");
        story.holds(held);
        held.brokenOff();
        story.givesUp();

        judged(story).neverExercises("ATOMIC-8");
    }

    @Test
    void aHoldThatNeverTookEffectHoldsNothing() {
        story.add(asked());
        story.reported("k1");
        story.drains().releases();

        judged(story).violatesNothing();
    }

    @Test
    void askedForAndTakenEffectItIsOneHold() {
        Write held = story.report("k1");
        story.add(asked()).holds(held).drains().releases();
        held.commits().acknowledged().published();

        judged(story).passes("ATOMIC-8", 1);
    }

    private Faulted asked() {
        return new Faulted(story.now(), 1, HoldCheck.HOLD, "database", Stage.ASKED, Map.of());
    }
}
