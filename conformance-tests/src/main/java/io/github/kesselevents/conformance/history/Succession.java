package io.github.kesselevents.conformance.history;

import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import java.util.HashMap;
import java.util.Map;

/**
 * What no recorder writes after what it wrote: a history that holds it was put together of others, or damaged, and a
 * verdict on it would blame the producer for that. What those who watch still saw may stand behind the last entry. It
 * remembers a bit for each operation. Not thread-safe.
 */
final class Succession {

    private static final String ANEW = "; take the file from the run anew.";

    /** Numbers of operations lie close together: one bit for each, 64 of them under one key. */
    private final Map<Long, Long> invoked = new HashMap<>();

    private boolean started;
    private Lsn committed;

    /** What is wrong with the next entry, behind the number of its line, and what to do; null when nothing is. */
    String wrong(HistoryEntry entry) {
        if (entry instanceof Started) {
            if (started) {
                return " is a second entry of kind started; take the file of one run.";
            }
            started = true;
        } else if (entry instanceof Invoked next) {
            if (isInvoked(next.operation())) {
                return " invokes operation " + next.operation() + ", which was invoked before" + ANEW;
            }
        } else if (entry instanceof Committed next) {
            if (committed != null && !committed.isBefore(next.lsn())) {
                return " commits at " + next.lsn() + ", which is not behind the last commit, at " + committed + ANEW;
            }
            committed = next.lsn();
        }
        return null;
    }

    private boolean isInvoked(long operation) {
        long bit = 1L << operation;
        long before = invoked.getOrDefault(operation >> 6, 0L);
        invoked.put(operation >> 6, before | bit);
        return (before & bit) != 0;
    }
}
