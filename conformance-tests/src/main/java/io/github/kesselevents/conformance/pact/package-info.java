/**
 * Verifies consumers' pacts: drives a running producer into each provider state, takes the record that it published off
 * the topic, and holds it against the pact and against the contract. What is observed is recorded first and judged
 * after, as everywhere in the kit.
 */
package io.github.kesselevents.conformance.pact;
