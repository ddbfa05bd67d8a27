package io.github.kesselevents.conformance.check;

import static io.github.kesselevents.conformance.check.Judged.judged;

import io.github.kesselevents.conformance.producer.Grade;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** LIVE-1: a legal write never blocks later events. */
class LiveCheckTest {

    private static final String STOPPED = "the recording stopped early: no event for 30 s";
    private static final String TRACE = """
            org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error handler
            \tat org.apache.kafka.connect.runtime.errors.RetryWithToleranceOperator.execAndHandleError(Retry.java:1)
            Caused by: org.apache.kafka.connect.errors.DataException: Invalid Java object for schema
            \tat org.apache.kafka.connect.data.ConnectSchema.validateValue(ConnectSchema.java:2)
            """;

    private final Story story = new Story();

    @ParameterizedTest
    @EnumSource
    void whereEverythingArrivesItPasses(Grade grade) {
        story.reported("k1");
        story.killed("relay");
        story.reported("k2");

        judged(story, grade).passes("LIVE-1", 2 + 3);
    }

    @Test
    void aRelayThatFailsAtAPayloadViolates() {
        story.reported("k2");
        Write poison = story.report("k1").commits().acknowledged();
        Write behind = story.report("k2").commits().acknowledged();
        story.relayFails(TRACE).drainsInVain().givesUp();

        judged(story)
                .violatesOnly("LIVE-1")
                .by("Invalid Java object for schema")
                .of("host/hbi/i-1/k1")
                .saying("the relay stopped before it published created of host/hbi/i-1/k1, committed at " + poison.lsn()
                        + ", marked " + poison.marker() + "; 4 later writes wait behind it")
                .expecting("every committed write published")
                .butWas("relay FAILED: Invalid Java object for schema")
                .startsAbout(poison.commit(), poison.operation(), behind.commit());
        judged(story).exercises("LIVE-1", 1 + 1);
        judged(story, Grade.C)
                .violatesOnly("LIVE-1")
                .saying("the relay stopped before it published report 2 of host/hbi/i-1/k1 (OK), marked "
                        + poison.marker() + "; 4 later writes wait behind it")
                .butWas("relay FAILED: Invalid Java object for schema")
                .startsAbout(poison.operation(), behind.operation());
    }

    @Test
    void whatWasLostBeforeTheStallDoesNotWaitInIt() {
        story.report("k2").commits().acknowledged();
        story.drains();
        Write poison = story.report("k1").commits().acknowledged();
        story.relayFails(TRACE).drainsInVain().givesUp();

        judged(story)
                .violates("ATOMIC-3", "LIVE-1")
                .blames("LIVE-1")
                .startsAbout(poison.commit(), poison.operation())
                .saying("the relay stopped before it published created of host/hbi/i-1/k1, committed at " + poison.lsn()
                        + ", marked " + poison.marker() + "; 3 later writes wait behind it");
        judged(story).exercises("LIVE-1", 3 + 1);
        judged(story, Grade.C).violates("ACK-1", "LIVE-1").blames("LIVE-1").startsAbout(poison.operation());
    }

    @ParameterizedTest
    @EnumSource
    void aRelayThatIsSilentAfterARestartViolates(Grade grade) {
        story.reported("k2");
        story.report("k1").commits().acknowledged();
        story.killed("relay").drainsInVain().givesUp();

        judged(story, grade)
                .violatesOnly("LIVE-1")
                .by("silent")
                .of("host/hbi/i-1/k1")
                .butWas("nothing new since the relay's restart");
    }

    @ParameterizedTest
    @EnumSource
    void aRelayThatAnOrchestratorRestartedInVainViolates(Grade grade) {
        story.report("k1").commits().acknowledged();
        story.restarted("relay").drainsInVain().givesUp();

        judged(story, grade).violatesOnly("LIVE-1").by("silent");
    }

    @ParameterizedTest
    @EnumSource
    void aRelayThatRepeatsOldEventsAfterARestartIsStillStalled(Grade grade) {
        Write old = story.reported("k2");
        story.report("k1").commits().acknowledged();
        story.killed("relay");
        old.published();
        story.drainsInVain().givesUp();

        judged(story, grade).violatesOnly("LIVE-1").by("silent");
    }

    @ParameterizedTest
    @EnumSource
    void aRelayThatIsMerelySlowTellsNothing(Grade grade) {
        story.killed("relay");
        story.reported("k2");
        story.report("k1").commits().acknowledged();
        story.drainsInVain().givesUp();

        judged(story, grade).cannotTell("LIVE-1", STOPPED).violatesNothing();
    }

    @ParameterizedTest
    @EnumSource
    void aRecordingThatIsCutOffAfterARestartTellsNothing(Grade grade) {
        story.report("k1").commits().acknowledged();
        story.killed("relay").breaksOff();

        judged(story, grade)
                .cannotTell("LIVE-1", "the history ends without saying why")
                .violatesNothing();
    }

    @ParameterizedTest
    @EnumSource
    void aRelayThatFailedAndRecoveredPasses(Grade grade) {
        Write late = story.report("k1").commits().acknowledged();
        story.relayFails(TRACE).killed("relay");
        late.published();

        judged(story, grade).passes("LIVE-1", 1 + 3);
    }

    @Test
    void aLongMessageOfTheRelayIsShortened() {
        story.report("k1").commits().acknowledged();
        story.relayFails("a.b.Exception: " + "x".repeat(121)).drainsInVain().givesUp();
        judged(story).violatesOnly("LIVE-1").by("x".repeat(120) + "…");

        Story shorter = new Story();
        shorter.report("k1").commits().acknowledged();
        shorter.relayFails("a.b.Exception: " + "x".repeat(120)).drainsInVain().givesUp();
        judged(shorter).violatesOnly("LIVE-1").by("x".repeat(120));
    }

    @Test
    void aFaultOfAnotherComponentIsNoRestartOfTheRelay() {
        story.report("k1").commits().acknowledged();
        story.killed("broker").drainsInVain().givesUp();

        judged(story).cannotTell("LIVE-1", STOPPED).violatesNothing();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsMissingBehindTheStallIsExplainedByIt(Grade grade) {
        story.reported("k2");
        story.drains();
        story.report("k1").commits().acknowledged();
        story.relayFails(null).drainsInVain().givesUp();

        judged(story, grade).violatesOnly("LIVE-1").by("failed").butWas("relay FAILED: failed");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "A")
    void oneOfAGroupThatArrivesIsEnough(Grade grade) {
        story.reportAs("tx-1", "k1").commits().brokenOff().published();
        story.reportAs("tx-1", "k1").acknowledged();

        judged(story, grade).passes("LIVE-1", 1 + 3);
    }

    @Test
    void withoutWritesItIsNotExercised() {
        judged(new Story().breaksOff(), Grade.C).neverExercises("LIVE-1");
    }

    @ParameterizedTest
    @EnumSource
    void theRestartOfAnotherPartIsNotTheRelays(Grade grade) {
        story.reported("k1");
        story.report("k1").commits().acknowledged();
        story.killed("database").restarted("database").drainsInVain().givesUp();

        judged(story, grade).cannotTell("LIVE-1", STOPPED).violates();
    }
}
