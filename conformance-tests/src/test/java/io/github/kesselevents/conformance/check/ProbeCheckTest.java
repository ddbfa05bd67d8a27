package io.github.kesselevents.conformance.check;

import static io.github.kesselevents.conformance.check.Judged.judged;
import static io.github.kesselevents.conformance.check.Judged.resources;

import io.github.kesselevents.conformance.producer.Grade;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** FIDELITY-2 and LIVE-1 for probes, which stand for themselves. */
class ProbeCheckTest {

    private final Story story = new Story();

    @BeforeEach
    void theWorkloadIsOver() {
        story.reported("k1");
        story.beginsProbes();
    }

    @Test
    void aProbeThatArrivesWholePasses() {
        story.probe("plain", "{\"a\":1}").commits().acknowledged().published();

        judged(story).passes("FIDELITY-2", 2 + 6 + 1).passes("LIVE-1", 1 + 3 + 1);
    }

    @Test
    void whatIsAskedForPactsBeforeIsJudgedByNoRequirement() {
        Story withPacts = new Story();
        withPacts.reported("k1");
        withPacts.beginsPacts();
        withPacts.report("pact").commits().acknowledged();
        withPacts.beginsProbes();
        withPacts.probe("plain", "{\"a\":1}").commits().acknowledged().published();

        judged(withPacts).violatesNothing().passes("FIDELITY-2", 2 + 6 + 1).passes("LIVE-1", 1 + 3 + 1);
    }

    @Test
    void withoutProbesPactsLeaveTheRequirementsAsTheyAre() {
        Story withPacts = new Story();
        withPacts.reported("k1");
        withPacts.beginsPacts();
        withPacts.report("pact").commits().acknowledged();

        judged(withPacts).violatesNothing().passes("ATOMIC-3", 1 + 3);
    }

    @ParameterizedTest
    @EnumSource
    void aProbeThatIsDistortedAsTheProfileKnowsIsKnown(Grade grade) {
        Write probe = story.probe("empty-array", "{\"a\":[],\"b\":1}").commits().acknowledged();
        probe.publishedResource(record -> record.member("/data/resource_data", "{\"b\":1}"))
                .publishedTuple();

        judged(story, grade)
                .knows("FIDELITY-2", "empty-array-dropped")
                .of("host/hbi/i-1/probe-empty-array-1")
                .saying("the probe empty-array differs at /data/resource_data/a")
                .expecting("[]")
                .butWas("absent")
                .about(resources(1, 2), probe.operation());
    }

    @Test
    void aProbeThatIsDistortedOtherwiseViolates() {
        story.probe("numbers", "{\"a\":1}")
                .commits()
                .acknowledged()
                .publishedResource(record -> record.member("/data/resource_data", "{\"a\":2}"))
                .publishedTuple();

        judged(story).violatesOnly("FIDELITY-2").by("altered").expecting("1").butWas("2");
    }

    @Test
    void aProbeThatCannotBeReadIsNotCompared() {
        story.probe("plain", "{\"a\":1}")
                .commits()
                .acknowledged()
                .publishedResource(record -> record.withoutHeader("operation").value("{"))
                .publishedTuple();

        judged(story).passes("FIDELITY-2", 2 + 6).passes("LIVE-1", 1 + 3 + 1);
    }

    @ParameterizedTest
    @EnumSource
    void aProbeThatStopsTheRelayViolatesUnderItsName(Grade grade) {
        Write probe = story.probe("unheard-of", "{\"a\":[1,\"b\"]}").commits().acknowledged();
        story.relayFails("org.apache.kafka.connect.errors.DataException: mixed\n\tat …");

        judged(story, grade)
                .violatesOnly("LIVE-1")
                .by("unheard-of")
                .of("host/hbi/i-1/probe-unheard-of-1")
                .saying("the relay stopped at the event of report 5 of host/hbi/i-1/probe-unheard-of-1 (OK), and at"
                        + " every later one until it was moved past it")
                .expecting("an event")
                .butWas("relay FAILED: org.apache.kafka.connect.errors.DataException: mixed")
                .about(probe.operation());
    }

    @Test
    void onlyTheProbeThatWasAskedLastIsBlamed() {
        story.probe("plain", "{\"a\":1}").commits().acknowledged().published();
        story.probe("unheard-of", "{\"a\":[1,\"b\"]}").commits().acknowledged();
        story.relayFails("DataException: mixed").relayFails("DataException: again");
        story.probe("other", "{\"a\":1}").commits().acknowledged().published();

        judged(story).violatesOnly("LIVE-1").by("unheard-of").butWas("relay FAILED: DataException: mixed");
    }

    @Test
    void aProbeThatNeitherArrivesNorStopsTheRelayTellsNothing() {
        story.probe("plain", "{\"a\":1}").commits().acknowledged();
        story.givesUp();

        judged(story)
                .cannotTell("LIVE-1", "the probe plain neither arrived nor stopped the relay; no event for 30 s")
                .violatesNothing();
    }

    @Test
    void aProbeThatIsRefusedIsNoProbe() {
        story.probe("plain", "{\"a\":1}").refused();

        judged(story).passes("LIVE-1", 1 + 3);
    }

    @Test
    void aRelayThatFailsBeforeAnyProbeBlamesNone() {
        story.relayFails("DataException: early");
        story.probe("plain", "{\"a\":1}").commits().acknowledged().published();

        judged(story).passes("LIVE-1", 1 + 3 + 1);
    }

    @Test
    void whatIsLostWithAProbeIsBlamedOnNobodyElse() {
        story.probe("unheard-of", "{\"a\":[1,\"b\"]}").commits().acknowledged();
        story.relayFails("DataException: mixed");
        story.report("k2").commits().acknowledged();

        judged(story).violatesOnly("LIVE-1");
    }
}
