package io.github.kesselevents.conformance.consumer;

import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.fixtures.environment.Wait;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sink in a database, seen through queries. Holds are for PostgreSQL. Not thread-safe. */
final class JdbcSink implements ObservableSink {

    /**
     * What to ask; null for what is not shown.
     *
     * @param effects number, resource, event
     * @param state resource, event
     * @param deadLetters partition, offset
     * @param hold tables to lock, such as the one that effects are written to
     */
    record Queries(String effects, String state, String deadLetters, List<String> hold) {}

    @FunctionalInterface
    private interface Row<T> {

        T of(ResultSet row) throws SQLException;
    }

    private final String url;
    private final Queries queries;
    private Connection connection;

    JdbcSink(String url, Queries queries) {
        this.url = url;
        this.queries = queries;
    }

    @Override
    public Optional<List<Effect>> effects() {
        return rows(
                "effects", queries.effects(), row -> new Effect(row.getLong(1), row.getString(2), row.getString(3)));
    }

    @Override
    public Optional<Map<String, String>> state() {
        return rows("state", queries.state(), row -> List.of(row.getString(1), row.getString(2)))
                .map(rows -> {
                    Map<String, String> state = new HashMap<>();
                    rows.forEach(row -> state.put(row.get(0), row.get(1)));
                    return state;
                });
    }

    @Override
    public Optional<List<DeadLetter>> deadLetters() {
        return rows("dead-letters", queries.deadLetters(), row -> new DeadLetter(row.getInt(1), row.getLong(2)));
    }

    private <T> Optional<List<T>> rows(String name, String query, Row<T> read) {
        if (query == null) {
            return Optional.empty();
        }
        try (Statement statement = connection().createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(read.of(rows));
            }
            return Optional.of(all);
        } catch (SQLException e) {
            throw new ConsumerException(
                    "The sink at " + shown() + " cannot be read (" + firstLine(e) + "); mend the query under sink: "
                            + name + ", which is " + query + ", or see that the database runs.",
                    e);
        }
    }

    @Override
    public Optional<Hold> hold() {
        if (queries.hold().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TableLock(open(), queries.hold()));
        } catch (SQLException e) {
            throw new ConsumerException(
                    "The tables " + queries.hold() + " of the sink at " + shown() + " cannot be locked (" + firstLine(e)
                            + "); mend sink: hold, or leave it out.",
                    e);
        }
    }

    private Connection connection() throws SQLException {
        if (connection == null || connection.isClosed()) {
            connection = open();
        }
        return connection;
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** Without the password that may be in it. */
    private String shown() {
        return url.replaceAll("\\?.*", "");
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // It was gone.
        }
    }

    /** Readers pass, writers wait. */
    private static final class TableLock implements Hold {

        private static final String WAITING =
                "SELECT pid FROM pg_locks WHERE NOT granted AND relation = ANY (?::regclass[])";

        private final Connection lock;
        private final String[] tables;

        TableLock(Connection lock, List<String> tables) throws SQLException {
            this.lock = lock;
            this.tables = tables.toArray(String[]::new);
            lock.setAutoCommit(false);
            try (Statement statement = lock.createStatement()) {
                statement.execute("LOCK TABLE " + String.join(", ", tables) + " IN SHARE MODE");
            }
        }

        @Override
        public boolean awaitWriter(Duration patience) {
            try {
                Wait.until(() -> !waiting().isEmpty(), patience, () -> "nobody waits");
                return true;
            } catch (EnvironmentException e) {
                return false;
            }
        }

        @Override
        public int cut() {
            List<Integer> writers = waiting();
            try (PreparedStatement statement = lock.prepareStatement("SELECT pg_terminate_backend(?)")) {
                for (int writer : writers) {
                    statement.setInt(1, writer);
                    statement.execute();
                }
                return writers.size();
            } catch (SQLException e) {
                throw new ConsumerException(
                        "The connections of the sink's writers cannot be cut (" + firstLine(e)
                                + "); give the kit's user the right to, or leave out sink: hold.",
                        e);
            }
        }

        private List<Integer> waiting() {
            try (PreparedStatement statement = lock.prepareStatement(WAITING)) {
                statement.setArray(1, lock.createArrayOf("text", tables));
                try (ResultSet rows = statement.executeQuery()) {
                    List<Integer> writers = new ArrayList<>();
                    while (rows.next()) {
                        writers.add(rows.getInt(1));
                    }
                    return writers;
                }
            } catch (SQLException e) {
                throw new ConsumerException(
                        "It cannot be seen who waits for the sink's tables (" + firstLine(e)
                                + "); leave out sink: hold.",
                        e);
            }
        }

        @Override
        public void close() {
            try {
                lock.close();
            } catch (SQLException e) {
                // It was gone, and the lock with it.
            }
        }
    }
}
