package io.github.kesselevents.conformance.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.fixtures.environment.EmbeddedPostgres;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.fixtures.environment.Workspace;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a witness meets on a PostgreSQL that is set up otherwise, is used by others, dies, or loses its slot. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WitnessTrapsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Path folder;
    private Workspace workspace;
    private EmbeddedPostgres postgres;
    private Sql sql;
    private TestHistory history;

    @BeforeAll
    void startPostgres(@TempDir Path temporary) throws SQLException {
        folder = temporary;
        workspace = Workspace.open(folder);
        postgres = EmbeddedPostgres.start(workspace);
        sql = new Sql(postgres.jdbcUrl());
        sql.execute("ALTER SYSTEM SET max_prepared_transactions = 4");
        postgres.stop();
    }

    @AfterAll
    void stopPostgres() {
        postgres.close();
        workspace.close();
    }

    @BeforeEach
    void beginHistory() throws SQLException {
        postgres.start();
        sql.execute("CREATE TABLE version (id int PRIMARY KEY, data text)");
        history = new TestHistory(folder);
    }

    @AfterEach
    void leaveNothing() throws SQLException {
        history.close();
        assertThat(sql.query("SELECT string_agg(slot_name, ' ') FROM pg_replication_slots"))
                .isNull();
        assertThat(sql.query("SELECT string_agg(pubname, ' ') FROM pg_publication"))
                .isNull();
        sql.execute("DROP TABLE version");
    }

    @Test
    void acrossKillsOfTheDatabaseEachCommitStandsOnceAndInOrder() throws Exception {
        try (Witness witness = witness(PATIENCE)) {
            AtomicInteger ids = new AtomicInteger();
            AtomicInteger committed = new AtomicInteger();
            for (int kill = 0; kill < 3; kill++) {
                Thread writer = new Thread(() -> writeUntilTheConnectionBreaks(ids, committed));
                int before = committed.get();
                writer.start();
                while (writer.isAlive() && committed.get() < before + 50) {
                    Thread.onSpinWait();
                }
                postgres.kill();
                writer.join();
                postgres.start();
            }
            assertThat(witness.catchUp(PATIENCE)).isTrue();
            assertThat(witness.trouble()).isEmpty();

            List<Committed> commits = history.all(Committed.class);
            assertThat(commits).hasSizeGreaterThanOrEqualTo(150);
            assertThat(commits).extracting(Committed::lsn).isSorted().doesNotHaveDuplicates();
            String rows = sql.query("SELECT string_agg(id::text, ',' ORDER BY id) FROM version");
            assertThat(String.join(
                            ",",
                            commits.stream()
                                    .map(commit ->
                                            commit.rows().get(0).columns().get("id"))
                                    .toList()))
                    .isEqualTo(rows);
            assertThat(commits)
                    .allSatisfy(commit -> assertThat(commit.messages())
                            .extracting(OutboxMessage::content)
                            .containsExactly(commit.rows().get(0).columns().get("id")));
        }
    }

    @Test
    void withoutTheOptionMessagesTheOutboxIsInvisibleAndItSaysSo() throws SQLException {
        assertThatThrownBy(() -> Witness.start(settings(Duration.ofSeconds(1)), history.recording(), false))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("The witness's own message, which it emitted by pg_logical_emit_message, did not come"
                        + " through its slot witness in " + postgres.jdbcUrl() + " within 1 s, so the outbox would not"
                        + " either; the connection has to lead to the primary itself, and its slot to be read with"
                        + " messages 'true'.");
    }

    @Test
    void openTransactionsAreNamedWhenTheyKeepTheSlotFromBeingMade() throws SQLException {
        sql.execute("BEGIN; INSERT INTO version VALUES (2); PREPARE TRANSACTION 'forgotten'");
        try (Connection open = sql.begin("SET application_name = 'a slow import'", "INSERT INTO version VALUES (1)")) {
            assertThatThrownBy(() -> witness(Duration.ofSeconds(1)))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageMatching("The witness's slot witness could not be made in .* within 1 s, because"
                            + " PostgreSQL waits for transactions that are still open: process \\d+ of postgres"
                            + " \\(a slow import\\), open for \\d+ s, last statement: INSERT INTO version VALUES \\(1\\);"
                            + " prepared transaction forgotten\\."
                            + " End them, or start the run when they have ended\\.");
            open.rollback();
        }
        sql.execute("ROLLBACK PREPARED 'forgotten'");
        witness(PATIENCE).close();
    }

    @Test
    void aLostSlotIsRecognised() throws SQLException {
        sql.execute("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'", "SELECT pg_reload_conf()");
        try (Witness witness = witness(PATIENCE);
                Connection open = sql.begin("INSERT INTO version VALUES (1)")) {
            // An open transaction holds the log that a slot needs, however diligently it is read.
            for (int i = 0; i < 4; i++) {
                sql.execute("SELECT pg_logical_emit_message(true, '', 'x')", "SELECT pg_switch_wal()");
            }
            sql.execute("CHECKPOINT");
            open.commit();

            assertThat(witness.catchUp(PATIENCE)).isFalse();
            assertThat(witness.trouble())
                    .hasValue("The witness's slot witness in " + postgres.jdbcUrl()
                            + " is lost (wal_status = lost): PostgreSQL removed write-ahead log that it had not read,"
                            + " so what committed since is not in the history; raise max_slot_wal_keep_size, and run"
                            + " again.");
        } finally {
            sql.execute("ALTER SYSTEM RESET max_slot_wal_keep_size", "SELECT pg_reload_conf()");
        }
    }

    @Test
    void aSlotThatSomebodyDroppedIsRecognised() throws SQLException {
        try (Witness witness = witness(PATIENCE)) {
            // The witness comes back within milliseconds.
            sql.execute("SET statement_timeout = '10s'", """
                    DO $$ BEGIN
                      LOOP
                        BEGIN
                          PERFORM pg_terminate_backend(active_pid) FROM pg_replication_slots;
                          PERFORM pg_drop_replication_slot('witness');
                          EXIT;
                        EXCEPTION WHEN object_in_use THEN
                        END;
                      END LOOP;
                    END $$""");

            assertThat(witness.catchUp(PATIENCE)).isFalse();
            assertThat(witness.trouble())
                    .hasValueSatisfying(sentence -> assertThat(sentence)
                            .startsWith("The witness's slot witness is gone from " + postgres.jdbcUrl()
                                    + ": somebody dropped" + " it"));
        }
    }

    @Test
    void aMissingTableIsNamed() throws SQLException {
        WitnessSettings settings = new WitnessSettings(
                DatabaseAccess.of(postgres.jdbcUrl()), "witness", "witness", List.of("version", "versions"), PATIENCE);

        assertThatThrownBy(() -> Witness.start(settings, history.recording()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("The profile's table versions is not in " + postgres.jdbcUrl()
                        + ", or not in the search path of its user; let the producer make its tables before the run,"
                        + " or mend the profile's tables.");
    }

    @Test
    void aUserWhoOwnsNothingNeedsAPublicationOfTheOwners() throws SQLException {
        sql.execute("CREATE ROLE watcher LOGIN REPLICATION");
        String url = postgres.jdbcUrl().replace("user=postgres", "user=watcher");
        WitnessSettings settings =
                new WitnessSettings(DatabaseAccess.of(url), "witness", "witness", List.of("version"), PATIENCE);

        assertThatThrownBy(() -> Witness.start(settings, history.recording()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("The witness's publication witness cannot be made in " + url
                        + " (ERROR: permission denied for database postgres); its user has to own the tables and may"
                        + " create in the database, or an owner makes it before the run: CREATE PUBLICATION witness"
                        + " FOR TABLE version WITH (publish = 'insert, update').");

        sql.execute("CREATE PUBLICATION witness WITH (publish = 'insert, update')");
        assertThatThrownBy(() -> Witness.start(settings, history.recording()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("The publication witness in " + url + " was not made by the kit, and does not publish"
                        + " inserts into version; its owner has to add the table, or to drop the publication.");

        sql.execute("ALTER PUBLICATION witness ADD TABLE version");
        try (Witness witness = Witness.start(settings, history.recording())) {
            sql.execute("INSERT INTO version VALUES (1)");
            assertThat(witness.catchUp(PATIENCE)).isTrue();
            assertThat(history.all(Committed.class)).hasSize(1);
        }
        assertThat(sql.query("SELECT pubname FROM pg_publication")).isEqualTo("witness");
        sql.execute("DROP PUBLICATION witness", "DROP ROLE watcher");
    }

    @Test
    void aUserWhoMayNotReplicateIsTold() throws SQLException {
        sql.execute(
                "CREATE ROLE clerk LOGIN",
                "ALTER TABLE version OWNER TO clerk",
                "GRANT CREATE ON DATABASE postgres TO clerk");
        String url = postgres.jdbcUrl().replace("user=postgres", "user=clerk");

        assertThatThrownBy(() -> Witness.start(
                        new WitnessSettings(DatabaseAccess.of(url), "witness", "witness", List.of("version"), PATIENCE),
                        history.recording()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageMatching("(?s)The witness cannot read .*user=clerk \\(.*permission denied.*\\); the database"
                        + " has to run with wal_level=logical and a free replication slot, and its user to have the"
                        + " attribute REPLICATION\\.");
        sql.execute("DROP OWNED BY clerk", "CREATE TABLE version (id int)", "DROP ROLE clerk");
    }

    @Test
    void aDatabaseThatIsDownIsTold() throws SQLException {
        WitnessSettings settings = settings(PATIENCE);
        postgres.stop();
        assertThatThrownBy(() -> Witness.start(settings, history.recording()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("The witness cannot read " + postgres.jdbcUrl() + " (Connection to 127.0.0.1:");
        postgres.start();
    }

    @Test
    void aSlotThatAnotherRunReadsIsLeftToItAndOneOfAnAbortedRunIsReplaced() throws SQLException {
        try (Witness other = witness(PATIENCE)) {
            assertThatThrownBy(() -> witness(PATIENCE))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageMatching("The slot witness in .* is being read by process \\d+; end the other run, or"
                            + " give this one's witness another slot\\.");
            assertThat(other.catchUp(PATIENCE)).isTrue();
        }
        sql.execute("SELECT pg_create_logical_replication_slot('witness', 'pgoutput')");
        try (Witness witness = witness(PATIENCE)) {
            sql.execute("INSERT INTO version VALUES (1)");
            assertThat(witness.catchUp(PATIENCE)).isTrue();
            assertThat(history.all(Committed.class)).hasSize(1);
        }
    }

    @Test
    void itIsClosedCleanlyWhileTheDatabaseJustRestarts() throws Exception {
        Witness witness = witness(PATIENCE);
        postgres.kill();
        Thread restart = new Thread(postgres::start);
        restart.start();

        witness.close();
        restart.join();
    }

    @Test
    void whatItCannotDropBecauseTheDatabaseIsDownIsNamed() throws SQLException {
        Witness witness = witness(Duration.ofSeconds(1));
        postgres.kill();

        assertThat(witness.catchUp(Duration.ofMillis(100))).isFalse();
        assertThat(witness.trouble()).isPresent();
        String byHand = "SELECT pg_drop_replication_slot('witness'); DROP PUBLICATION IF EXISTS witness;"
                + " DROP PUBLICATION IF EXISTS witness_inserts;";
        assertThatThrownBy(witness::close)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("The witness's slot witness may be left in " + postgres.jdbcUrl() + " (")
                .hasMessageEndingWith("), where it keeps write-ahead log for ever; drop it by hand: " + byHand);

        postgres.start();
        sql.execute(byHand.split("; "));
    }

    private void writeUntilTheConnectionBreaks(AtomicInteger ids, AtomicInteger committed) {
        try (Connection connection = sql.connect()) {
            connection.setAutoCommit(false);
            for (int id = ids.incrementAndGet(); ; id = ids.incrementAndGet()) {
                Sql.execute(
                        connection,
                        "INSERT INTO version VALUES (" + id + ")",
                        "SELECT pg_logical_emit_message(true, 'kessel.resources', '" + id + "')");
                connection.commit();
                committed.incrementAndGet();
            }
        } catch (SQLException e) {
            assertThat(e.getMessage()).as("the kill ends it").doesNotContain("duplicate");
        }
    }

    private WitnessSettings settings(Duration patience) {
        return new WitnessSettings(
                DatabaseAccess.of(postgres.jdbcUrl()), "witness", "witness", List.of("version"), patience);
    }

    private Witness witness(Duration patience) {
        return Witness.start(settings(patience), history.recording());
    }
}
