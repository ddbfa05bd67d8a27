package io.github.kesselevents.conformance.recording;

import static io.github.kesselevents.conformance.history.HistoryEntry.Change.INSERT;
import static io.github.kesselevents.conformance.history.HistoryEntry.Change.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Emitted;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.fixtures.environment.EmbeddedPostgres;
import io.github.kesselevents.fixtures.environment.Workspace;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the witness records of a PostgreSQL that keeps running. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WitnessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String OUTBOX = "SELECT pg_logical_emit_message(true, 'kessel.resources', '{\"n\":%d}')";

    private Path folder;
    private Workspace workspace;
    private EmbeddedPostgres postgres;
    private Sql sql;
    private TestHistory history;

    @BeforeAll
    void startPostgres(@TempDir Path temporary) {
        folder = temporary;
        workspace = Workspace.open(folder);
        postgres = EmbeddedPostgres.start(workspace);
        sql = new Sql(postgres.jdbcUrl());
    }

    @AfterAll
    void stopPostgres() {
        postgres.close();
        workspace.close();
    }

    @BeforeEach
    void beginHistory() throws SQLException {
        sql.execute("CREATE TABLE version (id int PRIMARY KEY, data text)");
        history = new TestHistory(folder);
    }

    @AfterEach
    void leaveNothing() throws SQLException {
        history.close();
        assertThat(sql.query("SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
        assertThat(sql.query("SELECT count(*) FROM pg_publication")).isEqualTo("0");
        sql.execute("DROP TABLE version");
    }

    @Test
    void aCommitIsRecordedWithItsMessagesAndRowsInTheirOrder() throws SQLException {
        try (Witness witness = witness("version");
                Connection transaction = sql.begin(
                        "INSERT INTO version VALUES (1, 'grün'), (2, NULL)",
                        OUTBOX.formatted(1),
                        "UPDATE version SET data = '' WHERE id = 1",
                        OUTBOX.formatted(2))) {
            transaction.commit();
            assertThat(witness.catchUp(PATIENCE)).isTrue();

            Committed committed = onlyCommit();
            assertThat(committed.rows())
                    .containsExactly(
                            new RowChange("version", INSERT, Map.of("id", "1", "data", "grün")),
                            new RowChange("version", INSERT, nullable("id", "2", "data", null)),
                            new RowChange("version", UPDATE, Map.of("id", "1", "data", "")));
            assertThat(committed.messages())
                    .extracting(OutboxMessage::prefix, OutboxMessage::content)
                    .containsExactly(tuple("kessel.resources", "{\"n\":1}"), tuple("kessel.resources", "{\"n\":2}"));
            assertThat(committed.lsn()).isLessThan(committed.end());
            assertThat(committed.messages().get(1).lsn()).isLessThanOrEqualTo(committed.lsn());
            assertThat(committed.xid()).isEqualTo(Long.parseLong(sql.query("SELECT xmin FROM version WHERE id = 2")));
            assertThat(witness.position()).isGreaterThanOrEqualTo(committed.end());
        }
    }

    /** One in some seven hundred comes at the moment at which the server lies down to sleep, and does not wake it. */
    @Test
    void aServerThatMissesACommitIsWokenByTheNext() {
        try (Witness witness = witness("version")) {
            for (int i = 0; i < 800; i++) {
                assertThat(witness.catchUp(Duration.ofSeconds(2))).isTrue();
            }
        }
    }

    @Test
    void commitsStandInTheOrderInWhichTheyCommittedNotBegan() throws SQLException {
        try (Witness witness = witness("version");
                Connection first = sql.begin("INSERT INTO version VALUES (1)");
                Connection second = sql.begin("INSERT INTO version VALUES (2)")) {
            second.commit();
            first.commit();
            assertThat(witness.catchUp(PATIENCE)).isTrue();

            List<Committed> commits = history.all(Committed.class);
            assertThat(commits)
                    .extracting(commit -> commit.rows().get(0).columns().get("id"))
                    .containsExactly("2", "1");
            assertThat(commits).extracting(Committed::lsn).isSorted();
            assertThat(commits.get(0).xid()).isGreaterThan(commits.get(1).xid());
        }
    }

    @Test
    void aRollbackLeavesNothingButItsNonTransactionalMessage() throws SQLException {
        try (Witness witness = witness("version");
                Connection transaction = sql.begin(
                        "INSERT INTO version VALUES (1)",
                        OUTBOX.formatted(1),
                        "SELECT pg_logical_emit_message(false, 'kessel.resources', 'too early')")) {
            transaction.rollback();
            assertThat(witness.catchUp(PATIENCE)).isTrue();

            assertThat(history.all(Committed.class)).isEmpty();
            assertThat(history.all(Emitted.class))
                    .extracting(emitted -> emitted.message().content())
                    .containsExactly("too early");
        }
    }

    @Test
    void aNonTransactionalMessageStandsBeforeTheCommitOfItsTransaction() throws SQLException {
        try (Witness witness = witness("version");
                Connection transaction = sql.begin(
                        "INSERT INTO version VALUES (1)",
                        "SELECT pg_logical_emit_message(false, 'kessel.resources', 'too early')")) {
            assertThat(witness.catchUp(PATIENCE)).isTrue();
            assertThat(history.all(Emitted.class)).hasSize(1);
            assertThat(history.all(Committed.class)).isEmpty();

            transaction.commit();
            assertThat(witness.catchUp(PATIENCE)).isTrue();
            assertThat(history.all(Emitted.class)).hasSize(1);
            assertThat(history.all(Committed.class)).hasSize(1);
        }
    }

    @Test
    void whatConcernsNeitherTheOutboxNorTheTablesIsNotRecorded() throws SQLException {
        sql.execute("CREATE TABLE other (id int PRIMARY KEY)");
        try (Witness witness = witness("version")) {
            sql.execute("INSERT INTO other VALUES (1)");
            assertThat(witness.catchUp(PATIENCE)).isTrue();

            assertThat(history.all(Committed.class)).isEmpty();
        } finally {
            sql.execute("DROP TABLE other");
        }
    }

    @Test
    void aLargeValueThatAnUpdateLeftAloneIsAbsentAndNotNull() throws SQLException {
        sql.execute("ALTER TABLE version ALTER data SET STORAGE EXTERNAL");
        try (Witness witness = witness("version")) {
            sql.execute(
                    "INSERT INTO version VALUES (1, repeat('large', 10000))", "UPDATE version SET id = 2 WHERE id = 1");
            assertThat(witness.catchUp(PATIENCE)).isTrue();

            assertThat(history.all(Committed.class)
                            .get(0)
                            .rows()
                            .get(0)
                            .columns()
                            .get("data"))
                    .hasSize(50_000);
            assertThat(history.all(Committed.class).get(1).rows())
                    .containsExactly(new RowChange("version", UPDATE, Map.of("id", "2")));
        }
    }

    @Test
    void tablesWithoutAReplicaIdentityCanBeUpdatedAndShowTheirInserts() throws SQLException {
        sql.execute(
                "CREATE TABLE keyless (n int)",
                "CREATE TABLE nothing (n int PRIMARY KEY)",
                "ALTER TABLE nothing REPLICA IDENTITY NOTHING",
                "CREATE TABLE deferred (n int PRIMARY KEY DEFERRABLE)");
        try (Witness witness = witness("version", "keyless", "nothing", "deferred")) {
            for (String table : List.of("keyless", "nothing", "deferred")) {
                sql.execute("INSERT INTO " + table + " VALUES (1)", "UPDATE " + table + " SET n = 2");
            }
            sql.execute("INSERT INTO version VALUES (1)", "UPDATE version SET data = 'x'");
            assertThat(witness.catchUp(PATIENCE)).isTrue();

            assertThat(history.all(Committed.class))
                    .flatExtracting(Committed::rows)
                    .extracting(row -> row.change() + " " + row.table())
                    .containsExactly(
                            "INSERT keyless", "INSERT nothing", "INSERT deferred", "INSERT version", "UPDATE version");
        } finally {
            sql.execute("DROP TABLE keyless, nothing, deferred");
        }
    }

    @Test
    void rowsHaveTheNameThatTheProfileGivesTheTable() throws SQLException {
        sql.execute(
                "CREATE SCHEMA \"Odd Schema\"",
                "CREATE TABLE \"Odd Schema\".parted (id int PRIMARY KEY) PARTITION BY RANGE (id)",
                "CREATE TABLE \"Odd Schema\".low PARTITION OF \"Odd Schema\".parted FOR VALUES FROM (0) TO (10)");
        try (Witness witness = witness("\"Odd Schema\".parted")) {
            sql.execute("INSERT INTO \"Odd Schema\".parted VALUES (1)");
            assertThat(witness.catchUp(PATIENCE)).isTrue();

            assertThat(onlyCommit().rows())
                    .containsExactly(new RowChange("\"Odd Schema\".parted", INSERT, Map.of("id", "1")));
        } finally {
            sql.execute("DROP SCHEMA \"Odd Schema\" CASCADE");
        }
    }

    @Test
    void itSaysWhetherItHasPassedAPositionAndGivesUpOnOneOfTheFuture() throws SQLException {
        try (Witness witness = witness("version")) {
            sql.execute("INSERT INTO version VALUES (1)");
            Lsn now = Lsn.of(sql.query("SELECT pg_current_wal_insert_lsn()"));

            assertThat(witness.awaitPassed(now, PATIENCE)).isTrue();
            assertThat(history.all(Committed.class)).hasSize(1);
            assertThat(witness.awaitPassed(new Lsn(now.value() << 8), Duration.ofMillis(50)))
                    .isFalse();
            assertThat(witness.trouble()).isEmpty();
        }
    }

    @Test
    void onlyWhatIsInTheHistoryIsConfirmed() throws SQLException {
        try (Witness witness = witness("version")) {
            Lsn recorded = witness.position();
            history.close();
            sql.execute("INSERT INTO version VALUES (1)");

            assertThat(witness.catchUp(PATIENCE)).isFalse();
            assertThat(witness.trouble())
                    .hasValueSatisfying(sentence -> assertThat(sentence)
                            .startsWith("The witness cannot go on with jdbc:postgresql://127.0.0.1:")
                            .contains("cannot be written further"));
            assertThat(Lsn.of(sql.query("SELECT confirmed_flush_lsn FROM pg_replication_slots")))
                    .isLessThanOrEqualTo(recorded);
        }
    }

    private Witness witness(String... tables) {
        return Witness.start(
                WitnessSettings.of(DatabaseAccess.of(postgres.jdbcUrl()), List.of(tables)), history.recording());
    }

    private Committed onlyCommit() {
        assertThat(history.all(Committed.class)).hasSize(1);
        return history.all(Committed.class).get(0);
    }

    private static Map<String, String> nullable(String a, String valueOfA, String b, String valueOfB) {
        Map<String, String> map = new HashMap<>();
        map.put(a, valueOfA);
        map.put(b, valueOfB);
        return map;
    }
}
