package io.github.kesselevents.conformance.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Purpose;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.workload.Attempt;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose events are whose, by the topics alone. */
class UnwitnessedOpeningTest {

    private static final String RESOURCES = "resources";
    private static final String TUPLES = "tuples";

    private final UnwitnessedOpening opening = new UnwitnessedOpening(Set.of(RESOURCES, TUPLES), "run-1-x");

    @Test
    void itIsThroughWhenEachTopicHasShownEachAcknowledgedWrite() {
        opening.wrote(attempt("run-1-x/sentinel-1", Outcome.ACKNOWLEDGED));
        opening.wrote(attempt("run-1-x/sentinel-2", Outcome.UNKNOWN));
        assertThat(opening.isThrough()).isFalse();

        opening.accept(event(TUPLES, 0, "a", "no name"));
        opening.accept(event(RESOURCES, 0, "a", "run-1-x/sentinel-1"));

        assertThat(opening.isThrough()).isTrue();
        assertThat(opening.others()).isZero();
    }

    @Test
    void aTopicThatHasNotShownItIsWaitedFor() {
        opening.wrote(attempt("run-1-x/sentinel-1", Outcome.ACKNOWLEDGED));
        opening.accept(event(RESOURCES, 0, "a", "run-1-x/sentinel-1"));

        assertThat(opening.isThrough()).isFalse();
    }

    @Test
    void whatStandsBeforeTheKitsOwnIsOfBeforeAndWhatStandsBehindIsSomebodyElses() {
        opening.accept(event(RESOURCES, 0, "former", "theirs"));
        opening.accept(event(RESOURCES, 0, "a", "run-1-x/sentinel-1"));
        opening.accept(event(RESOURCES, 1, "former too", "theirs"));
        assertThat(opening.others()).isZero();

        opening.accept(event(RESOURCES, 0, "b", "theirs"));
        opening.accept(event(RESOURCES, 0, "b", "theirs again"));
        opening.accept(event(RESOURCES, 0, "c", "theirs"));

        assertThat(opening.others()).isEqualTo(2);
    }

    @Test
    void anEventWithoutTheNameIsTheKitsIfItsKeyIs() {
        opening.accept(event(TUPLES, 0, "a", "run-1-x"));
        opening.accept(event(TUPLES, 0, "b", "no name"));
        opening.accept(event(RESOURCES, 0, "b", "run-1-x/sentinel-2"));

        assertThat(opening.others()).isZero();
    }

    private static Attempt attempt(String marker, Outcome outcome) {
        return new Attempt(
                new Invoked(0, 1, 0, Purpose.WORKLOAD, Action.REPORT, marker, null, null, null),
                new Returned(0, 1, outcome, "", ""));
    }

    private static Observed event(String topic, int partition, String key, String value) {
        return new Observed(0, topic, partition, 0, 0, key.getBytes(UTF_8), List.of(), value.getBytes(UTF_8));
    }
}
