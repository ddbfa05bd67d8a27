package io.github.kesselevents.schemas.site;

import io.github.kesselevents.schemas.EventReader;
import io.github.kesselevents.schemas.EventRecord;
import io.github.kesselevents.schemas.EventRecord.Header;
import io.github.kesselevents.schemas.EventStream;
import io.github.kesselevents.schemas.Operation;
import io.github.kesselevents.schemas.Requirement;
import io.github.kesselevents.schemas.Requirements;
import io.github.kesselevents.schemas.ResourceTypes;
import io.github.kesselevents.schemas.UnreadableRecordException;
import io.github.kesselevents.schemas.WireFormat;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract as a page to read: all its tables come from the schemas, the catalogue and the recorded examples. */
final class ContractPage {

    static final String RENEW = "mvn test -pl schemas -Dtest=ContractPageTest -Drender";

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final PrettyPrinter PRETTY = new DefaultPrettyPrinter(
                    PrettyPrinter.DEFAULT_SEPARATORS.withObjectNameValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"));

    private final SchemaTables tables = new SchemaTables();

    String render() throws IOException, UnreadableRecordException {
        ClasspathLoader loader = new ClasspathLoader();
        loader.setPrefix("site");
        StringWriter page = new StringWriter();
        new PebbleEngine.Builder()
                .loader(loader)
                .autoEscaping(false)
                .strictVariables(true)
                .newLineTrimming(false)
                .build()
                .getTemplate("CONTRACT.md.peb")
                .evaluate(page, model());
        return page.toString();
    }

    private Map<String, Object> model() throws UnreadableRecordException {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("renew", RENEW);
        model.put("topic", EventStream.RESOURCES.topic());
        model.put("tuplesTopic", EventStream.TUPLES.topic());
        List<Map<String, Object>> examples = new ArrayList<>();
        for (Operation operation : Operation.values()) {
            examples.add(example(operation));
        }
        model.put("examples", examples);
        model.put("headers", tables.members("event/record.schema.json", "/$defs/resource_headers"));
        model.put("members", tables.reportedMembers());
        model.put("resourceData", resourceData());
        model.put("deleted", tables.description("event/deleted.schema.json", ""));
        model.put("tuple", tables.members("event/tuple.schema.json", ""));
        model.put("wire", wire());
        List<Requirement> all = List.copyOf(Requirements.bundled().all());
        model.put(
                "guarantees",
                all.stream()
                        .filter(r -> !r.family().equals("CONSUMER"))
                        .map(ContractPage::row)
                        .toList());
        model.put(
                "consumer",
                all.stream()
                        .filter(r -> r.family().equals("CONSUMER"))
                        .map(ContractPage::row)
                        .toList());
        return model;
    }

    private static Map<String, String> row(Requirement requirement) {
        return Map.of(
                "id", requirement.id(),
                "level", requirement.level().toString(),
                "promise", requirement.promise(),
                "consumer", requirement.consumer().orElse(""));
    }

    private List<Map<String, String>> resourceData() {
        List<Map<String, String>> rows = new ArrayList<>();
        ResourceTypes types = ResourceTypes.bundled();
        for (String type : types.all()) {
            // Reporters of one type have said the same so far; those that differ get rows of their own.
            Map<List<Map<String, String>>, List<String>> byMembers = types.reportersOf(type).stream()
                    .collect(Collectors.groupingBy(
                            reporter -> tables.members("resource-data/" + type + "/" + reporter + ".schema.json", ""),
                            LinkedHashMap::new,
                            Collectors.toList()));
            byMembers.forEach((members, reporters) -> members.forEach(member -> {
                Map<String, String> row = new LinkedHashMap<>(member);
                row.put("type", type);
                row.put("reporters", String.join(", ", reporters));
                row.compute(
                        "description",
                        (k, text) -> text.replace("From the reporter representation of the request. ", ""));
                rows.add(row);
            }));
        }
        return rows;
    }

    private Map<String, Object> example(Operation operation) throws UnreadableRecordException {
        EventRecord event = record(operation);
        JsonNode normalised = EventReader.of(WireFormat.CONNECT_JSON).normalise(event);
        List<Map<String, String>> headers = new ArrayList<>();
        for (Map.Entry<String, JsonNode> header : normalised.get("headers").properties()) {
            String text = header.getValue().stringValue();
            headers.add(Map.of(
                    "name", header.getKey(),
                    "value", text.isEmpty() ? "(zero bytes)" : "`" + text + "`",
                    "note", header.getKey().equals("id") ? "deduplicate on it" : ""));
        }
        boolean deleted = operation == Operation.DELETED;
        return Map.of(
                "operation",
                operation.word(),
                "about",
                deleted
                        ? tables.description("event/deleted.schema.json", "")
                        : tables.description("event/" + operation.word() + ".schema.json", ""),
                "key",
                normalised.get("key").stringValue(),
                "keyNote",
                "the resource id; the same on every event of the resource",
                "headers",
                headers,
                "valueNote",
                deleted ? "an empty object" : "this payload:",
                "value",
                pretty(normalised.get("value")));
    }

    private static Map<String, String> wire() throws UnreadableRecordException {
        EventRecord deleted = record(Operation.DELETED);
        return Map.of(
                "key", new String(deleted.key(), StandardCharsets.UTF_8),
                "value", new String(deleted.value(), StandardCharsets.UTF_8),
                "plainKey",
                        EventReader.of(WireFormat.CONNECT_JSON).read(deleted).resourceId());
    }

    /** The recorded example of an operation. */
    static EventRecord record(Operation operation) {
        JsonNode json = MAPPER.readTree(
                ContractPage.class.getResourceAsStream("/kessel-events/examples/" + operation.word() + ".json"));
        List<Header> headers = new ArrayList<>();
        json.get("headers")
                .forEach(h ->
                        headers.add(Header.of(h.get(0).stringValue(), h.get(1).stringValue())));
        return new EventRecord(
                json.get("topic").stringValue(),
                json.get("partition").intValue(),
                json.get("offset").longValue(),
                json.get("timestamp").longValue(),
                json.get("key").stringValue().getBytes(StandardCharsets.UTF_8),
                headers,
                json.get("value").stringValue().getBytes(StandardCharsets.UTF_8));
    }

    /** As on the wire, with line breaks. */
    private static String pretty(JsonNode node) {
        return node.isEmpty() ? "{}" : MAPPER.writer().with(PRETTY).writeValueAsString(node);
    }
}
