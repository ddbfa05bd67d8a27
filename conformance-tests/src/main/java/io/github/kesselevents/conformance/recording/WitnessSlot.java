package io.github.kesselevents.conformance.recording;

import io.github.kesselevents.fixtures.environment.EnvironmentException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.util.PSQLState;

/** The witness's own replication slot, seen from ordinary connections. */
final class WitnessSlot {

    private static final String CANCELLED = PSQLState.QUERY_CANCELED.getState();

    /**
     * Who has written and not ended yet. Everybody may see the locks, but what other users run only with the role
     * pg_monitor.
     */
    private static final String OPEN_WRITERS = """
            SELECT coalesce('prepared transaction ' || p.gid,
                     'process ' || l.pid
                     || coalesce(' of ' || a.usename, '')
                     || coalesce(' (' || nullif(a.application_name, '') || ')', '')
                     || coalesce(', open for ' || extract(epoch FROM now() - a.xact_start)::int || ' s', '')
                     || coalesce(', last statement: ' || left(nullif(a.query, ''), 80), ''))
            FROM pg_locks l
            LEFT JOIN pg_stat_activity a ON a.pid = l.pid
            LEFT JOIN pg_prepared_xacts p ON p.transaction = l.transactionid
            WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted
              AND l.pid IS DISTINCT FROM pg_backend_pid()
            ORDER BY a.xact_start""";

    private final DatabaseAccess database;
    private final String name;

    WitnessSlot(WitnessSettings settings) {
        this.database = settings.database();
        this.name = settings.slot();
    }

    String name() {
        return name;
    }

    /**
     * Drops what an aborted run left.
     *
     * @throws EnvironmentException when the slot is in use
     */
    void claim(Connection connection) throws SQLException {
        requireUnused(connection);
        drop(connection);
    }

    /**
     * Makes it. PostgreSQL waits for all transactions that have written and are still open.
     *
     * @throws EnvironmentException when they do not end in time, with their names
     */
    void create(Connection connection, Duration patience) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = " + patience.toMillis());
            try {
                statement.execute("SELECT pg_create_logical_replication_slot('" + name + "', 'pgoutput')");
            } finally {
                statement.execute("RESET statement_timeout");
            }
        } catch (SQLException e) {
            if (!CANCELLED.equals(e.getSQLState())) {
                throw e;
            }
            throw new EnvironmentException(
                    "The witness's slot " + name + " could not be made in " + database + " within "
                            + patience.toSeconds() + " s, because PostgreSQL waits for transactions that are still"
                            + " open: " + String.join("; ", openWriters(connection))
                            + ". End them, or start the run when they have ended.",
                    e);
        }
    }

    /** Drops it, if it is there; fails while a connection reads it. */
    void drop(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                    + " WHERE slot_name = '" + name + "'");
        }
    }

    /** A statement by which an administrator drops it. */
    String byHand() {
        return "SELECT pg_drop_replication_slot('" + name + "');";
    }

    /** Why it never will send again what it should; empty while it may. */
    Optional<String> loss(Connection connection) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT wal_status FROM pg_replication_slots WHERE slot_name = ?")) {
            query.setString(1, name);
            try (ResultSet slot = query.executeQuery()) {
                if (!slot.next()) {
                    return Optional.of("The witness's slot " + name + " is gone from " + database
                            + ": somebody dropped it, so what committed since is not in the history;"
                            + " leave it alone, and run again.");
                }
                return "lost".equals(slot.getString(1))
                        ? Optional.of("The witness's slot " + name + " in " + database
                                + " is lost (wal_status = lost): PostgreSQL removed write-ahead log that it had not"
                                + " read, so what committed since is not in the history; raise"
                                + " max_slot_wal_keep_size, and run again.")
                        : Optional.empty();
            }
        }
    }

    private void requireUnused(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT active_pid FROM pg_replication_slots WHERE slot_name = ?" + " AND active_pid IS NOT NULL")) {
            query.setString(1, name);
            try (ResultSet slot = query.executeQuery()) {
                if (slot.next()) {
                    throw new EnvironmentException("The slot " + name + " in " + database
                            + " is being read by process " + slot.getInt(1)
                            + "; end the other run, or give this one's witness another slot.");
                }
            }
        }
    }

    private static List<String> openWriters(Connection connection) throws SQLException {
        List<String> writers = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(OPEN_WRITERS)) {
            while (rows.next()) {
                writers.add(rows.getString(1));
            }
        }
        return writers.isEmpty() ? List.of("none any more") : writers;
    }
}
