package io.github.kesselevents.conformance.check;

import static io.github.kesselevents.conformance.check.Judged.judged;
import static io.github.kesselevents.conformance.check.Judged.resources;
import static io.github.kesselevents.conformance.check.Judged.tuples;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.producer.Grade;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SHAPE-1 to SHAPE-7. */
class ShapeCheckTest {

    private final Story story = new Story();

    @Test
    void recordsThatKeepTheContractPass() {
        story.reported("k1");
        story.deleted("k1");

        // Three sentinels follow each story. A deleted event of tuples has a schema, one of resources a form.
        judged(story)
                .passes("SHAPE-1", 2 + 1 + 6)
                .passes("SHAPE-2", 4 + 6)
                .passes("SHAPE-3", 4 + 6)
                .passes("SHAPE-4", 4 + 6)
                .passes("SHAPE-5", 1)
                .passes("SHAPE-6", 4 + 6)
                .passes("SHAPE-7", 4 + 6);
    }

    @ParameterizedTest
    @EnumSource(names = {"B", "C"})
    void withoutAWitnessTheyPassAsWell(Grade grade) {
        story.reported("k1");
        story.deleted("k1");

        judged(story, grade)
                .passes("SHAPE-1", 2 + 1 + 6)
                .passes("SHAPE-2", 4 + 6)
                .passes("SHAPE-3", 4 + 6)
                .passes("SHAPE-4", 4 + 6)
                .passes("SHAPE-5", 1)
                .passes("SHAPE-6", 4 + 6)
                .passes("SHAPE-7", 4 + 6);
    }

    @Test
    void withoutADeleteItsFormIsNotExercised() {
        story.reported("k1");

        judged(story).neverExercises("SHAPE-5");
    }

    @Test
    void anIdenticalRepeatIsNotLookedAtAgain() {
        Write write = story.reported("k1");
        story.killed("relay");
        write.published();

        judged(story).passes("SHAPE-2", 2 + 6);
    }

    @ParameterizedTest
    @EnumSource
    void aMissingMemberViolatesTheSchema(Grade grade) {
        Write write = story.report("k1");
        write.emitting(event -> event.without("/specversion"))
                .commits()
                .acknowledged()
                .published();

        Judged.Blame blame = judged(story, grade)
                .violatesOnly("SHAPE-1")
                .by("/value/specversion")
                .of("host/hbi/i-1/k1")
                .saying("the record outbox.event.kessel.resources-1@0 breaks the contract at /value/specversion")
                .expecting("this member")
                .butWas("absent");
        if (grade == Grade.A) {
            blame.about(resources(1, 0), write.commit());
        } else {
            blame.about(resources(1, 0));
        }
    }

    @Test
    void aMistypedMemberViolatesTheSchema() {
        story.report("k1")
                .emitting(event -> event.member("/data/metadata/org_id", "7"))
                .commits()
                .acknowledged()
                .published();

        judged(story).violatesOnly("SHAPE-1").by("/value/data/metadata/org_id").butWas("7");
    }

    @Test
    void anExtraMemberViolatesTheSchema() {
        story.report("k1")
                .emitting(event -> event.member("/extra", "7"))
                .commits()
                .acknowledged()
                .published();

        judged(story).violatesOnly("SHAPE-1").by("/value/extra");
    }

    @ParameterizedTest
    @EnumSource
    void aTruncatedValueViolatesTheSchema(Grade grade) {
        story.report("k1")
                .commits()
                .acknowledged()
                .publishedResource(record -> record.value("{\"schema\":{\"type\""))
                .publishedTuple();

        judged(story, grade).violatesOnly("SHAPE-1").by("/value");
    }

    @ParameterizedTest
    @EnumSource
    void anEventWithoutIdViolatesItsHeaders(Grade grade) {
        story.report("k1")
                .commits()
                .acknowledged()
                .publishedResource(record -> record.withoutHeader("id"))
                .publishedTuple();

        judged(story, grade)
                .violatesOnly("SHAPE-2")
                .by("/headers/id")
                .saying("the record outbox.event.kessel.resources-1@0 breaks the contract at /headers/id");
    }

    @ParameterizedTest
    @EnumSource
    void aDeleteWithoutIdViolatesItsHeaders(Grade grade) {
        story.reported("k1");
        story.delete("k1")
                .commits()
                .acknowledged()
                .publishedResource(record -> record.withoutHeader("id"))
                .publishedTuple();

        judged(story, grade).violatesOnly("SHAPE-2").by("/headers/id");
    }

