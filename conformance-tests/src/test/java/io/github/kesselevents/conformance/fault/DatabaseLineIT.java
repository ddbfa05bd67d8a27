package io.github.kesselevents.conformance.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.fault.DatabaseLine.Cut;
import io.github.kesselevents.fixtures.environment.Database;
import io.github.kesselevents.fixtures.environment.EmbeddedPostgres;
import io.github.kesselevents.fixtures.environment.Ports;
import io.github.kesselevents.fixtures.environment.Wait;
import io.github.kesselevents.fixtures.environment.Workspace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cuts of real connections of PostgreSQL's driver, and what the database made of the transactions. */
@Tag("full")
class DatabaseLineIT {

    private static Workspace workspace;
    private static EmbeddedPostgres postgres;
    private static Database direct;
    private static DatabaseLine line;

    @BeforeAll
    static void open() {
        workspace = Workspace.open();
        postgres = EmbeddedPostgres.start(workspace);
        direct = Database.of(postgres);
        line = DatabaseLine.open(direct, Ports.free());
    }

    @AfterAll
    static void close() {
        line.close();
        postgres.close();
        workspace.close();
    }

    @BeforeEach
    void makeTable() throws SQLException {
        try (Connection connection = direct.connect()) {
            execute(connection, "DROP TABLE IF EXISTS writes");
            execute(connection, "CREATE TABLE writes (marker text)");
        }
    }

    /** The driver prepares what it says often, and then names it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 12})
    void aConnectionThatIsCutBeforeItsCommitHasCommittedNothing(int earlier) throws SQLException {
        try (Connection connection = connection()) {
            write(connection, earlier);
            Cut cut = line.await("wanted", CommitCut.BEFORE);
            insert(connection, "wanted");

            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            assertThat(cut.port()).isPositive();
        }
        assertThat(committed()).hasSize(earlier).doesNotContain("wanted");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 12})
    void aConnectionThatIsCutAfterItsCommitHasCommitted(int earlier) throws SQLException {
        try (Connection connection = connection()) {
            write(connection, earlier);
            Cut cut = line.await("wanted", CommitCut.AFTER);
            insert(connection, "wanted");

            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            assertThat(cut.port()).isPositive();
        }
        assertThat(committed()).hasSize(earlier + 1).contains("wanted");
    }

    @Test
    void aConnectionThatIsCutDuringItsCommitCommitsWithoutIt() throws SQLException {
        try (Connection connection = connection();
                Connection holder = direct.connect()) {
            execute(
                    holder,
                    "CREATE OR REPLACE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS"
                            + " $$ BEGIN PERFORM pg_advisory_xact_lock(7); RETURN NULL; END $$");
            execute(
                    holder,
                    "CREATE CONSTRAINT TRIGGER waits AFTER INSERT ON writes DEFERRABLE INITIALLY DEFERRED"
                            + " FOR EACH ROW EXECUTE FUNCTION wait()");
            execute(holder, "SELECT pg_advisory_lock(7)");
            Cut cut = line.await("wanted", CommitCut.DURING);
            insert(connection, "wanted");
            Thread cutting = new Thread(cut::now);
            cutting.start();

            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            assertThat(committed()).isEmpty();
            execute(holder, "SELECT pg_advisory_unlock(7)");
        }
        Wait.until(() -> committed().contains("wanted"), Duration.ofSeconds(10), () -> "It was never committed.");
    }

    @Test
    void otherConnectionsAndOtherTransactionsPass() throws SQLException {
        try (Connection connection = connection();
                Connection other = connection()) {
            Cut cut = line.await("wanted", CommitCut.BEFORE);
            insert(connection, "wanted");
            connection.rollback();
            write(connection, 8);
            write(other, 8);
            insert(other, "wanted");

            assertThatThrownBy(other::commit).isInstanceOf(SQLException.class);
            assertThat(cut.port()).isPositive();
            write(connection, 1);
        }
        assertThat(committed()).hasSize(17).doesNotContain("wanted");
    }

    private static Connection connection() throws SQLException {
        Connection connection =
                new Database("127.0.0.1", line.port(), direct.name(), direct.user(), direct.password()).connect();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void write(Connection connection, int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            insert(connection, "other-" + i);
            connection.commit();
        }
    }

    private static void insert(Connection connection, String marker) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO writes VALUES (?)")) {
            insert.setString(1, "https://kit.invalid/" + marker);
            insert.executeUpdate();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    private static List<String> committed() {
        List<String> markers = new ArrayList<>();
        try (Connection connection = direct.connect();
                PreparedStatement query = connection.prepareStatement("SELECT marker FROM writes");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                markers.add(rows.getString(1).substring("https://kit.invalid/".length()));
            }
            return markers;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
