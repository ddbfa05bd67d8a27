package io.github.kesselevents.conformance.recording;

import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Emitted;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import io.github.kesselevents.conformance.history.Lsn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes entries of what the slot sends, and records each once: after a crash of the database, a slot sends dozens of
 * transactions again. One thread writes; any may ask for the {@link #position()}.
 */
final class CommitAssembler {

    private static final Lsn BEGINNING = new Lsn(0);

    private final Map<Integer, String> tables;
    private final String ownPrefix;
    private final Recording recording;

    private long xid;
    private final List<OutboxMessage> messages = new ArrayList<>();
    private final List<RowChange> rows = new ArrayList<>();

    private Lsn lastCommit = BEGINNING;
    private Lsn lastEmitted = BEGINNING;
    private volatile Lsn position = BEGINNING;

    /**
     * @param tables names by object id; rows of others are not recorded
     * @param ownPrefix of messages that the kit itself emits, which are not recorded
     */
    CommitAssembler(Map<Integer, String> tables, String ownPrefix, Recording recording) {
        this.tables = Map.copyOf(tables);
        this.ownPrefix = ownPrefix;
        this.recording = recording;
    }

    /** All that committed before it is in the history: from here the slot has to go on. 0 before the first. */
    Lsn position() {
        return position;
    }

    void accept(PgOutputMessage message) {
        if (message instanceof PgOutputMessage.Begin begin) {
            begin(begin);
        } else if (message instanceof PgOutputMessage.Row row) {
            row(row);
        } else if (message instanceof PgOutputMessage.Emitted emitted) {
            emitted(emitted);
        } else if (message instanceof PgOutputMessage.Commit commit) {
            commit(commit);
        }
    }

    /** What came of a transaction before a connection broke is forgotten: it comes again. */
    private void begin(PgOutputMessage.Begin begin) {
        xid = begin.xid();
        messages.clear();
        rows.clear();
    }

    private void row(PgOutputMessage.Row row) {
        String table = tables.get(row.table());
        if (table != null) {
            rows.add(new RowChange(table, row.change(), row.columns()));
        }
    }

    private void emitted(PgOutputMessage.Emitted emitted) {
        OutboxMessage message = emitted.message();
        if (message.prefix().equals(ownPrefix)) {
            return;
        }
        if (emitted.transactional()) {
            messages.add(message);
        } else if (lastEmitted.isBefore(message.lsn())) {
            recording.record(at -> new Emitted(at, message));
            lastEmitted = message.lsn();
            advance(message.lsn());
        }
    }

    private void commit(PgOutputMessage.Commit commit) {
        if (!lastCommit.isBefore(commit.lsn())) {
            return;
        }
        if (!messages.isEmpty() || !rows.isEmpty()) {
            recording.record(at -> new Committed(at, commit.lsn(), commit.end(), xid, messages, rows));
        }
        lastCommit = commit.lsn();
        advance(commit.end());
    }

    private void advance(Lsn to) {
        if (position.isBefore(to)) {
            position = to;
        }
    }
}