    @ParameterizedTest
    @EnumSource
    void anEventWithoutOperationViolatesItsHeaders(Grade grade) {
        story.report("k1")
                .commits()
                .acknowledged()
                .publishedResource(record -> record.withoutHeader("operation"))
                .publishedTuple();

        judged(story, grade).violatesOnly("SHAPE-2").by("/headers/operation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"created\"", "CREATED"})
    void anOperationInAnotherSpellingViolatesItsHeaders(String word) {
        story.report("k1")
                .emitting(event -> event.operation(word))
                .commits()
                .acknowledged()
                .published();

        judged(story).violatesOnly("SHAPE-2").by("/headers/operation");
        judged(story, Grade.C).violatesOnly("SHAPE-2").by("/headers/operation");
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatIsTheLocalIdViolatesTheKey(Grade grade) {
        story.report("k1")
                .emitting(event -> event.key("k1"))
                .commits()
                .acknowledged()
                .published();
        story.delete("k1").commits().acknowledged().published();

        judged(story, grade)
                .violatesOnly("SHAPE-3")
                .by("/key")
                .expecting("the resource id, a uuid")
                .butWas("\"k1\"");
    }

    @ParameterizedTest
    @EnumSource
    void anOperationThatContradictsTheTypeIsOneContradiction(Grade grade) {
        story.report("k1")
                .emitting(event -> event.operation("updated"))
                .commits()
                .acknowledged()
                .published();

        judged(story, grade)
                .violatesOnly("SHAPE-4")
                .by("/headers/operation")
                .expecting("created, as /value/type and the time members of metadata say")
                .butWas("updated");
    }

    @ParameterizedTest
    @EnumSource
    void aForeignSubjectIsAContradiction(Grade grade) {
        String other = "/resources/host/01a2092b-5bb2-7000-b0a2-00000000ffff";
        story.report("k1")
                .emitting(event -> event.member("/subject", "\"" + other + "\""))
                .commits()
                .acknowledged()
                .published();

        judged(story, grade).violatesOnly("SHAPE-4").by("/value/subject");
    }

    @ParameterizedTest
    @EnumSource
    void aDeleteWithAFullPayloadHasTheWrongForm(Grade grade) {
        Write write = story.reported("k1");
        story.delete("k1")
                .emitting(event -> event.payload(write.payloadText()))
                .commits()
                .acknowledged()
                .published();

        judged(story, grade)
                .violatesOnly("SHAPE-5")
                .by("/value")
                .expecting("an empty object")
                .butWas("an object with data, datacontenttype, id, source and 4 more");
    }

    @ParameterizedTest
    @EnumSource
    void aTombstoneRecordHasTheWrongForm(Grade grade) {
        story.reported("k1");
        story.delete("k1")
                .commits()
                .acknowledged()
                .publishedResource(record -> record.value(null))
                .publishedTuple();

        judged(story, grade)
                .violatesOnly("SHAPE-5")
                .by("/value")
                .expecting("an empty object, {}")
                .butWas("null (a tombstone record)");
    }

    @ParameterizedTest
    @EnumSource
    void aResourceEventOnTheTuplesTopicIsMisplaced(Grade grade) {
        story.report("k1")
                .commits()
                .acknowledged()
                .publishedResource(record -> record.topic("outbox.event.kessel.tuples"))
                .publishedTuple();

        judged(story, grade)
                .violatesOnly("SHAPE-6")
                .by("/topic")
                .expecting("outbox.event.kessel.resources, the topic of its stream")
                .butWas("outbox.event.kessel.tuples");
    }

    @ParameterizedTest
    @EnumSource
    void anEventOnAnUndeclaredTopicIsMisplaced(Grade grade) {
        story.report("k1")
                .commits()
                .acknowledged()
                .publishedResource(record -> record.topic("outbox.event.kessel.other"))
                .publishedTuple();

        judged(story, grade).violatesOnly("SHAPE-6").by("/topic").butWas("outbox.event.kessel.other");
    }

    @ParameterizedTest
    @EnumSource
    void aTupleOnTheResourcesTopicIsMisplaced(Grade grade) {
        story.report("k1")
                .commits()
                .acknowledged()
                .publishedResource()
                .publishedTuple(record -> record.topic("outbox.event.kessel.resources"));

        judged(story, grade).violatesOnly("SHAPE-6").by("/topic").butWas("outbox.event.kessel.resources");
    }

    @ParameterizedTest
    @EnumSource
    void aFilledSourcePosesAsACloudEvent(Grade grade) {
        story.report("k1")
                .emitting(event -> event.member("/source", "\"//kessel\""))
                .commits()
                .acknowledged()
                .published();

        judged(story, grade).violatesOnly("SHAPE-7").by("/value/source");
    }

    @ParameterizedTest
    @EnumSource
    void headersOfCloudEventsPoseAsACloudEvent(Grade grade) {
        story.report("k1")
                .commits()
                .acknowledged()
                .publishedResource(record -> record.header("ce_id", "1"))
                .publishedTuple();

        judged(story, grade)
                .violatesOnly("SHAPE-7")
                .by("/headers/ce_id")
                .expecting("no header that declares a CloudEvent");
    }

    @Test
    void aDamagedRepeatIsLookedAtAgain() {
        Write write = story.reported("k1");
        story.killed("relay");
        write.publishedResource(record -> record.header("ce_id", "1")).publishedTuple();

        judged(story).violates("SHAPE-7", "DUP-1");
    }

    @Test
    void aTupleHasItsOwnSchema() {
        Write write = story.report("k1");
        write.emittingTuple(event -> event.without("/reporter_resource_key/reporter"))
                .commits()
                .acknowledged()
                .published();

        judged(story)
                .violatesOnly("SHAPE-1")
                .by("/value/reporter_resource_key/reporter")
                .about(tuples(1, 0), write.commit());
    }

    @Test
    void whatIsCountedAreRecordsAndOfBareOnesDeletes() {
        assertThat(judged(story).verdict("SHAPE-1").unit()).isEqualTo("records");
        assertThat(judged(story).verdict("SHAPE-5").unit()).isEqualTo("deletes");
    }

    @Test
    void whatRepeatsItsFirstDeliveryIsNotLookedAtAgain() {
        Write write = story.reported("k1");
        story.killed("relay");
        write.published();

        judged(story).passes("SHAPE-1", 2 + 6).passes("SHAPE-2", 2 + 6);
    }
}
