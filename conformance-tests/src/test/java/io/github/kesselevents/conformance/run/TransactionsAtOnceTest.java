package io.github.kesselevents.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Purpose;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

class TransactionsAtOnceTest {

    @TempDir
    private Path folder;

    @Test
    void twoClientsWithOneTransactionIdInFlightAreAtOnce() {
        Path history = history(sent(1, 0, 0, "tx"), sent(2, 1, 1, "tx"), returned(3, 0), returned(4, 1));

        assertThat(TransactionsAtOnce.in(history)).containsExactly("tx");
    }

    @Test
    void whatWasNeverAnsweredIsInFlightForGood() {
        Path history = history(sent(1, 0, 0, "tx"), sent(2, 1, 1, "tx"), returned(3, 1));

        assertThat(TransactionsAtOnce.in(history)).containsExactly("tx");
    }

    @Test
    void oneAfterTheOtherOneClientAloneAndTwoTransactionIdsAreNot() {
        Path history = history(
                sent(1, 0, 0, "tx-after"),
                returned(2, 0),
                sent(3, 1, 1, "tx-after"),
                returned(4, 1),
                sent(5, 2, 0, "tx-alone"),
                sent(6, 3, 0, "tx-alone"),
                sent(7, 4, 0, "tx-mine"),
                sent(8, 5, 1, "tx-yours"));

        assertThat(TransactionsAtOnce.in(history)).isEmpty();
        assertThatThrownBy(() -> TransactionsAtOnce.requireIn(history))
                .hasMessageContaining("transaction_ids that two clients used at the same time, in " + history);
    }

    private Path history(HistoryEntry... entries) {
        Path file = folder.resolve("history.ndjson");
        try (HistoryRecorder recorder = HistoryRecorder.begin(file)) {
            recorder.record(new Started(0, History.VERSION, 0, "kessel", 1, Map.of(), Map.of(), Map.of()));
            for (HistoryEntry entry : entries) {
                recorder.record(entry);
            }
        }
        return file;
    }

    private static Invoked sent(long at, long operation, int client, String transactionId) {
        return new Invoked(
                at,
                operation,
                client,
                Purpose.WORKLOAD,
                Action.REPORT,
                "marker-" + operation,
                "key",
                transactionId,
                JsonNodeFactory.instance.objectNode());
    }

    private static Returned returned(long at, long operation) {
        return new Returned(at, operation, Outcome.ACKNOWLEDGED, "OK", "");
    }
}
