package io.github.kesselevents.conformance.verdict;

import io.github.kesselevents.conformance.history.History;
import java.util.List;

/** Judges something in a history that no requirement of the catalogue says, such as contracts of consumers. */
public interface Supplement extends History.Reader {

    /**
     * What is to be said of it, in order; to be asked once, after the last entry.
     *
     * @param requirements the verdicts on the requirements, which may explain what is found
     */
    List<Verdict> verdicts(List<Verdict> requirements);
}
