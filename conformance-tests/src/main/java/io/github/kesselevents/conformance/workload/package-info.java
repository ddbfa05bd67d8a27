/**
 * What the producer is asked: operations drawn from a seed, each with a marker of its own, sent by several clients at
 * once and recorded as they are sent and answered.
 */
package io.github.kesselevents.conformance.workload;
