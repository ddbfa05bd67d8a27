/** What the findings amount to: one cause, one id, and a verdict for each requirement that has to be earned. */
package io.github.kesselevents.conformance.verdict;
