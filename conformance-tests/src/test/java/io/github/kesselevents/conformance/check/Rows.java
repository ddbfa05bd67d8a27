package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Faults of a producer that stores other rows than it should. */
final class Rows {

    private Rows() {}

    /** What the rows of this table hold as data; null for an SQL null. */
    static List<RowChange> withData(List<RowChange> rows, String table, String data) {
        return rows.stream()
                .map(row ->
                        row.table().equals(table) ? new RowChange(table, row.change(), with(row.columns(), data)) : row)
                .toList();
    }

    private static Map<String, String> with(Map<String, String> columns, String data) {
        Map<String, String> changed = new HashMap<>(columns);
        changed.put("data", data);
        return changed;
    }
}
