package io.github.kesselevents.conformance.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.workload.Attempt;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** By what the witness sees: each transaction, with its outbox messages. */
final class Opening implements OpeningWatch {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ID = "id";

    private final ProducerProfile profile;
    private final String runName;
    private final Set<String> written = ConcurrentHashMap.newKeySet();
    private final Set<String> arrived = ConcurrentHashMap.newKeySet();
    private final AtomicInteger others = new AtomicInteger();

    /** @param runName which every write of the kit's holds somewhere */
    Opening(ProducerProfile profile, String runName) {
        this.profile = profile;
        this.runName = runName;
    }

    @Override
    public void accept(HistoryEntry entry) {
        if (entry instanceof Committed committed) {
            if (isOwn(committed)) {
                committed.messages().forEach(message -> id(message).ifPresent(written::add));
            } else if (holdsVersion(committed)) {
                others.incrementAndGet();
            }
        } else if (entry instanceof Observed observed) {
            observed.record()
                    .header(ID)
                    .filter(header -> header.value() != null)
                    .ifPresent(header -> arrived.add(new String(header.value(), UTF_8)));
        }
    }

    /** Its transaction is seen. */
    @Override
    public void wrote(Attempt attempt) {}

    /** Whether every event that the kit's own transactions wrote has arrived. */
    @Override
    public boolean isThrough() {
        return arrived.containsAll(written);
    }

    /** How many transactions wrote a version, and are not the kit's. */
    @Override
    public int others() {
        return others.get();
    }

    private boolean isOwn(Committed committed) {
        return committed.messages().stream()
                        .anyMatch(message -> message.content().contains(runName))
                || committed.rows().stream()
                        .flatMap(row -> row.columns().values().stream())
                        .anyMatch(value -> value != null && value.contains(runName));
    }

    private boolean holdsVersion(Committed committed) {
        return committed.rows().stream()
                .map(row -> profile.tables().get(row.table()))
                .anyMatch(table -> table != null && table.version());
    }

    /** Empty if the producer wrote no such JSON, which the run judges. */
    private static Optional<String> id(OutboxMessage message) {
        try {
            return JSON.readTree(message.content()).path(ID).asStringOpt();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
