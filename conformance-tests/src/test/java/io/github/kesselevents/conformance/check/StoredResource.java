package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.HistoryEntry.Change;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A resource in Kessel's tables, and the rows that a write of it leaves there, as a witness shows them. */
final class StoredResource {

    private final String local;
    private final String id;
    private final String rowId;
    private int version = -1;
    private int commonVersion = -1;
    private boolean deleted;

    StoredResource(String local, String id, String rowId) {
        this.local = local;
        this.id = id;
        this.rowId = rowId;
    }

    String local() {
        return local;
    }

    String id() {
        return id;
    }

    boolean isNew() {
        return version < 0;
    }

    int nextVersion() {
        return version + 1;
    }

    int nextCommonVersion() {
        return commonVersion + 1;
    }

    /** The partition of its events, of three: its name's last digit says it. */
    int partition() {
        return Character.digit(local.charAt(local.length() - 1), 10) % 3;
    }

    /** A report: a version of the reporter's representation, one of the common one, or both. */
    List<RowChange> report(String marker, String transactionId, String reporter, String common) {
        Change change = isNew() ? Change.INSERT : Change.UPDATE;
        deleted = false;
        List<RowChange> rows = new ArrayList<>();
        version++;
        rows.add(new RowChange("resource", change, Map.of("id", id, "type", "host")));
        rows.add(holder(change, marker));
        if (reporter != null) {
            rows.add(representation(transactionId, reporter));
        }
        if (common != null) {
            commonVersion++;
            Map<String, String> columns =
                    new HashMap<>(Map.of("resource_id", id, "version", String.valueOf(commonVersion), "data", common));
            columns.put("transaction_id", transactionId);
            rows.add(new RowChange("common_representations", Change.INSERT, columns));
        }
        return rows;
    }

    /** A delete of a live resource inserts a tombstone version; one of a deleted resource only touches its rows. */
    List<RowChange> delete(String marker) {
        boolean live = !deleted;
        deleted = true;
        List<RowChange> rows = new ArrayList<>();
        rows.add(new RowChange("resource", Change.UPDATE, Map.of("id", id, "type", "host")));
        version += live ? 1 : 0;
        rows.add(holder(Change.UPDATE, marker));
        if (live) {
            rows.add(representation("", "null"));
        }
        return rows;
    }

    void forgetDelete() {
        deleted = false;
    }

    private RowChange holder(Change change, String marker) {
        return new RowChange(
                "reporter_resources",
                change,
                Map.of(
                        "id",
                        rowId,
                        "resource_id",
                        id,
                        "resource_type",
                        "host",
                        "reporter_type",
                        "hbi",
                        "reporter_instance_id",
                        "i-1",
                        "local_resource_id",
                        local,
                        "api_href",
                        marker,
                        "console_href",
                        "",
                        "tombstone",
                        deleted ? "t" : "f"));
    }

    private RowChange representation(String transactionId, String data) {
        Map<String, String> columns = new HashMap<>(Map.of(
                "reporter_resource_id",
                rowId,
                "version",
                String.valueOf(version),
                "generation",
                "0",
                "tombstone",
                deleted ? "t" : "f",
                "data",
                data));
        columns.put("transaction_id", transactionId);
        columns.put("reporter_version", null);
        return new RowChange("reporter_representations", Change.INSERT, columns);
    }
}
