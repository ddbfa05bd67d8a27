package io.github.kesselevents.conformance.recording;

import io.github.kesselevents.fixtures.environment.EnvironmentException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which tables the witness's slot shows. What is published is said per publication, not per table; and while updates of
 * a table without a replica identity are published by anybody, PostgreSQL refuses them. So there are two: one for
 * inserts and updates, and, if need be, one for tables of which only inserts can be had.
 *
 * <p>A publication of the first name that the kit did not make is taken as it is, and left: a user who owns no table
 * cannot make one.
 */
final class WitnessPublication {

    private static final String MARK = "Made by the Kessel event conformance kit for one run; it may be dropped.";

    private final DatabaseAccess database;
    private final String name;
    private final List<String> tables;

    WitnessPublication(WitnessSettings settings) {
        this.database = settings.database();
        this.name = settings.publication();
        this.tables = settings.tables();
    }

    /**
     * A table of the settings.
     *
     * @param identified whether updates say which row they are of, and so can be published
     */
    private record Table(int id, String sqlName, boolean identified) {}

    /** Names for the slot's option {@code publication_names}; one may not exist. */
    String names(Connection connection) throws SQLException {
        return count(connection, "SELECT count(*) FROM pg_publication WHERE pubname = ?", insertsOnly()) == 0
                ? name
                : name + "," + insertsOnly();
    }

    /**
     * Makes it, before the slot: a slot cannot read with a publication that is younger than itself.
     *
     * @return names of the tables as the settings say them, by object id
     * @throws EnvironmentException when a table is missing, or the user may not
     */
    Map<Integer, String> prepare(Connection connection) throws SQLException {
        Map<String, Table> found = new LinkedHashMap<>();
        for (String table : tables) {
            found.put(table, find(connection, table));
        }
        drop(connection);
        if (exists(connection)) {
            requireShows(connection, found);
        } else {
            create(connection, List.copyOf(found.values()));
        }
        return found.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getValue().id(), Map.Entry::getKey));
    }

    /** Drops what the kit has made, in this run or in one that was aborted. */
    void drop(Connection connection) throws SQLException {
        for (String each : List.of(name, insertsOnly())) {
            long own = count(
                    connection,
                    "SELECT count(*) FROM pg_publication WHERE pubname = ?"
                            + " AND obj_description(oid, 'pg_publication') = '" + MARK + "'",
                    each);
            if (own > 0) {
                execute(connection, "DROP PUBLICATION IF EXISTS " + each);
            }
        }
    }

    /** Statements by which an administrator drops it. */
    String byHand() {
        return "DROP PUBLICATION IF EXISTS " + name + "; DROP PUBLICATION IF EXISTS " + insertsOnly() + ";";
    }

    private Table find(Connection connection, String table) throws SQLException {
        String sql = """
                SELECT c.oid::int, c.oid::regclass::text,
                       c.relreplident = 'f' OR EXISTS (
                         SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisvalid AND i.indimmediate
                         AND CASE c.relreplident WHEN 'd' THEN i.indisprimary WHEN 'i' THEN i.indisreplident END)
                FROM pg_class c WHERE c.oid = to_regclass(?)""";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, table);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new EnvironmentException("The profile's table " + table + " is not in " + database
                            + ", or not in the search path of its user; let the producer make its tables before the"
                            + " run, or mend the profile's tables.");
                }
                return new Table(row.getInt(1), row.getString(2), row.getBoolean(3));
            }
        }
    }

    private void create(Connection connection, List<Table> found) {
        List<String> identified = new ArrayList<>();
        List<String> others = new ArrayList<>();
        found.forEach(table -> (table.identified() ? identified : others).add(table.sqlName()));
        try {
            create(connection, name, identified, "insert, update");
            if (!others.isEmpty()) {
                create(connection, insertsOnly(), others, "insert");
            }
        } catch (SQLException e) {
            throw new EnvironmentException(
                    "The witness's publication " + name + " cannot be made in " + database + " (" + e.getMessage()
                            + "); its user has to own the tables and may create in the database, or an owner makes it"
                            + " before the run: CREATE PUBLICATION " + name + " FOR TABLE " + String.join(", ", tables)
                            + " WITH (publish = 'insert, update').",
                    e);
        }
    }

    private static void create(Connection connection, String publication, List<String> tables, String publish)
            throws SQLException {
        execute(
                connection,
                "CREATE PUBLICATION " + publication
                        + (tables.isEmpty() ? "" : " FOR TABLE " + String.join(", ", tables))
                        + " WITH (publish = '" + publish + "', publish_via_partition_root = true)");
        execute(connection, "COMMENT ON PUBLICATION " + publication + " IS '" + MARK + "'");
    }

    private boolean exists(Connection connection) throws SQLException {
        return count(connection, "SELECT count(*) FROM pg_publication WHERE pubname = ?", name) > 0;
    }

    private void requireShows(Connection connection, Map<String, Table> found) throws SQLException {
        for (Map.Entry<String, Table> table : found.entrySet()) {
            long shown = count(
                    connection,
                    "SELECT count(*) FROM pg_publication_tables t JOIN pg_publication p USING (pubname)"
                            + " JOIN pg_namespace n ON n.nspname = t.schemaname"
                            + " JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.tablename"
                            + " WHERE p.pubinsert AND p.pubname = ? AND c.oid::int = "
                            + table.getValue().id(),
                    name);
            if (shown == 0) {
                throw new EnvironmentException("The publication " + name + " in " + database
                        + " was not made by the kit, and does not publish inserts into " + table.getKey()
                        + "; its owner has to add the table, or to drop the publication.");
            }
        }
    }

    private String insertsOnly() {
        return name + "_inserts";
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
