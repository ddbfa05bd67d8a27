package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.producer.Grade;

/**
 * How the stretch that is judged ended, which decides what an absence means.
 *
 * @param grade of the evidence
 * @param settledOrder every version before it in commit order had its chance to be delivered: sentinels that committed
 *     behind it arrived on every partition
 * @param settledAt every write that returned before this instant had its chance to be delivered
 * @param witnessedAt every write that returned before this instant had its chance to be seen to commit, delivered or
 *     not: the witness saw sentinels behind it
 * @param drained whether the last round of sentinels arrived on every partition, and the recording was done then:
 *     neither cut off, nor ended by anything else
 * @param reason why the recording stopped; null when the history does not say, having been cut off
 * @param what a sentence about it
 */
record Ending(
        Grade grade, int settledOrder, long settledAt, long witnessedAt, boolean drained, End reason, String what) {

    /** Whether a version had its chance to be delivered. */
    boolean settled(Version version) {
        return version.order() < settledOrder;
    }

    /** Whether a write had its chance to be delivered. */
    boolean settled(Attempt attempt) {
        return attempt.returnedAt() < settledAt;
    }

    /** Whether a commit of this write would have been seen. */
    boolean witnessed(Attempt attempt) {
        return attempt.returnedAt() < witnessedAt;
    }

    /** Why an absence may mean nothing; only meaningful when not drained. */
    String doubt() {
        if (reason == null) {
            return "the history ends without saying why";
        }
        if (reason == End.DRAINED) {
            return "the last sentinels did not arrive on every partition";
        }
        // It may be the message of an exception, which ends as a sentence does.
        String why = what.strip().replaceFirst("\\.$", "");
        return "the recording stopped early: " + (why.isEmpty() ? reason : why);
    }

    /** Whether the recording was done when it stopped. */
    boolean done() {
        return reason == End.DRAINED;
    }
}
