package io.github.kesselevents.conformance.check;

import static io.github.kesselevents.conformance.check.Judged.judged;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Better evidence names a cause more precisely; it never acquits. */
class GradesTest {

    /** Faults that operations and log alone show, each with the id that they trip there. */
    enum Fault {
        A_LOST_WRITE("ACK-1", story -> story.report("k1").commits().acknowledged()),
        A_WRITE_ACKNOWLEDGED_AND_ROLLED_BACK(
                "ACK-1", story -> story.reportAs("tx-1", "k1").acknowledged()),
        A_WRITE_PUBLISHED_AND_REFUSED(
                "ACK-2", story -> story.report("k1").published().refused()),
        A_WRITE_COMMITTED_AND_REFUSED(
                "ACK-2",
                story -> story.reportAs("tx-1", "k1").commits().published().refused()),
        A_SWAP("ORDER-1", story -> {
            Write older = story.report("k1").commits().acknowledged();
            story.reported("k1");
            older.published();
        }),
        A_DOUBLE_PUBLISH("DUP-5", story -> story.reported("k1").published()),
        A_TRANSACTION_ID_PUBLISHED_TWICE("DUP-4", story -> {
            story.reportAs("tx-1", "k1").commits().acknowledged().published();
            story.reportAs("tx-1", "k1").commits().acknowledged().published();
        }),
        A_STALL("LIVE-1", story -> {
            story.report("k1").commits().acknowledged();
            story.relayFails("DataException: stop").drainsInVain().givesUp();
        });

        private final String id;
        private final Story story = new Story();

        Fault(String id, Consumer<Story> told) {
            this.id = id;
            told.accept(story);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatOperationsAndLogShowIsNeverAcquitted(Fault fault) {
        judged(fault.story, Grade.C).violates(fault.id);

        for (Grade better : new Grade[] {Grade.B, Grade.A}) {
            Judged judged = judged(fault.story, better);
            assertThat(judged.violated()).as("violated in grade %s", better).hasSize(1);
            assertThat(judged.verdict(fault.id).status())
                    .as("%s in grade %s", fault.id, better)
                    .isIn(Status.VIOLATED, Status.INCONCLUSIVE);
        }
    }
}
