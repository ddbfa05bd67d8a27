package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.PoisonPolicy;
import io.github.kesselevents.conformance.history.HistoryEntry.Promised;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the recording of a consumer ended. */
class ConsumerExaminerTest {

    private static final Promised PROMISED =
            new Promised(1, "g", "t", 2, "CONNECT_JSON", 0, PoisonPolicy.STOP, List.of(Promised.EFFECTS));

    @Test
    void aRecordingThatIsDoneIsBeyondDoubt() {
        Examined examined = examined(PROMISED, new Ended(2, End.DRAINED, "all was applied.", Map.of()));

        assertThat(examined.entries()).isEqualTo(2);
        assertThat(examined.cut()).isFalse();
        assertThat(examined.doubt()).isEmpty();
    }

    @Test
    void oneThatStoppedEarlySaysWhy() {
        Examined examined = examined(PROMISED, new Ended(2, End.GAVE_UP, " no effect for 30 s. ", Map.of()));

        assertThat(examined.cut()).isFalse();
        assertThat(examined.doubt()).isEqualTo("the recording stopped early: no effect for 30 s");
    }

    @Test
    void oneThatDoesNotSayWhyItEndedIsCut() {
        Examined examined = examined(PROMISED);

        assertThat(examined.entries()).isEqualTo(1);
        assertThat(examined.cut()).isTrue();
        assertThat(examined.doubt()).isEmpty();
    }

    private static Examined examined(HistoryEntry... entries) {
        ConsumerExaminer examiner = new ConsumerExaminer();
        for (HistoryEntry entry : entries) {
            examiner.accept(0, entry);
        }
        return examiner.examine();
    }
}
