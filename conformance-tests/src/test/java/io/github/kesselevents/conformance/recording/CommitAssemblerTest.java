package io.github.kesselevents.conformance.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.HistoryEntry.Change;
import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Emitted;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.Lsn;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitAssemblerTest {

    private static final int TABLE = 7;
    private static final String OWN = "own";

    @TempDir
    private Path folder;

    private TestHistory history;
    private CommitAssembler assembler;

    @BeforeEach
    void begin() {
        history = new TestHistory(folder);
        assembler = new CommitAssembler(Map.of(TABLE, "version"), OWN, history.recording());
    }

    @AfterEach
    void close() {
        history.close();
    }

    @Test
    void aTransactionThatComesAgainIsRecordedOnce() {
        transaction(100);
        transaction(200);
        transaction(100);
        transaction(200);
        transaction(300);

        assertThat(history.all(Committed.class))
                .extracting(commit -> commit.lsn().value())
                .containsExactly(100L, 200L, 300L);
        assertThat(assembler.position()).isEqualTo(new Lsn(308));
    }

    @Test
    void aTransactionThatWasCutOffByABrokenConnectionStandsOnceAndWhole() {
        assembler.accept(new PgOutputMessage.Begin(1));
        assembler.accept(row());
        transaction(100);

        assertThat(history.all(Committed.class)).hasSize(1);
        assertThat(history.all(Committed.class).get(0).rows()).hasSize(1);
    }

    @Test
    void aMessageOfNoTransactionThatComesAgainIsRecordedOnce() {
        assembler.accept(message(false, 50, "a"));
        assembler.accept(message(false, 50, "a"));
        assembler.accept(message(false, 60, "a"));

        assertThat(history.all(Emitted.class))
                .extracting(emitted -> emitted.message().lsn().value())
                .containsExactly(50L, 60L);
        assertThat(assembler.position()).isEqualTo(new Lsn(60));
    }

    @Test
    void theKitsOwnMessagesMoveThePositionButAreNotRecorded() {
        assembler.accept(new PgOutputMessage.Begin(1));
        assembler.accept(message(true, 90, OWN));
        assembler.accept(new PgOutputMessage.Commit(new Lsn(100), new Lsn(108)));

        assertThat(history.all(Committed.class)).isEmpty();
        assertThat(assembler.position()).isEqualTo(new Lsn(108));
    }

    @Test
    void rowsOfTablesThatTheProfileDoesNotNameAreNotRecorded() {
        assembler.accept(new PgOutputMessage.Begin(1));
        assembler.accept(new PgOutputMessage.Row(TABLE + 1, Change.INSERT, Map.of("id", "1")));
        assembler.accept(new PgOutputMessage.Commit(new Lsn(100), new Lsn(108)));

        assertThat(history.all(Committed.class)).isEmpty();
    }

    private void transaction(long lsn) {
        assembler.accept(new PgOutputMessage.Begin(1));
        assembler.accept(row());
        assembler.accept(new PgOutputMessage.Commit(new Lsn(lsn), new Lsn(lsn + 8)));
    }

    private static PgOutputMessage row() {
        return new PgOutputMessage.Row(TABLE, Change.INSERT, Map.of("id", "1"));
    }

    private static PgOutputMessage message(boolean transactional, long lsn, String prefix) {
        return new PgOutputMessage.Emitted(transactional, new OutboxMessage(new Lsn(lsn), prefix, "{}"));
    }
}
