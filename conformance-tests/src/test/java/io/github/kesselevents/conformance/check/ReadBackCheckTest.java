package io.github.kesselevents.conformance.check;

import static io.github.kesselevents.conformance.check.Judged.judged;

import io.github.kesselevents.conformance.history.HistoryEntry.ReadBack;
import io.github.kesselevents.conformance.producer.Grade;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** ATOMIC-6, ATOMIC-7 and FIDELITY-3 by the rows that were read back (grade B). */
class ReadBackCheckTest {

    private final Story story = new Story();

    @Test
    void writesWithTransactionIdsOfTheirOwnAreDecided() {
        story.reportAs("tx-1", "k1").commits().acknowledged().published();
        story.reportAs("tx-2", "k1").refused();

        judged(story, Grade.B).passes("ATOMIC-6", 1).passes("ATOMIC-7", 1).passes("FIDELITY-3", 2);
        judged(story, Grade.C)
                .isNoMatterOf("ATOMIC-6", "evidence of grade C cannot show it")
                .isNoMatterOf("ATOMIC-7", "evidence of grade C cannot show it")
                .isNoMatterOf("FIDELITY-3", "evidence of grade C cannot show it");
    }

    @Test
    void writesWithoutOneAreNot() {
        story.reported("k1");
        story.deleted("k1");
        story.delete("k1").refused();
        story.report("k1").refused();
        story.report("k2").brokenOff();

        judged(story, Grade.B)
                .neverExercises("ATOMIC-6")
                .neverExercises("ATOMIC-7")
                .neverExercises("FIDELITY-3")
                .violatesNothing();
    }

    @Test
    void anAcknowledgedWriteWithoutARowIsNotCommitted() {
        story.reported("k2");
        Write lost = story.reportAs("tx-1", "k1").acknowledged();

        judged(story, Grade.B)
                .explains("ACK-1", "ATOMIC-6")
                .violatesOnly("ATOMIC-6")
                .by("not-committed")
                .of("host/hbi/i-1/k1")
                .saying("report 2 of host/hbi/i-1/k1 (OK) was acknowledged, and no row holds its transaction_id tx-1")
                .expecting("a version")
                .butWas("none")
                .about(lost.operation());
        judged(story, Grade.C).violatesOnly("ACK-1");
        judged(story, Grade.A).violatesOnly("ATOMIC-6");
    }

    @Test
    void aRefusedWriteWithARowOfItsTransactionIdIsCommitted() {
        Write write = story.reportAs("tx-1", "k1").commits().refused();
        write.published();

        judged(story, Grade.B)
                .explains("ACK-2", "ATOMIC-7")
                .violatesOnly("ATOMIC-7")
                .by("committed")
                .of("host/hbi/i-1/k1")
                .saying("report 1 of host/hbi/i-1/k1 (INVALID_ARGUMENT) was refused, and committed")
                .expecting("nothing committed")
                .butWas("a row with its transaction_id tx-1")
                .about(write.operation());
    }

    @Test
    void aRefusedWriteWhoseMarkerIsStillThereIsCommitted() {
        story.report("k1").commits().refused().published();

        judged(story, Grade.B).violatesOnly("ATOMIC-7").butWas("a row with its marker");
    }

    @Test
    void aRetryThatIsRefusedIsNotCommittedByTheFirst() {
        story.reportAs("tx-1", "k1").commits().acknowledged().published();
        story.reportAs("tx-1", "k1").refused();

        judged(story, Grade.B).neverExercises("ATOMIC-7").violatesNothing();
    }

    @Test
    void aRowThatHoldsOtherContentIsFound() {
        Write write = story.reportAs("tx-1", "k1");
        write.storing(rows -> Rows.withData(rows, "common_representations", "{\"workspace_id\":\"ws-2\"}"))
                .emitting(event -> event.member("/data/metadata/workspace_id", "\"ws-2\""))
                .commits()
                .acknowledged()
                .published();

        judged(story, Grade.B)
                .violatesOnly("FIDELITY-3")
                .by("altered")
                .of("host/hbi/i-1/k1")
                .saying("report 1 of host/hbi/i-1/k1 was committed with another"
                        + " /representations/common/workspace_id")
                .expecting("\"ws-1\"")
                .butWas("\"ws-2\"")
                .about(write.operation());
    }

    @Test
    void contentOfATransactionIdThatWasUsedTwiceIsNotCompared() {
        story.reportAs("tx-1", "k1").commits().acknowledged().published();
        story.reportAs("tx-1", "k1").acknowledged();

        judged(story, Grade.B).neverExercises("FIDELITY-3").passes("ATOMIC-6", 2);
    }

    @Test
    void amidTheRowsARecordingThatIsCutOffTellsNothingOfThoseThatAreMissing() {
        story.reportAs("tx-1", "k1").commits().acknowledged().published();
        story.add(new ReadBack(story.now(), "nobody's", Map.of())).breaksOff();

        judged(story, Grade.B)
                .cannotTell("ATOMIC-6", "the history ends without saying why")
                .cannotTell("FIDELITY-3", "the history ends without saying why")
                .violatesNothing();
    }
}
