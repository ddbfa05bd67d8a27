package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.fixtures.pact.PactException;
import java.util.List;
import java.util.Map;

/** Where pacts come from, and where their results go. */
sealed interface PactSource permits LocalSource, BrokerSource {

    /**
     * All pacts to verify.
     *
     * @throws PactException in one sentence, when there is none, or one cannot be used
     */
    List<OfferedPact> pacts();

    /**
     * Tells what came of them.
     *
     * @param verdicts of each pact's interactions, in their order
     * @return a sentence on what was told, empty when there is nobody to tell
     * @throws PactException when it could not be told
     */
    String publish(Map<OfferedPact, List<Verdict>> verdicts);
}
