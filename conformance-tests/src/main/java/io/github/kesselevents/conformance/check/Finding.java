package io.github.kesselevents.conformance.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One way in which a requirement did not hold.
 *
 * @param requirement its id
 * @param cause a slug that tells kinds of the same requirement apart, for the list of known findings:
 *     {@code null-member-dropped}
 * @param subject the resource, as the API or else the record names it; empty when it is about none
 * @param what happened, in one sentence, in the words of the outbox pattern
 * @param expected what the requirement says, in a few words
 * @param actual what was there instead
 * @param about the records, commits and operations that it rests on, the first one foremost
 */
public record Finding(
        String requirement,
        String cause,
        String subject,
        String what,
        String expected,
        String actual,
        Set<Anchor> about) {

    public Finding {
        // In the given order: the first is the one to look at.
        about = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(about));
    }

    static Finding of(
            String requirement,
            String cause,
            String subject,
            String what,
            String expected,
            String actual,
            Anchor... about) {
        return new Finding(
                requirement,
                cause,
                subject == null ? "" : subject,
                what,
                expected,
                actual,
                new LinkedHashSet<>(List.of(about)));
    }

    /** {@code ORDER-1 (swapped): host/hbi/i-1/k7: …; expected …, but was …} */
    @Override
    public String toString() {
        return requirement + " (" + cause + "): " + (subject.isEmpty() ? "" : subject + ": ") + what + "; expected "
                + expected + ", but was " + actual;
    }
}
