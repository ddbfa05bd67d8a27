package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.fixtures.pact.PactFlaw;
import io.github.kesselevents.fixtures.pact.PactInteraction;
import java.util.List;

/**
 * An interaction, and what was done for it.
 *
 * @param number of the interaction in the run, from 1
 * @param index of the interaction in its pact, from 0
 * @param flaws what is wrong with the interaction itself; then nothing was done
 * @param resource as histories name it
 * @param markers of its reports, in their order
 * @param reportsLast whether the last request was a report
 * @param before how many events of the resource come before the expected one
 * @param operation number of the last request
 * @param trouble why the state was not reached; empty when it was
 */
record Driven(
        int number,
        OfferedPact pact,
        int index,
        List<PactFlaw> flaws,
        String resource,
        List<String> markers,
        boolean reportsLast,
        int before,
        long operation,
        String trouble) {

    PactInteraction interaction() {
        return pact.file().interactions().get(index);
    }

    /** Whether its failure fails nobody's build: the broker says so of the pact, or the consumer of the interaction. */
    boolean pending() {
        return pact.pending() || interaction().json().path("pending").asBoolean(false);
    }

    /** Its id in reports. */
    String id() {
        return "PACT-" + number;
    }
}
