package io.github.kesselevents.conformance.fault;

import io.github.kesselevents.conformance.producer.ColumnReference;
import io.github.kesselevents.fixtures.environment.Database;
import io.github.kesselevents.fixtures.environment.Wait;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/**
 * Deferred constraint triggers on the producer's database, which fire when a transaction commits: one refuses commits,
 * for good or as conflicts, the other holds one until it is let go. Both count by a sequence, whose value survives the
 * rollback and so proves that they fired. Everything is in a schema of its own, {@code kessel_events_kit}, and goes
 * with it.
 *
 * <p>The role has to own the producer's tables. Not thread-safe.
 */
public final class CommitTraps implements AutoCloseable {

    /** The one that holds all of it. */
    public static final String SCHEMA = "kessel_events_kit";

    /** Names the advisory lock that a held commit waits for: {@code hold} in ASCII. */
    private static final int LOCK = 0x686F6C64;

    /** What an exception in PL/pgSQL says, unless told otherwise. */
    private static final String REFUSED = "P0001";

    private static final String SERIALIZATION_FAILURE = "40001";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Database database;
    private final ColumnReference marker;
    private final Connection connection;

    private CommitTraps(Database database, ColumnReference marker, Connection connection) {
        this.database = database;
        this.marker = marker;
        this.connection = connection;
    }

    /** A statement by which an administrator drops them. */
    public static String byHand() {
        return "DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE;";
    }

    /**
     * Prepares them; no commit is touched yet.
     *
     * @param marker the column that holds the marker of the operation that wrote the row
     * @throws FaultException when the role may not, or the table is missing
     */
    public static CommitTraps prepare(Database database, ColumnReference marker) {
        Connection connection = null;
        try {
            connection = database.connect();
            CommitTraps traps = new CommitTraps(database, marker, connection);
            traps.execute(byHand());
            traps.execute("CREATE SCHEMA " + SCHEMA);
            traps.execute("CREATE SEQUENCE " + SCHEMA + ".commits");
            traps.execute("CREATE SEQUENCE " + SCHEMA + ".refusals");
            traps.execute("CREATE SEQUENCE " + SCHEMA + ".holds");
            return traps;
        } catch (SQLException e) {
            close(connection);
            throw failure("No commits can be refused or held on " + database.jdbcUrl(), e);
        }
    }

    /**
     * Refuses every n-th commit that writes to the marker's table while something runs.
     *
     * @throws FaultException when none was refused
     */
    public void refuse(FaultLog log, int everyNth, Runnable meanwhile) {
        fail(log, "refuse-commits", everyNth, REFUSED, meanwhile);
    }

    /**
     * The same with what the database says when a transaction conflicts with another one: the producer may try again.
     *
     * @throws FaultException when none conflicted
     */
    public void conflict(FaultLog log, int everyNth, Runnable meanwhile) {
        fail(log, "conflict-commits", everyNth, SERIALIZATION_FAILURE, meanwhile);
    }

    private void fail(FaultLog log, String what, int everyNth, String sqlState, Runnable meanwhile) {
        FaultLog.Entry entry = log.ask(what, "database");
        long before = count("refusals");
        try {
            install(
                    "refuse",
                    "IF nextval('" + SCHEMA + ".commits') % " + everyNth + " = 0 THEN"
                            + " PERFORM nextval('" + SCHEMA + ".refusals');"
                            + " RAISE EXCEPTION 'commit refused by the conformance kit' USING ERRCODE = '" + sqlState
                            + "'; END IF;");
            meanwhile.run();
            // Recorded before the trap is gone: an effect that is recorded after its cause proves no order.
            long refused = count("refusals") - before;
            if (refused > 0) {
                entry.tookEffect(Map.of("refused", Long.toString(refused)));
            }
            remove("refuse");
            if (refused == 0) {
                throw new FaultException(
                        "No commit was refused: nothing was written while one was to be; run more operations.");
            }
            entry.ended(Map.of());
        } catch (SQLException e) {
            throw failure("Commits could not be refused", e);
        }
    }

    /**
     * Holds the commit of one write while something runs.
     *
     * @param heldMarker of the write
     * @param write starts the write; returns at once
     * @param meanwhile runs while the commit is held
     * @throws FaultException when the write does not reach its commit
     */
    public void hold(FaultLog log, String heldMarker, Runnable write, Runnable meanwhile) {
        FaultLog.Entry entry = log.ask("hold-commit", "database");
        try {
            install(
                    "hold",
                    "IF NEW." + marker.column() + " = '" + heldMarker.replace("'", "''") + "' THEN"
                            + " PERFORM nextval('" + SCHEMA + ".holds');"
                            + " PERFORM pg_advisory_xact_lock(" + LOCK + "); END IF;");
            execute("SELECT pg_advisory_lock(" + LOCK + ")");
            try {
                write.run();
                Wait.until(
                        this::someoneWaits,
                        PATIENCE,
                        () -> "The write marked " + heldMarker + " did not reach its commit within "
                                + PATIENCE.toSeconds() + " s; look at the producer's log.");
                entry.tookEffect(Map.of("marker", heldMarker, "held", Long.toString(count("holds"))));
                meanwhile.run();
                // Recorded first: what is seen from here on may be visible rightly.
                entry.ended(Map.of("marker", heldMarker));
            } finally {
                execute("SELECT pg_advisory_unlock(" + LOCK + ")");
            }
            remove("hold");
        } catch (SQLException e) {
            throw failure("The commit of " + heldMarker + " could not be held", e);
        }
    }

    private boolean someoneWaits() {
        return number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = " + LOCK)
                > 0;
    }

    private long count(String sequence) {
        return number("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM " + SCHEMA + "." + sequence);
    }

    private long number(String query) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw failure("The proof of a fault could not be read", e);
        }
    }

    private void install(String name, String body) throws SQLException {
        execute("CREATE OR REPLACE FUNCTION " + SCHEMA + "." + name + "() RETURNS trigger LANGUAGE plpgsql"
                // The producer's own role fires it.
                + " SECURITY DEFINER AS $$ BEGIN IF " + set() + " THEN " + body + " END IF; RETURN NULL; END $$");
        execute("CREATE CONSTRAINT TRIGGER kessel_events_kit_" + name + " AFTER INSERT OR UPDATE ON " + marker.table()
                + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION " + SCHEMA + "." + name + "()");
    }

    /** A trap that somebody was killed beside lets everything pass: it is set as long as its connection lives. */
    private String set() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet own = statement.executeQuery(
                        "SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()")) {
            own.next();
            return "EXISTS (SELECT FROM pg_stat_activity WHERE pid = " + own.getInt(1) + " AND backend_start = '"
                    + own.getString(2) + "')";
        }
    }

    private void remove(String name) throws SQLException {
        execute("DROP TRIGGER kessel_events_kit_" + name + " ON " + marker.table());
    }

    private void execute(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    private static FaultException failure(String what, SQLException e) {
        return new FaultException(what + ": " + e.getMessage() + "; the role has to own the producer's tables.", e);
    }

    /** Removes everything; on a connection of its own, as the database may have been killed meanwhile. */
    @Override
    public void close() {
        close(connection);
        try (Connection fresh = database.connect();
                Statement statement = fresh.createStatement()) {
            statement.execute(byHand());
        } catch (SQLException e) {
            throw failure("The schema " + SCHEMA + " could not be dropped from " + database.jdbcUrl(), e);
        }
    }

    private static void close(Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw failure("A connection could not be closed", e);
        }
    }
}
