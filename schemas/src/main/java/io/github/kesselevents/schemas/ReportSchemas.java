package io.github.kesselevents.schemas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What inventory-api demands of a report, by resource type and reporter: the JSON Schemas under {@code report/}. For
 * producers and their tests; a consumer of events needs {@link EventContract}. Thread-safe.
 */
public final class ReportSchemas {

    private final ResourceTypes types = ResourceTypes.bundled();
    private final Map<String, ContractSchema> byFile = new HashMap<>();

    private ReportSchemas() {
        JsonSchemas schemas = new JsonSchemas();
        for (String type : types.all()) {
            List<String> files = new ArrayList<>(types.reportersOf(type));
            files.add("common");
            for (String file : files) {
                String name = "report/" + type + "/" + file + ".schema.json";
                byFile.put(type + "/" + file, schemas.get(name));
            }
        }
    }

    /** The schemas of this kit. */
    public static ReportSchemas bundled() {
        return new ReportSchemas();
    }

    /**
     * What is wrong with a report, one sentence each, such as {@code reporter /severity: expected the member, but was
     * absent}.
     *
     * @param resourceType as it was sent
     * @param reporterType trimmed and in lower case
     * @param reporter the reporter representation, or null when absent
     * @param common the common representation, or null when absent
     * @return empty when inventory-api would accept both
     */
    public List<String> check(String resourceType, String reporterType, JsonNode reporter, JsonNode common) {
        if (!types.reportersOf(resourceType).contains(reporterType)) {
            return List.of("reporter " + reporterType + " does not report resource type " + resourceType);
        }
        List<String> problems = new ArrayList<>();
        check(resourceType + "/" + reporterType, "reporter", reporter, problems);
        check(resourceType + "/common", "common", common, problems);
        return problems;
    }

    private void check(String file, String name, JsonNode representation, List<String> problems) {
        if (representation == null) {
            return;
        }
        for (SchemaFindings finding : byFile.get(file).findings(representation)) {
            problems.add(name + " " + finding.pointer() + ": expected " + finding.expected() + ", but was "
                    + finding.actual());
        }
    }
}
