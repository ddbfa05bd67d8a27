/** Writes judgements down. A writer computes no verdict: what it prints was decided before. */
package io.github.kesselevents.conformance.report;
