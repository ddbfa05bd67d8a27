package io.github.kesselevents.conformance.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.check.Anchor;
import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.schemas.Requirements;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One cause, one id. */
class ArbiterTest {

    private static final Anchor ONE = new Anchor.OfOperation(1);
    private static final Anchor OTHER = new Anchor.OfOperation(2);

    private final Arbiter arbiter = new Arbiter(Requirements.bundled());

    @Test
    void theMorePreciseFindingAboutTheSameThingExplains() {
        Finding coarse = finding("ACK-1", ONE);
        Finding precise = finding("ATOMIC-3", OTHER, ONE);

        assertThat(arbiter.explain(List.of(coarse, precise))).isEqualTo(Map.of(coarse, precise));
    }

    @Test
    void findingsAboutOtherThingsExplainNothing() {
        assertThat(arbiter.explain(List.of(finding("ACK-1", ONE), finding("ATOMIC-3", OTHER))))
                .isEmpty();
    }

    @Test
    void aRequirementExplainsOnlyThoseThatYieldToIt() {
        assertThat(arbiter.explain(List.of(finding("ACK-1", ONE), finding("ORDER-1", ONE))))
                .isEmpty();
    }

    @Test
    void theFirstOfTheIdsThatItYieldsToIsNamed() {
        Finding coarse = finding("ACK-1", ONE);
        Finding lost = finding("ATOMIC-3", ONE);
        Finding stalled = finding("LIVE-1", ONE);

        assertThat(arbiter.explain(List.of(coarse, stalled, lost))).isEqualTo(Map.of(coarse, lost, lost, stalled));
    }

    private static Finding finding(String requirement, Anchor... about) {
        return new Finding(requirement, "cause", "", "what", "expected", "actual", Set.of(about));
    }
}
