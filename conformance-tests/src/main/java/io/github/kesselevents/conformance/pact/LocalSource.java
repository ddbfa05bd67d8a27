package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.fixtures.pact.PactCheck;
import io.github.kesselevents.fixtures.pact.PactFile;
import io.github.kesselevents.fixtures.pact.PactFlaw;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Pacts that lie here. Whoever has the files can mend them, so one that is wrong is refused before anything starts.
 *
 * @param where they lie, for messages
 */
record LocalSource(String where, List<PactFile> files) implements PactSource {

    @Override
    public List<OfferedPact> pacts() {
        PactCheck check = new PactCheck();
        List<PactFlaw> flaws = new ArrayList<>();
        files.forEach(file -> flaws.addAll(check.check(file)));
        PactSource.requireNone(flaws, where);
        return files.stream().map(OfferedPact::local).toList();
    }

    @Override
    public String publish(Map<OfferedPact, List<Verdict>> verdicts) {
        return "";
    }
}
