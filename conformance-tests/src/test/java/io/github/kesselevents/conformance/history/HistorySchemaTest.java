package io.github.kesselevents.conformance.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The format's description is right: the recorder writes what it says, and the records have the members it names. */
class HistorySchemaTest {

    private static final String ID = "https://kesselevents.github.io/schemas/history.schema.json";
    private static final JsonNode FILE = file();
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaIdResolvers(resolvers ->
                    resolvers.mapPrefix("https://kesselevents.github.io/schemas/", "classpath:kessel-events/")));

    /** Every kind of entry, by name. */
    static Map<String, Class<?>> entries() {
        Map<String, Class<?>> entries = new LinkedHashMap<>();
        for (JsonSubTypes.Type type :
                HistoryEntry.class.getAnnotation(JsonSubTypes.class).value()) {
            entries.put(type.name(), type.value());
        }
        return entries;
    }

    static Stream<String> kinds() {
        return entries().keySet().stream();
    }

    @Test
    void everyEntryHasAKindAndEveryKindADescription() {
        assertThat(entries().values()).containsExactlyInAnyOrder(HistoryEntry.class.getPermittedSubclasses());
        assertThat(FILE.get("oneOf").valueStream().map(kind -> kind.get("$ref").stringValue()))
                .containsExactlyElementsOf(
                        kinds().map(kind -> "#/$defs/" + kind).toList());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theSchemaNamesTheMembersOfTheEntry(String kind) {
        List<String> members = new ArrayList<>(List.of("kind"));
        List<String> required = new ArrayList<>(List.of("kind"));
        for (RecordComponent component : entries().get(kind).getRecordComponents()) {
            members.add(component.getName());
            if (!component.isAnnotationPresent(Nullable.class)) {
                required.add(component.getName());
            }
        }

        assertMembers(kind, members, required);
        assertThat(definition(kind).at("/properties/kind/const").stringValue()).isEqualTo(kind);
    }

    @Test
    void theSchemaNamesTheMembersOfTheParts() {
        Map.of("message", OutboxMessage.class, "change", RowChange.class, "header", Header.class)
                .forEach((name, part) -> {
                    List<String> members = Arrays.stream(part.getRecordComponents())
                            .map(RecordComponent::getName)
                            .toList();
                    assertMembers(name, members, members);
                });
    }

    @Test
    void theSchemaNamesTheConstantsOfEveryEnum() {
        Stream.concat(entries().values().stream(), Stream.of(RowChange.class))
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .filter(component -> component.getType().isEnum())
                .forEach(component -> assertThat(constants(component))
                        .as(component.toString())
                        .containsExactly(Arrays.stream(component.getType().getEnumConstants())
                                .map(Object::toString)
                                .toArray(String[]::new)));
    }

    @Test
    void everythingHasTitleDescriptionAndValidExamples() {
        List<String> described = new ArrayList<>();
        FILE.get("$defs").forEachEntry((name, definition) -> {
            described.add("/$defs/" + name);
            definition
                    .path("properties")
                    .propertyNames()
                    .forEach(member -> described.add("/$defs/" + name + "/properties/" + member));
        });

        assertThat(described).hasSizeGreaterThan(80).allSatisfy(place -> {
            JsonNode node = FILE.at(place);
            assertThat(node.path("title").asString("")).isNotBlank();
            assertThat(node.path("description").asString("")).isNotBlank();
            assertThat(node.path("examples").size()).isPositive();
            node.path("examples")
                    .forEach(example -> assertThat(schema(place).validate(example))
                            .as("%s of %s", example, place)
                            .isEmpty());
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theExampleOfEachKindIsWhatTheRecorderWrites(String kind, @TempDir Path folder) throws IOException {
        JsonNode example = definition(kind).at("/examples/0");
        Path file = folder.resolve("history.ndjson");

        try (HistoryRecorder recorder = HistoryRecorder.begin(file)) {
            recorder.record(HistoryFormat.MAPPER.treeToValue(example, HistoryEntry.class));
        }

        assertThat(Files.readString(file)).isEqualTo(example + "\n");
        assertThat(schema("").validate(example)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyLineOfARealHistoryIsValid(RecordedSession session, @TempDir Path folder) throws IOException {
        Schema entry = schema("");

        try (Stream<String> lines = Files.lines(session.writeTo(folder.resolve("history.ndjson")))) {
            lines.forEach(line -> assertThat(entry.validate(HistoryFormat.MAPPER.readTree(line)))
                    .as(line)
                    .isEmpty());
        }
    }

    private static void assertMembers(String definition, List<String> members, List<String> required) {
        JsonNode schema = definition(definition);
        assertThat(schema.get("properties").propertyNames()).as(definition).containsExactlyElementsOf(members);
        assertThat(schema.get("required").valueStream().map(JsonNode::stringValue))
                .as(definition)
                .containsExactlyElementsOf(required);
        assertThat(schema.get("additionalProperties").booleanValue()).isFalse();
    }

    private static List<String> constants(RecordComponent component) {
        String definition = entries().entrySet().stream()
                .filter(entry -> entry.getValue() == component.getDeclaringRecord())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("change");
        return definition(definition)
                .at("/properties/" + component.getName() + "/enum")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }

    private static JsonNode definition(String name) {
        return FILE.at("/$defs/" + name);
    }

    private static Schema schema(String place) {
        return REGISTRY.getSchema(SchemaLocation.of(place.isEmpty() ? ID : ID + "#" + place));
    }

    private static JsonNode file() {
        try (InputStream in = HistorySchemaTest.class.getResourceAsStream("/kessel-events/history.schema.json")) {
            return HistoryFormat.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
