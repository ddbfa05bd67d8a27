/**
 * Everything that was observed in a run, one entry a line, in the order in which it was observed. Nothing here judges:
 * a history is recorded first and judged after, and can be judged again without Kafka or a database.
 */
package io.github.kesselevents.conformance.history;
