package io.github.kesselevents.conformance.check;

import static io.github.kesselevents.conformance.check.Judged.judged;
import static io.github.kesselevents.conformance.check.Judged.resources;
import static io.github.kesselevents.conformance.check.Judged.tuples;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.producer.Grade;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** FIDELITY-1 to FIDELITY-3. */
class FidelityCheckTest {

    private final Story story = new Story();

    @Test
    void whatIsReportedCommittedAndPublishedIsTheSame() {
        story.reported("k1");
        story.reportOfCommonOnly("k1").commits().acknowledged().published();
        story.deleted("k1");

        // Of each write two events, of the delete the tuple; of each report two representations, of one only one.
        judged(story).passes("FIDELITY-1", 5 + 6).passes("FIDELITY-2", 6 + 6).passes("FIDELITY-3", 3 + 6);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "A")
    void whatIsInTheTablesIsNoMatterOfLesserEvidence(Grade grade) {
        story.reported("k1");

        judged(story, grade)
                .isNoMatterOf("FIDELITY-1", "evidence of grade " + grade + " cannot show it")
                .isNoMatterOf("FIDELITY-2", "evidence of grade " + grade + " cannot show it");
    }

    @Test
    void theContentOfThePreviousVersionIsNotItsOwn() {
        story.report("k1", "{\"ansible_host\":\"old\"}")
                .commits()
                .acknowledged()
                .published();
        Write write = story.report("k1", "{\"ansible_host\":\"new\"}");
        write.emitting(event -> event.member("/data/resource_data", "{\"ansible_host\":\"old\"}"))
                .commits()
                .acknowledged()
                .published();

        judged(story)
                .violatesOnly("FIDELITY-1")
                .by("/data/resource_data")
                .of("host/hbi/i-1/k1")
                .saying("the outbox message of updated of host/hbi/i-1/k1, committed at " + write.lsn()
                        + " does not mirror reporter_representations.data")
                .expecting("{\"ansible_host\":\"new\"}")
                .butWas("{\"ansible_host\":\"old\"}")
                .about(resources(1, 1), write.commit());
    }

    @Test
    void aForeignWorkspaceIsNotItsOwn() {
        story.report("k1")
                .emitting(event -> event.member("/data/metadata/workspace_id", "\"ws-2\""))
                .commits()
                .acknowledged()
                .published();

        judged(story)
                .violatesOnly("FIDELITY-1")
                .by("/data/metadata/workspace_id")
                .expecting("\"ws-1\"")
                .butWas("\"ws-2\"");
    }

    @Test
    void aWorkspaceThatWasNotReportedIsAbsent() {
        story.reported("k1");
        story.report("k1", "{\"ansible_host\":\"h\"}")
                .storing(rows -> rows.stream()
                        .filter(row -> !row.table().equals("common_representations"))
                        .toList())
                .emittingTuple(event -> event.without("/common_version"))
                .commits()
                .acknowledged()
                .published();

        judged(story)
                .explains("FIDELITY-3", "FIDELITY-1")
                .violatesOnly("FIDELITY-1")
                .by("/data/metadata/workspace_id")
                .expecting("absent")
                .butWas("\"ws-1\"");
    }

    @Test
    void aTupleOfAnotherVersionIsNotItsOwn() {
        Write write = story.report("k1");
        write.emittingTuple(event -> event.member("/reporter_representation_version", "7"))
                .commits()
                .acknowledged()
                .published();

        judged(story)
                .violatesOnly("FIDELITY-1")
                .by("/reporter_representation_version")
                .expecting("\"0\"")
                .butWas("7")
                .about(tuples(1, 0), write.commit());
    }

    @Test
    void aTupleOfADeleteMayNameNoInstanceButNoOtherOne() {
        story.reported("k1");
        story.delete("k1")
                .emittingTuple(event -> event.member("/reporter_resource_key/reporter/reporter_instance_id", "\"\""))
                .commits()
                .acknowledged()
                .published();
        judged(story).passes("FIDELITY-1", 3 + 6);

        Story other = new Story();
        other.reported("k1");
        other.delete("k1")
                .emittingTuple(event -> event.member("/reporter_resource_key/reporter/reporter_instance_id", "\"i-2\""))
                .commits()
                .acknowledged()
                .published();
        judged(other)
                .violatesOnly("FIDELITY-1")
                .by("/reporter_resource_key/reporter/reporter_instance_id")
                .expecting("\"i-1\"")
                .butWas("\"i-2\"");
    }

    @Test
    void aTupleOfAReportNamesItsInstance() {
        story.report("k1")
                .emittingTuple(event -> event.member("/reporter_resource_key/reporter/reporter_instance_id", "\"\""))
                .commits()
                .acknowledged()
                .published();

        judged(story).violatesOnly("FIDELITY-1").by("/reporter_resource_key/reporter/reporter_instance_id");
    }

