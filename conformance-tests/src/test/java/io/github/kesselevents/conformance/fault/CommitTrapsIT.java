package io.github.kesselevents.conformance.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.producer.ColumnReference;
import io.github.kesselevents.fixtures.environment.Database;
import io.github.kesselevents.fixtures.environment.EmbeddedPostgres;
import io.github.kesselevents.fixtures.environment.Workspace;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
class CommitTrapsIT {

    private static Workspace workspace;
    private static EmbeddedPostgres postgres;
    private static Database database;

    @TempDir
    private Path folder;

    private HistoryRecorder history;
    private FaultLog log;

    @BeforeAll
    static void startPostgres() {
        workspace = Workspace.open();
        postgres = EmbeddedPostgres.start(workspace);
        database = Database.of(postgres);
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
        workspace.close();
    }

    @BeforeEach
    void makeTable() {
        sql("DROP TABLE IF EXISTS writes");
        sql("CREATE TABLE writes (marker text)");
        history = HistoryRecorder.begin(folder.resolve("history.ndjson"));
        history.record(at -> new Started(at, History.VERSION, history.wallClock(), "test", 1, null, null, null));
        log = new FaultLog(history);
    }

    @Test
    void everySecondCommitIsRefusedAndCounted() {
        List<Integer> refused = new ArrayList<>();
        try (CommitTraps traps = prepare()) {
            traps.refuse(log, 2, () -> {
                for (int i = 0; i < 6; i++) {
                    if (!write("m" + i)) {
                        refused.add(i);
                    }
                }
            });
            assertThat(write("after")).as("once it has ended, commits pass").isTrue();
        }
        assertThat(refused).hasSize(3);
        assertThat(faults()).extracting(Faulted::stage).containsExactly(Stage.ASKED, Stage.TOOK_EFFECT, Stage.ENDED);
        assertThat(faults().get(1).detail()).containsEntry("refused", "3");
        assertThat(rows()).hasSize(4);
    }

    @Test
    void aRefusalThatNeverFiredIsNoFault() {
        try (CommitTraps traps = prepare()) {
            assertThatThrownBy(() -> traps.refuse(log, 2, () -> {}))
                    .isInstanceOf(FaultException.class)
                    .hasMessage("No commit was refused: nothing was written while one was to be; run more operations.");
        }
    }

    @Test
    void aHeldCommitWaitsWhileOthersPass() {
        List<String> seenWhileHeld = new ArrayList<>();
        CompletableFuture<?>[] held = new CompletableFuture<?>[1];
        try (CommitTraps traps = prepare()) {
            traps.hold(log, "held", () -> held[0] = CompletableFuture.runAsync(() -> write("held")), () -> {
                assertThat(write("other")).isTrue();
                seenWhileHeld.addAll(rows());
            });
            held[0].join();
        }
        assertThat(seenWhileHeld).containsExactly("other");
        assertThat(rows()).containsExactlyInAnyOrder("other", "held");
        assertThat(faults()).extracting(Faulted::stage).containsExactly(Stage.ASKED, Stage.TOOK_EFFECT, Stage.ENDED);
        assertThat(faults().get(1).detail()).containsEntry("marker", "held").containsEntry("held", "1");
    }

    @Test
    void nothingIsLeftBehind() {
        prepare().close();
        assertThat(texts("SELECT nspname FROM pg_namespace WHERE nspname = 'kessel_events_kit'"))
                .isEmpty();
    }

    @Test
    void aMissingTableIsNamed() {
        try (CommitTraps traps = CommitTraps.prepare(database, ColumnReference.of("absent.marker"))) {
            assertThatThrownBy(() -> traps.refuse(log, 2, () -> {}))
                    .isInstanceOf(FaultException.class)
                    .hasMessageStartingWith("Commits could not be refused: ERROR: relation \"absent\" does not exist");
        }
    }

    private static CommitTraps prepare() {
        return CommitTraps.prepare(database, ColumnReference.of("writes.marker"));
    }

    private static boolean write(String marker) {
        try {
            sql("INSERT INTO writes VALUES ('" + marker + "')");
            return true;
        } catch (IllegalStateException e) {
            assertThat(e.getCause()).hasMessageContaining("commit refused by the conformance kit");
            return false;
        }
    }

    private static List<String> rows() {
        return texts("SELECT marker FROM writes");
    }

    private static List<String> texts(String query) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (result.next()) {
                texts.add(result.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sql(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Faulted> faults() {
        history.close();
        List<Faulted> faults = new ArrayList<>();
        History.of(folder.resolve("history.ndjson")).read((line, entry) -> {
            if (entry instanceof Faulted faulted) {
                faults.add(faulted);
            }
        });
        return faults;
    }
}
