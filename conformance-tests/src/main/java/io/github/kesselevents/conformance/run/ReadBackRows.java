package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.history.HistoryEntry.ReadBack;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.fixtures.environment.Database;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** Records the rows of the producer's tables as they stand at the end. */
final class ReadBackRows {

    private static final int ROWS_AT_ONCE = 1_000;

    private ReadBackRows() {}

    /** @throws EnvironmentException when a table cannot be read */
    static void record(Database database, ProducerProfile profile, Recording recording) {
        for (String table : profile.tables().keySet()) {
            try (Connection connection = database.connect()) {
                // In a transaction, rows come a thousand at a time, however many there are.
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement()) {
                    statement.setFetchSize(ROWS_AT_ONCE);
                    record(table, statement.executeQuery("SELECT * FROM " + table), recording);
                }
            } catch (SQLException e) {
                throw new EnvironmentException(
                        "The table " + table + " cannot be read back (" + e.getMessage()
                                + "); give the role the right to read it.",
                        e);
            }
        }
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
