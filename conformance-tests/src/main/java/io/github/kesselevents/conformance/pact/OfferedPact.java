package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.fixtures.pact.PactFile;
import java.util.List;
import java.util.Map;

/**
 * A pact to verify.
 *
 * @param pending whether the provider has never satisfied it: its failure is told and fails nobody's build
 * @param origin where it is: a file, or an address
 * @param links of the broker's answer, for publishing; empty when it is from a folder
 * @param notices what the broker has to say about it
 */
record OfferedPact(PactFile file, boolean pending, String origin, Map<String, Object> links, List<String> notices) {}
