package io.github.kesselevents.conformance.recording;

import io.github.kesselevents.fixtures.environment.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.PGProperty;

/**
 * How to reach the producer's database.
 *
 * @param jdbcUrl of a PostgreSQL, {@code jdbc:postgresql://host:5432/inventory}, not through a pooler
 * @param user or null, if the URL says it
 * @param password or null
 */
public record DatabaseAccess(String jdbcUrl, String user, String password) {

    private static final String CONNECT_SECONDS = "5";
    private static final String APPLICATION = "kessel-events";

    /** The URL says it all. */
    public static DatabaseAccess of(String jdbcUrl) {
        return new DatabaseAccess(jdbcUrl, null, null);
    }

    /** The one of an environment. */
    public static DatabaseAccess of(Database database) {
        return new DatabaseAccess(database.jdbcUrl(), database.user(), database.password());
    }

    /**
     * A new connection for ordinary statements.
     *
     * @param patience after which a statement without an answer fails, as it may on a database that is paused; at least
     *     1 s
     */
    Connection connect(Duration patience) throws SQLException {
        Properties properties = properties();
        PGProperty.SOCKET_TIMEOUT.set(properties, Math.toIntExact(Math.max(1, patience.toSeconds())));
        return DriverManager.getConnection(jdbcUrl, properties);
    }

    /** A new connection for the replication protocol. */
    Connection replicate() throws SQLException {
        Properties properties = properties();
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "10");
        PGProperty.LOGIN_TIMEOUT.set(properties, CONNECT_SECONDS);
        PGProperty.TCP_KEEP_ALIVE.set(properties, "true");
        return DriverManager.getConnection(jdbcUrl, properties);
    }

    private Properties properties() {
        Properties properties = new Properties();
        if (user != null) {
            PGProperty.USER.set(properties, user);
        }
        if (password != null) {
            PGProperty.PASSWORD.set(properties, password);
        }
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS);
        PGProperty.APPLICATION_NAME.set(properties, APPLICATION);
        return properties;
    }

    /** The URL without a password, for messages. */
    @Override
    public String toString() {
        return jdbcUrl.replaceAll("password=[^&]*", "password=…");
    }
}
