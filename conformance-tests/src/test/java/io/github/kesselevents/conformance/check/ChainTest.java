package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.check.Chain.Step;
import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Purpose;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An acknowledged delete deleted the resource, or found it deleted, at some moment within its interval. */
class ChainTest {

    private static final long NEVER = Long.MAX_VALUE;

    private final Attempt delete = delete(10, 20);

    @Test
    void aDeleteWithinItsIntervalMayBeIts() {
        assertThat(Chain.deletesFor(delete, List.of(report("r", 0, 5), delete("d", NEVER))))
                .contains(List.of("d"));
    }

    @Test
    void withoutAnyDeleteThereIsNone() {
        assertThat(Chain.deletesFor(delete, List.of(report("r", 0, 5)))).contains(List.of());
        assertThat(Chain.deletesFor(delete, List.<Step<String>>of())).contains(List.of());
    }

    @Test
    void whatWasDeletedBeforeNeedNotBeDeletedAgain() {
        assertThat(Chain.deletesFor(delete, List.of(report("r", 0, 5), delete("d", 9))))
                .isEmpty();
    }

    @Test
    void aDeleteThatIsKnownOnlyWhenTheOtherWasInvokedIsNotBefore() {
        assertThat(Chain.deletesFor(delete, List.of(report("r", 0, 5), delete("d", 10))))
                .contains(List.of("d"));
    }

    @Test
    void aReportAfterTheEarlierDeleteMakesItLiveAgain() {
        assertThat(Chain.deletesFor(delete, List.of(delete("d", 3), report("r", 4, 5))))
                .contains(List.of());
    }

    @Test
    void whatWasInvokedAfterItReturnedComesAfterIt() {
        assertThat(Chain.deletesFor(delete, List.of(report("r", 0, 5), report("later", 21, 30), delete("d", NEVER))))
                .contains(List.of());
    }

    @Test
    void whatWasInvokedWhenItReturnedMayComeBefore() {
        assertThat(Chain.deletesFor(delete, List.of(report("r", 0, 5), report("then", 20, 30), delete("d", NEVER))))
                .contains(List.of("d"));
    }

    @Test
    void everyDeleteOfItsIntervalIsACandidate() {
        assertThat(Chain.deletesFor(
                        delete,
                        List.of(
                                report("r", 0, 5),
                                delete("one", NEVER),
                                report("again", 12, 14),
                                delete("other", NEVER))))
                .contains(List.of("one", "other"));
    }

    private static Step<String> report(String name, long invokedAt, long knownAt) {
        return new Step<>(false, invokedAt, knownAt, name);
    }

    private static Step<String> delete(String name, long knownAt) {
        return new Step<>(true, Long.MIN_VALUE, knownAt, name);
    }

    private static Attempt delete(long invokedAt, long returnedAt) {
        Attempt attempt = new Attempt(
                new Invoked(invokedAt, 1, 0, Purpose.WORKLOAD, Action.DELETE, null, "host/hbi/i-1/k1", null, null));
        attempt.returned(new Returned(returnedAt, 1, Outcome.ACKNOWLEDGED, "OK", ""));
        return attempt;
    }
}