    @Test
    void aProducerWithoutOutboxMessagesIsComparedByItsRecords() {
        Write write = story.report("k1", "{\"ansible_host\":\"new\"}");
        write.commitsInSilence()
                .acknowledged()
                .publishedResource(record -> record.member("/data/resource_data", "{\"ansible_host\":\"old\"}"))
                .publishedTuple();

        judged(story)
                .violatesOnly("FIDELITY-1")
                .saying("the record of created of host/hbi/i-1/k1, committed at " + write.lsn()
                        + " does not mirror reporter_representations.data");
    }

    @Test
    void aMemberThatTheRelayDropsDoesNotSurvive() {
        Write write = story.report("k1", "{\"ansible_host\":\"h\",\"satellite_id\":\"1234567890\"}");
        write.commits()
                .acknowledged()
                .publishedResource(record -> record.without("/data/resource_data/satellite_id"))
                .publishedTuple();

        judged(story)
                .violatesOnly("FIDELITY-2")
                .by("altered")
                .saying("the record outbox.event.kessel.resources-1@0 differs from the outbox message at"
                        + " /data/resource_data/satellite_id")
                .expecting("\"1234567890\"")
                .butWas("absent")
                .about(resources(1, 0), write.commit());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "empty-array-dropped | {\"a\":[],\"b\":1} | {\"b\":1}",
                "array-padded | {\"a\":[{\"b\":\"1\"},{\"c\":\"2\"}]}"
                        + " | {\"a\":[{\"b\":\"1\",\"c\":null},{\"b\":null,\"c\":\"2\"}]}",
                "unlike-objects-lose-members | {\"a\":[{\"x\":{\"p\":\"1\"}},{\"x\":{\"q\":\"2\"}}]}"
                        + " | {\"a\":[{\"x\":{\"p\":\"1\"}},{\"x\":{\"p\":null}}]}"
            })
    void aDistortionThatTheProfileDeclaresIsReportedAsKnown(String cause, String committed, String published) {
        story.report("k1", committed)
                .commits()
                .acknowledged()
                .publishedResource(record -> record.member("/data/resource_data", published))
                .publishedTuple();

        judged(story).knows("FIDELITY-2", cause);
    }

    @Test
    void aStringNullThatTheApiDropsIsReportedAsKnown() {
        Write write = story.report("k1", "{\"ansible_host\":\"null\",\"a\":1}");
        write.storing(rows -> Rows.withData(rows, "reporter_representations", "{\"a\":1}"))
                .emitting(event -> event.member("/data/resource_data", "{\"a\":1}"))
                .commits()
                .acknowledged()
                .published();

        judged(story)
                .knows("FIDELITY-3", "string-null-dropped")
                .of("host/hbi/i-1/k1")
                .saying("report 1 of host/hbi/i-1/k1 was committed with another"
                        + " /representations/reporter/ansible_host")
                .expecting("\"null\"")
                .butWas("absent")
                .about(write.operation(), write.commit());
    }

    @Test
    void whatIsCommittedOtherThanItWasReportedIsFound() {
        Write write = story.report("k1", "{\"ansible_host\":\"asked\"}");
        write.storing(rows -> Rows.withData(rows, "reporter_representations", "{\"ansible_host\":\"kept\"}"))
                .emitting(event -> event.member("/data/resource_data", "{\"ansible_host\":\"kept\"}"))
                .commits()
                .acknowledged()
                .published();

        judged(story)
                .violatesOnly("FIDELITY-3")
                .by("altered")
                .expecting("\"asked\"")
                .butWas("\"kept\"")
                .about(write.operation(), write.commit());
    }

    @Test
    void aRepresentationThatIsNotCommittedAtAllIsFound() {
        story.report("k1", "{\"ansible_host\":\"asked\"}")
                .storing(rows -> Rows.withData(rows, "reporter_representations", null))
                .emitting(event -> event.without("/data/resource_data"))
                .commits()
                .acknowledged()
                .published();

        judged(story)
                .violatesOnly("FIDELITY-3")
                .by("altered")
                .expecting("\"asked\"")
                .butWas("absent");
    }

    @Test
    void withoutWritesFidelityIsNotExercised() {
        Story silent = new Story().breaksOff();

        judged(silent)
                .isNoMatterOf("FIDELITY-1", "evidence of grade C cannot show it")
                .isNoMatterOf("FIDELITY-3", "evidence of grade C cannot show it");
    }

    @Test
    void aRequestThatIsHeardOfBehindItsCommitIsComparedAllTheSame() {
        story.report("k1", "{\"ansible_host\":\"asked\"}")
                .storing(rows -> Rows.withData(rows, "reporter_representations", "{\"ansible_host\":\"kept\"}"))
                .emitting(event -> event.member("/data/resource_data", "{\"ansible_host\":\"kept\"}"))
                .commits()
                .acknowledged()
                .published();
        List<HistoryEntry> told = new ArrayList<>(story.ends().entries());
        told.add(2, told.remove(1));
        Story late = new Story().withEntries(told);

        judged(late).exercises("FIDELITY-3", 2).violatesOnly("FIDELITY-3").by("altered");
    }
}
