package io.github.kesselevents.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which transaction_ids two clients used at the same time: each had sent its operation before the other had its reply.
 * A run that asks for such pairs and shows none has not shown that a producer bears them.
 */
final class TransactionsAtOnce {

    private final Map<String, List<Invoked>> byTransaction = new HashMap<>();
    private final Map<Long, Long> returnedAt = new HashMap<>();

    private TransactionsAtOnce() {}

    /** Those of a run, which must show at least one. */
    static void requireIn(Path history) {
        assertThat(in(history))
                .as("transaction_ids that two clients used at the same time, in " + history)
                .isNotEmpty();
    }

    static List<String> in(Path history) {
        TransactionsAtOnce transactions = new TransactionsAtOnce();
        History.of(history).read((line, entry) -> {
            if (entry instanceof Invoked sent && sent.transactionId() != null) {
                transactions
                        .byTransaction
                        .computeIfAbsent(sent.transactionId(), id -> new ArrayList<>())
                        .add(sent);
            } else if (entry instanceof Returned reply) {
                transactions.returnedAt.put(reply.operation(), reply.at());
            }
        });
        return transactions.byTransaction.entrySet().stream()
                .filter(each -> transactions.overlap(each.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private boolean overlap(List<Invoked> attempts) {
        return attempts.stream()
                .anyMatch(one -> attempts.stream()
                        .anyMatch(other -> one.client() != other.client()
                                && one.at() < returned(other)
                                && other.at() < returned(one)));
    }

    /** What was never answered is in flight for good. */
    private long returned(Invoked attempt) {
        return returnedAt.getOrDefault(attempt.operation(), Long.MAX_VALUE);
    }
}
