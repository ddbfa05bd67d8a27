package io.github.kesselevents.conformance.workload;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.fixtures.payload.ReportedType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each situation occurs in a scenario.
 *
 * @param kinds every kind, also those that do not occur
 * @param types reports, by resource type and reporter: every pair of the contract
 * @param payloads reports with something special in their reporter representation, by its name
 */
public record ScenarioSummary(Map<Kind, Integer> kinds, Map<String, Integer> types, Map<String, Integer> payloads) {

    static ScenarioSummary of(List<Operation> operations) {
        Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            kinds.put(kind, 0);
        }
        Map<String, Integer> types = new LinkedHashMap<>();
        ReportedType.all().forEach(type -> types.put(type.toString(), 0));
        Map<String, Integer> payloads = new TreeMap<>();
        for (Operation operation : operations) {
            kinds.merge(operation.kind(), 1, Integer::sum);
            if (operation.action() == Action.REPORT) {
                types.merge(operation.type().toString(), 1, Integer::sum);
            }
            if (operation.payload() != null) {
                payloads.merge(operation.payload(), 1, Integer::sum);
            }
        }
        return new ScenarioSummary(
                Collections.unmodifiableMap(kinds),
                Collections.unmodifiableMap(types),
                Collections.unmodifiableMap(payloads));
    }

    /** A table for people. */
    public String table() {
        StringBuilder table = new StringBuilder("Operations by kind\n");
        kinds.forEach((kind, count) -> {
            String action = kind.action().name().toLowerCase(Locale.ROOT);
            row(table, count, kind.name(), action + " " + kind.what());
        });
        table.append("Reports by type and reporter\n");
        types.forEach((type, count) -> row(table, count, type, ""));
        table.append("Reports by payload\n");
        payloads.forEach((payload, count) -> row(table, count, payload, ""));
        return table.toString();
    }

    private static void row(StringBuilder table, int count, String name, String what) {
        table.append(String.format(Locale.ROOT, "%6d  %-34s %s", count, name, what)
                        .stripTrailing())
                .append('\n');
    }
}
