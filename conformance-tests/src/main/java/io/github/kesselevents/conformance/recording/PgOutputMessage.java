package io.github.kesselevents.conformance.recording;

import io.github.kesselevents.conformance.history.HistoryEntry.Change;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.Lsn;
import java.util.Map;

/** A message of PostgreSQL's logical replication protocol, so far as the witness needs it. */
sealed interface PgOutputMessage {

    /** A transaction follows, up to its {@link Commit}. */
    record Begin(long xid) implements PgOutputMessage {}

    /**
     * The transaction is complete.
     *
     * @param lsn of the commit record
     * @param end of the commit record
     */
    record Commit(Lsn lsn, Lsn end) implements PgOutputMessage {}

    /**
     * A row as it stands after the change.
     *
     * @param table PostgreSQL's object id of it
     * @param columns in text form; a large value that an update left alone is not in the log, and not here
     */
    record Row(int table, Change change, Map<String, String> columns) implements PgOutputMessage {}

    /** Written by {@code pg_logical_emit_message}; if not transactional, it stands between the transactions. */
    record Emitted(boolean transactional, OutboxMessage message) implements PgOutputMessage {}

    /** Anything else. */
    record Other() implements PgOutputMessage {}
}
