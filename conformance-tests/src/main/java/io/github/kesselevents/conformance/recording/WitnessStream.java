package io.github.kesselevents.conformance.recording;

import io.github.kesselevents.conformance.history.Lsn;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** One connection that reads the witness's slot. One thread reads; another may {@link #close()} it meanwhile. */
final class WitnessStream implements AutoCloseable {

    private static final int STATUS_MILLIS = 500;

    private final Connection connection;
    private final PGReplicationStream stream;

    private WitnessStream(Connection connection, PGReplicationStream stream) {
        this.connection = connection;
        this.stream = stream;
    }

    /**
     * Begins to read.
     *
     * @param from where to go on; 0 for where the slot begins
     * @param messages whether to ask for what {@code pg_logical_emit_message} wrote
     */
    static WitnessStream open(DatabaseAccess database, String slot, String publications, Lsn from, boolean messages)
            throws SQLException {
        Connection connection = database.replicate();
        return read(connection, slot, publications, from, messages);
    }

    /** Makes a slot that is gone with this connection, and reads it from where it begins. */
    static WitnessStream openTemporary(DatabaseAccess database, String slot, String publications, boolean messages)
            throws SQLException {
        Connection connection = database.replicate();
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .createReplicationSlot()
                    .logical()
                    .withSlotName(slot)
                    .withOutputPlugin("pgoutput")
                    .withTemporaryOption()
                    .make();
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return read(connection, slot, publications, new Lsn(0), messages);
    }

    private static WitnessStream read(
            Connection connection, String slot, String publications, Lsn from, boolean messages) throws SQLException {
        try {
            PGReplicationStream stream = connection
                    .unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .replicationStream()
                    .logical()
                    .withSlotName(slot)
                    .withStartPosition(LogSequenceNumber.valueOf(from.value()))
                    .withStatusInterval(STATUS_MILLIS, TimeUnit.MILLISECONDS)
                    // Else the driver confirms what was received, whether it is in the history or not.
                    .withAutomaticFlush(false)
                    .withSlotOption("proto_version", 1)
                    .withSlotOption("publication_names", publications)
                    .withSlotOption("messages", messages)
                    .start();
            return new WitnessStream(connection, stream);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** The next message of pgoutput; waits for it. */
    ByteBuffer read() throws SQLException {
        return stream.read();
    }

    /**
     * Lets PostgreSQL know that it needs to keep nothing before this position: with the next message, at most twice a
     * second. While none comes, the driver says nothing but what the server asks for.
     */
    void confirm(Lsn recorded) {
        LogSequenceNumber position = LogSequenceNumber.valueOf(recorded.value());
        stream.setFlushedLSN(position);
        stream.setAppliedLSN(position);
    }

    /** Breaks the connection, at once, even while it is read. */
    @Override
    public void close() throws SQLException {
        connection.abort(Runnable::run);
    }
}
