/**
 * What observes a run and writes it down: the witness on the database, the reader of the topics, the sampler of the
 * relay, and the sentinels that end a stretch. It only records, never judges.
 */
package io.github.kesselevents.conformance.recording;
