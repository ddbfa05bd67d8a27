package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.ReadBack;
import io.github.kesselevents.conformance.history.HistoryEntry.RelaySampled;
import io.github.kesselevents.conformance.history.HistoryEntry.Restarted;
import java.util.List;

/**
 * A fold over what the {@link Ledger} puts together. It is told each fact once: transactions in commit order; records
 * of one partition in offset order, each after the transaction that made it; all else in the order of the history. It
 * states everything that it finds, also what another check explains.
 */
interface Check {

    /** An operation was invoked; its reply may come later, or never. */
    default void attempted(Attempt attempt) {}

    /** A transaction committed; only with a witness. */
    default void committed(Transaction transaction) {}

    /** A message was written outside any transaction; only with a witness. */
    default void emitted(Message message) {}

    /** A record was read; what made it may not be known yet. In the order of the history. */
    default void observed(Delivery delivery) {}

    /** A record is bound to what made it, or it is sure that nothing did. */
    default void delivered(Delivery delivery) {}

    default void faulted(Faulted fault) {}

    default void restarted(Restarted restart) {}

    default void sampled(RelaySampled relay) {}

    default void drained(Drained round) {}

    default void readBack(ReadBack row) {}

    /** What came of it: one examination for each requirement of the family. */
    List<Examination> examine(Ending ending);
}
