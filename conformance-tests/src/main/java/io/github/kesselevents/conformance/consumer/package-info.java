/**
 * A consumer under test: events are published to it, its members are killed, paused and restarted, and what its sink
 * shows is recorded. Judged is afterwards, from the history.
 */
package io.github.kesselevents.conformance.consumer;
