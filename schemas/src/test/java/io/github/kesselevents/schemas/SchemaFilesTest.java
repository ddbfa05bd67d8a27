package io.github.kesselevents.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The schema files are JSON Schemas, explain themselves, and agree with their own examples. */
class SchemaFilesTest {

    private static final Path ROOT = Path.of("src/main/resources/kessel-events");
    private static final JsonSchemas SCHEMAS = new JsonSchemas();

    /** A place in a schema file that describes a value: a file itself, a definition, or a member. */
    record Place(String file, String pointer, JsonNode schema) {
        @Override
        public String toString() {
            return file + "#" + pointer;
        }
    }

    static Stream<String> files() throws IOException {
        try (Stream<Path> walk = Files.walk(ROOT)) {
            List<String> files = walk.filter(file -> file.toString().endsWith(".schema.json"))
                    .map(file -> ROOT.relativize(file).toString())
                    .sorted()
                    .toList();
            assertThat(files).hasSizeGreaterThan(20);
            return files.stream();
        }
    }

    static Stream<Place> places() throws IOException {
        return files().flatMap(file -> {
            List<Place> places = new ArrayList<>();
            collect(file, "", read(file), places);
            return places.stream();
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void isAJsonSchemaUnderItsOwnName(String file) {
        JsonNode schema = read(file);
        assertThat(schema.path("$schema").asString()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.path("$id").asString()).isEqualTo(JsonSchemas.BASE + file);
        var metaSchema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(metaSchema.validate(schema)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    void saysWhatItIsAndWhereItComesFromAndShowsExamplesThatValidate(Place place) {
        JsonNode referred = place.schema().has("$ref") ? resolve(place) : place.schema();
        for (String word : List.of("title", "description")) {
            JsonNode text = place.schema().has(word) ? place.schema().get(word) : referred.path(word);
            assertThat(text.asString("")).as("%s of %s", word, place).isNotBlank();
        }
        JsonNode examples = place.schema().has("examples") ? place.schema().get("examples") : referred.path("examples");
        assertThat(examples.size()).as("examples of %s", place).isPositive();
        var schema = SCHEMAS.get(place.file() + "#" + place.pointer());
        for (JsonNode example : examples) {
            assertThat(schema.validator().validate(example))
                    .as("example %s of %s", example, place)
                    .isEmpty();
        }
    }

    @Test
    void everyResourceTypeHasItsSchemasAndNoOtherDoes() throws IOException {
        List<String> expected = new ArrayList<>();
        ResourceTypes types = ResourceTypes.bundled();
        for (String type : types.all()) {
            expected.add("report/" + type + "/common.schema.json");
            for (String reporter : types.reportersOf(type)) {
                expected.add("report/" + type + "/" + reporter + ".schema.json");
                expected.add("resource-data/" + type + "/" + reporter + ".schema.json");
            }
        }
        assertThat(files().filter(file -> !file.startsWith("event/"))).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void theRecordSchemaKnowsTheSameResourceTypesAndReporters() {
        JsonNode known = read("event/record.schema.json").at("/$defs/known_reporter/anyOf");
        List<String> pairs = new ArrayList<>();
        for (JsonNode alternative : known) {
            String type = alternative
                    .at("/properties/data/properties/metadata/properties/resource_type/const")
                    .asString();
            alternative
                    .at("/properties/data/properties/reporter_data/properties/reporter_type/enum")
                    .forEach(reporter -> pairs.add(type + "/" + reporter.asString()));
        }
        ResourceTypes types = ResourceTypes.bundled();
        assertThat(pairs)
                .containsExactlyElementsOf(types.all().stream()
                        .flatMap(type -> types.reportersOf(type).stream().map(reporter -> type + "/" + reporter))
                        .toList());
    }

    @Test
    void aSchemaThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> SCHEMAS.get("event/moved.schema.json"))
                .isInstanceOf(ContractException.class)
                .hasMessageStartingWith("kessel-events/event/moved.schema.json is no usable JSON Schema: ")
                .hasMessageEndingWith("; mend the file or its $ref.");
    }

    private static void collect(String file, String pointer, JsonNode schema, List<Place> places) {
        if (!schema.isObject()) {
            return;
        }
        boolean onlyHoldsDefinitions = pointer.isEmpty() && !schema.has("type");
        if (!onlyHoldsDefinitions) {
            places.add(new Place(file, pointer, schema));
        }
        for (String holder : List.of("properties", "$defs")) {
            for (Map.Entry<String, JsonNode> member : schema.path(holder).properties()) {
                collect(file, pointer + "/" + holder + "/" + member.getKey(), member.getValue(), places);
            }
        }
        if (schema.path("items").has("title")) {
            collect(file, pointer + "/items", schema.get("items"), places);
        }
    }

    private static JsonNode resolve(Place place) {
        String ref = place.schema().get("$ref").asString();
        String file = ref.startsWith("#")
                ? place.file()
                : Path.of(place.file())
                        .resolveSibling(ref.replaceFirst("#.*", ""))
                        .normalize()
                        .toString();
        return read(file).at(ref.contains("#") ? ref.substring(ref.indexOf('#') + 1) : "");
    }

    private static JsonNode read(String file) {
        return Json.MAPPER.readTree(ROOT.resolve(file));
    }
}
