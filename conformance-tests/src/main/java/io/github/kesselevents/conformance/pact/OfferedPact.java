package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.fixtures.pact.PactFile;
import io.github.kesselevents.fixtures.pact.PactInteraction;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pact to verify.
 *
 * @param consumer who wrote it
 * @param origin where it is: a file, or an address
 * @param pending whether the provider has never satisfied it: its failure is told and fails nobody's build
 * @param file what it says; empty when it cannot be read
 * @param unusable why it cannot be read, or has nothing to verify; empty otherwise. Only a pending one may be
 * @param links of the broker's answer, for publishing; empty when it is from a folder
 * @param notices what the broker has to say about it
 */
record OfferedPact(
        String consumer,
        String origin,
        boolean pending,
        Optional<PactFile> file,
        String unusable,
        Map<String, Object> links,
        List<String> notices) {

    /** One that lies here. */
    static OfferedPact local(PactFile file) {
        return new OfferedPact(file.consumer(), file.name(), false, Optional.of(file), "", Map.of(), List.of());
    }

    /** What it asks for, in its order. */
    List<PactInteraction> interactions() {
        return file.map(PactFile::interactions).orElse(List.of());
    }

    /** How many verdicts it is given: one for each interaction, and one for a pact without any. */
    int verdicts() {
        return Math.max(1, interactions().size());
    }
}
