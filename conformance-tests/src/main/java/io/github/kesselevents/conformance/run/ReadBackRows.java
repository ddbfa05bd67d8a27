package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.history.HistoryEntry.ReadBack;
import io.github.kesselevents.conformance.producer.ColumnReference;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerProfile.Table;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.fixtures.environment.Database;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Records the rows of the producer's tables as they stand at the end. */
final class ReadBackRows {

    private static final int ROWS_AT_ONCE = 1_000;

    private ReadBackRows() {}

    /**
     * Records them.
     *
     * @param run name of the run whose resources are read alone; empty for all rows
     * @throws EnvironmentException when a table cannot be read
     */
    static void record(Database database, ProducerProfile profile, Optional<String> run, Recording recording) {
        for (String table : profile.tables().keySet()) {
            try (Connection connection = database.connect()) {
                // In a transaction, rows come a thousand at a time, however many there are.
                connection.setAutoCommit(false);
                String query = "SELECT * FROM " + table
                        + run.map(name -> " WHERE " + ofRun(profile, table)).orElse("");
                try (PreparedStatement statement = connection.prepareStatement(query)) {
                    statement.setFetchSize(ROWS_AT_ONCE);
                    if (run.isPresent()) {
                        statement.setString(1, "%/" + run.get() + "/%");
                    }
                    record(table, statement.executeQuery(), recording);
                }
            } catch (SQLException e) {
                throw new EnvironmentException(
                        "The table " + table + " cannot be read back (" + e.getMessage()
                                + "); give the role the right to read it.",
                        e);
            }
        }
    }

    /** Rows of the resources whose row in the marker's table holds a marker that is like the parameter. */
    private static String ofRun(ProducerProfile profile, String table) {
        ColumnReference marker = profile.marker();
        String marked = "SELECT " + profile.tables().get(marker.table()).key() + " FROM " + marker.table() + " WHERE "
                + marker.column() + " LIKE ?";
        Table own = profile.tables().get(table);
        if (own.through() == null) {
            return own.key() + " IN (" + marked + ")";
        }
        return own.key() + " IN (SELECT id FROM " + own.through() + " WHERE "
                + profile.tables().get(own.through()).key() + " IN (" + marked + "))";
    }

    private static void record(String table, ResultSet rows, Recording recording) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        while (rows.next()) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                row.put(columns.getColumnName(i), rows.getString(i));
            }
            recording.record(at -> new ReadBack(at, table, row));
        }
    }
}
