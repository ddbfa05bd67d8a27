/** A run from its start to a whole history: the system that runs, the faults in their order, the probes at the end. */
package io.github.kesselevents.conformance.run;
