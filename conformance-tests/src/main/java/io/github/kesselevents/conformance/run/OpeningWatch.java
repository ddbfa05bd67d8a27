package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.workload.Attempt;
import java.util.function.Consumer;

/**
 * Sees what happens before a run on parts that are not the kit's: whether anybody else writes, and whether all of the
 * kit's own events have arrived, so that none of them is met by the run. Thread-safe.
 */
interface OpeningWatch extends Consumer<HistoryEntry> {

    /** The kit has written, and this came back. */
    void wrote(Attempt attempt);

    /** Whether every event of the kit's own writes has arrived. */
    boolean isThrough();

    /** How many writes were seen that are not the kit's. */
    int others();
}
