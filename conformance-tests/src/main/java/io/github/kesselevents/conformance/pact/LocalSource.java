package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.fixtures.pact.PactCheck;
import io.github.kesselevents.fixtures.pact.PactException;
import io.github.kesselevents.fixtures.pact.PactFile;
import io.github.kesselevents.fixtures.pact.PactFlaw;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Pacts that lie here. Whoever has the files can mend them, so one that is wrong is refused before anything starts.
 *
 * @param where they lie, for messages
 */
record LocalSource(String where, List<PactFile> files) implements PactSource {

    @Override
    public List<OfferedPact> pacts() {
        PactCheck check = new PactCheck();
        List<OfferedPact> offered = new ArrayList<>();
        List<PactFlaw> flaws = new ArrayList<>();
        for (PactFile file : files) {
            flaws.addAll(check.check(file));
            offered.add(new OfferedPact(file, false, file.name(), Map.of(), List.of()));
        }
        if (!flaws.isEmpty()) {
            throw new PactException(
                    flaws.stream().map(PactFlaw::toString).collect(Collectors.joining(System.lineSeparator()))
                            + System.lineSeparator() + "No producer can satisfy this; mend the pacts in " + where
                            + ".");
        }
        return offered;
    }

    @Override
    public String publish(Map<OfferedPact, List<Verdict>> verdicts) {
        return "";
    }
}
