package io.github.kesselevents.conformance.recording;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements on a database, each on a connection of its own unless one is given. */
record Sql(String url) {

    void execute(String... statements) throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, statements);
        }
    }

    static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first value; null if there is no row. */
    String query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** A transaction that is open until it is ended by the test. */
    Connection begin(String... statements) throws SQLException {
        Connection connection = connect();
        connection.setAutoCommit(false);
        execute(connection, statements);
        return connection;
    }
}
