package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.HistoryEntry.Change;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import io.github.kesselevents.conformance.producer.ColumnReference;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerProfile.Table;
import io.github.kesselevents.schemas.Operation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** Finds the versions in the rows that a transaction changed, by the tables of the profile. */
final class VersionReader {

    private static final String TRUE = "t";

    /** What a transaction did to the rows of one resource. */
    private static final class Rows {

        private final Map<String, Map<String, String>> byTable = new HashMap<>(8);
        private boolean makeVersion;
    }

    private final ProducerProfile profile;
    /** Id of a row → the resource id that it holds, by table, for the tables that others point through. */
    private final Map<String, Map<String, String>> holders = new HashMap<>();

    private final Set<String> known = new HashSet<>();

    VersionReader(ProducerProfile profile) {
        this.profile = profile;
        for (Table table : profile.tables().values()) {
            if (table.through() != null) {
                holders.put(table.through(), new HashMap<>());
            }
        }
    }

    /** Adds the versions that these rows are to the transaction. */
    void read(Transaction transaction, List<RowChange> rows) {
        Map<String, Rows> byKey = new LinkedHashMap<>(2);
        for (RowChange row : rows) {
            remember(row);
        }
        String last = null;
        Rows ofKey = null;
        for (RowChange row : rows) {
            Table table = profile.tables().get(row.table());
            String key = table == null ? null : key(table, row);
            if (key != null) {
                // Rows of one resource stand together: to compare texts is cheaper than to hash them.
                ofKey = key.equals(last) ? ofKey : byKey.computeIfAbsent(key, any -> new Rows());
                last = key;
                ofKey.byTable.put(row.table(), row.columns());
                ofKey.makeVersion |= table.version() && row.change() == Change.INSERT;
            }
        }
        byKey.forEach((key, made) -> {
            if (made.makeVersion) {
                transaction.versions().add(version(transaction, key, made.byTable));
            }
        });
    }

    private void remember(RowChange row) {
        Map<String, String> resources = holders.get(row.table());
        String id = resources == null ? null : row.columns().get("id");
        if (id != null) {
            resources.put(
                    id, row.columns().get(profile.tables().get(row.table()).key()));
        }
    }

    private String key(Table table, RowChange row) {
        String value = row.columns().get(table.key());
        if (table.through() == null) {
            return value;
        }
        return holders.get(table.through()).get(value);
    }

    private Version version(Transaction transaction, String key, Map<String, Map<String, String>> rows) {
        String deleted = profile.deleted() == null ? null : profile.deleted().in(rows);
        boolean delete = TRUE.equals(deleted) || "true".equals(deleted);
        boolean isNew = known.add(key);
        Operation guessed = delete ? Operation.DELETED : isNew ? Operation.CREATED : Operation.UPDATED;
        return new Version(
                transaction,
                key,
                text(profile.subject(), rows),
                delete || profile.marker() == null ? null : profile.marker().in(rows),
                operation(transaction, key).orElse(guessed),
                rows,
                profile.streams().size());
    }

    /** What the producer itself calls it. */
    private static Optional<Operation> operation(Transaction transaction, String key) {
        boolean only = transaction.messages().size() == 1;
        for (Message message : transaction.messages()) {
            if (message.operation() != null && (only || key.equals(message.key()))) {
                return Operation.ofWord(message.operation());
            }
        }
        return Optional.empty();
    }

    /** The parts with slashes between; null when there are none, or one is null. */
    private static String text(List<ColumnReference> parts, Map<String, Map<String, String>> rows) {
        StringJoiner text = new StringJoiner("/");
        for (ColumnReference part : parts) {
            String value = part.in(rows);
            if (value == null) {
                return null;
            }
            text.add(value);
        }
        return parts.isEmpty() ? null : text.toString();
    }
}
