package io.github.kesselevents.conformance.workload;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a workload recorded, by operation, in the order of the history. */
record Recording(Map<Long, Invoked> invoked, Map<Long, Returned> returned) {

    static Recording of(Path history) {
        Map<Long, Invoked> invoked = new LinkedHashMap<>();
        Map<Long, Returned> returned = new LinkedHashMap<>();
        History.of(history).read((line, entry) -> {
            if (entry instanceof Invoked one && invoked.put(one.operation(), one) != null
                    || entry instanceof Returned reply && returned.put(reply.operation(), reply) != null) {
                throw new IllegalStateException("Twice in the history: " + entry);
            }
        });
        return new Recording(invoked, returned);
    }

    List<Long> numbersOf(int client) {
        return invoked.values().stream()
                .filter(one -> one.client() == client)
                .map(Invoked::operation)
                .toList();
    }

    /** Operations that were in flight while this one was. */
    List<Long> overlapping(long number) {
        return invoked.values().stream()
                .filter(other -> other.operation() != number)
                .filter(other -> other.at() <= returned.get(number).at()
                        && invoked.get(number).at()
                                <= returned.get(other.operation()).at())
                .map(Invoked::operation)
                .toList();
    }
}
