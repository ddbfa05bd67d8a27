package io.github.kesselevents.conformance.run;

import io.github.kesselevents.fixtures.environment.Database;
import io.github.kesselevents.fixtures.environment.EmbeddedKafka;
import io.github.kesselevents.fixtures.environment.EmbeddedPostgres;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.fixtures.environment.Workspace;
import io.github.kesselevents.fixtures.inventory.ReferenceInventory;
import io.github.kesselevents.fixtures.inventory.ReferenceInventory.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real broker and a real database server that many runs share, one after the other: each has a database and topics of
 * its own.
 */
final class SharedStage implements AutoCloseable {

    private static final String TEMPLATE = "migrated";

    private final Workspace workspace = Workspace.open();
    private final AtomicInteger runs = new AtomicInteger();
    private final EmbeddedPostgres postgres;
    private final EmbeddedKafka kafka;

    private SharedStage() {
        postgres = EmbeddedPostgres.start(workspace);
        kafka = EmbeddedKafka.start(workspace);
        // The machine does not fail in a run, and making and dropping a database waits for the disk at each of its
        // files.
        execute("ALTER SYSTEM SET fsync = off");
        execute("SELECT pg_reload_conf()");
        execute("CREATE DATABASE " + TEMPLATE);
        // It makes its tables; the databases of the runs are copies.
        ReferenceInventory.start(Settings.forTests(url(TEMPLATE))).close();
    }

    static SharedStage open() {
        return new SharedStage();
    }

    /** A new database with the inventory's tables, and a name that nothing else here has. */
    Place next() {
        String name = "run" + runs.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        return new Place(name, new Database("127.0.0.1", postgres.port(), name, "postgres", ""), url(name));
    }

    /** @param url of the database, with the user in it */
    record Place(String name, Database database, String url) {}

    void drop(Place place) {
        execute("DROP DATABASE " + place.name() + " WITH (FORCE)");
    }

    EmbeddedPostgres postgres() {
        return postgres;
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + database + "?user=postgres";
    }

    private void execute(String sql) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new EnvironmentException(sql + " failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        kafka.close();
        postgres.close();
        workspace.close();
    }
}
