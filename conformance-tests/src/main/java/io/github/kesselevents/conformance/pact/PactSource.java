package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.fixtures.pact.PactException;
import io.github.kesselevents.fixtures.pact.PactFlaw;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where pacts come from, and where their results go. */
sealed interface PactSource permits LocalSource, BrokerSource {

    /**
     * All pacts to verify.
     *
     * @throws PactException when there is none, or one that is not pending cannot be used; says what and where
     */
    List<OfferedPact> pacts();

    /**
     * Tells what came of them.
     *
     * @param verdicts of each pact's interactions, in their order; one of a pact that has none
     * @return a sentence on what was told, empty when there is nobody to tell
     * @throws PactException when it could not be told
     */
    String publish(Map<OfferedPact, List<Verdict>> verdicts);

    /**
     * No producer can satisfy a pact with a flaw, so there is nothing to start one for.
     *
     * @throws PactException when there is a flaw: all of them, and where the pacts lie
     */
    static void requireNone(List<PactFlaw> flaws, String where) {
        if (!flaws.isEmpty()) {
            throw new PactException(
                    flaws.stream().map(PactFlaw::toString).collect(Collectors.joining(System.lineSeparator()))
                            + "; no producer can satisfy this, so mend the pacts in " + where + ".");
        }
    }
}
