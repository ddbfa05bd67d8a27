package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.check.RelayStory.Fault;
import io.github.kesselevents.conformance.check.RelayStory.GoBack;
import io.github.kesselevents.conformance.check.RelayStory.Kind;
import io.github.kesselevents.conformance.check.RelayStory.MakeUp;
import io.github.kesselevents.conformance.check.RelayStory.Relay;
import io.github.kesselevents.conformance.check.RelayStory.Step;
import io.github.kesselevents.conformance.check.RelayStory.Write;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Small stories that are easily judged wrong. */
class HardStoriesTest {

    @Test
    void aTransactionThatWroteToOneStreamMadeNoRecordOnTheOther() {
        Recorded recorded = played(new Write(0, Kind.REPORT), new Write(0, Kind.ONE_STREAM), new MakeUp(1, 0));

        assertThat(judged(recorded))
                .containsEntry("ATOMIC-1", Set.of("record t1-0@1"))
                .containsEntry("ATOMIC-3", Set.of("commit 0/F", "commit 0/1F"))
                .hasSize(2);
    }

    @Test
    void aBorrowedIdDoesNotBindARecordBeforeItsOwnTransactionIsShown() {
        Recorded recorded = played(
                new Write(0, Kind.REPORT),
                new Write(2, Kind.REPORT),
                new Relay(0, Fault.NONE),
                new Relay(0, Fault.BORROWED_ID));

        Map<String, Set<String>> late =
                OracleTest.judged(recorded, recorded.entriesWithLateWitness(), OracleTest::folds);

        assertThat(late)
                .containsEntry("DUP-2", Set.of("record t0-0@2"))
                .containsEntry("ATOMIC-4", Set.of("commit 0/F", "commit 0/1F"))
                .hasSize(2);
    }

    @Test
    void aRecordOfNoVersionIsNotInOrderWithOthersEvenBeforeTheFirstVersion() {
        Recorded recorded = played(
                new Write(0, Kind.NO_VERSION),
                new Relay(0, Fault.NONE),
                new GoBack(0, 1),
                new Relay(0, Fault.OTHER_PARTITION),
                new Write(0, Kind.REPORT));

        assertThat(OracleTest.judged(recorded, recorded.entries(), OracleTest::folds))
                .containsEntry("ATOMIC-5", Set.of("record t0-0@1", "record t0-1@1"))
                .doesNotContainKey("ORDER-3");
    }

    @Test
    void aMessageUnderAnotherKeyIsTheSameEventThoughItPublishesNoVersion() {
        Recorded recorded = played(
                new Write(0, Kind.NO_VERSION),
                new Relay(0, Fault.NONE),
                new GoBack(0, 1),
                new Relay(0, Fault.OTHER_KEY));

        assertThat(judged(recorded))
                .containsEntry("DUP-1", Set.of("record t0-0@2"))
                .doesNotContainKey("DUP-2");
    }

    @Test
    void theIdThatAVersionHadAtSecondIsAnotherAlsoAtThird() {
        Recorded recorded = played(
                new Write(0, Kind.REPORT),
                new Relay(0, Fault.NEW_ID),
                new GoBack(0, 1),
                new Relay(0, Fault.NONE),
                new GoBack(0, 1),
                new Relay(0, Fault.OTHER_KEY));

        assertThat(judged(recorded))
                .containsEntry("DUP-3", Set.of("record t0-0@2", "record t0-0@3"))
                .containsEntry("DUP-1", Set.of("record t0-0@3"));
    }

    private static Recorded played(Step... steps) {
        return new Recorded(new RelayStory(List.of(steps), false));
    }

    private static Map<String, Set<String>> judged(Recorded recorded) {
        return OracleTest.judged(recorded, recorded.entries(), OracleTest::folds);
    }
}
