package io.github.kesselevents.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of {@code report.json} is right: what is written is what it says, member by member. */
class ReportSchemaTest {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder -> builder.schemaIdResolvers(resolvers ->
                            resolvers.mapPrefix("https://kesselevents.github.io/schemas/", "classpath:kessel-events/")))
            .getSchema(SchemaLocation.of("https://kesselevents.github.io/schemas/report.schema.json"));

    /** Each record of the form, by its definition's name; the whole is the empty name. */
    static Map<String, Class<?>> definitions() {
        Map<String, Class<?>> definitions = new LinkedHashMap<>();
        definitions.put("", Report.class);
        Stream.of(Report.class.getDeclaredClasses(), Timeline.class.getDeclaredClasses())
                .flatMap(Arrays::stream)
                .filter(Class::isRecord)
                .forEach(type -> definitions.put(type.getSimpleName().toLowerCase(java.util.Locale.ROOT), type));
        definitions.put("timeline", Timeline.class);
        return definitions;
    }

    static Stream<String> names() {
        return definitions().keySet().stream();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsWhatTheSchemaSays(ReportSamples sample) throws Exception {
        assertThat(SCHEMA.validate(sample.write().text("report.json"), InputFormat.JSON))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenCanBeReadAgain(ReportSamples sample) throws Exception {
        ReportSamples.Written written = sample.write();
        Report report = ReportJson.read(written.folder().resolve("report.json"));
        assertThat(ReportJson.render(report)).isEqualTo(written.text("report.json"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void theSchemaNamesTheMembersOfTheForm(String name) throws Exception {
        JsonNode definition = name.isEmpty() ? file() : file().at("/$defs/" + name);
        RecordComponent[] components = definitions().get(name).getRecordComponents();

        assertThat(definition.get("properties").propertyNames())
                .containsExactlyElementsOf(
                        Arrays.stream(components).map(RecordComponent::getName).toList());
        assertThat(definition.get("required").valueStream().map(JsonNode::stringValue))
                .containsExactlyElementsOf(Arrays.stream(components)
                        .filter(component -> !component.isAnnotationPresent(Report.Nullable.class))
                        .map(RecordComponent::getName)
                        .toList());
        assertThat(definition.get("properties").valueStream())
                .allMatch(member -> member.has("description") || member.has("$ref"));
    }

    @Test
    void whatTheSchemaDoesNotNameIsRefused() throws Exception {
        String text = ReportSamples.CONFORMING.write().text("report.json");
        String more = text.replaceFirst("\\{", "{\"mood\": \"fine\",");
        assertThat(SCHEMA.validate(more, InputFormat.JSON)).isNotEmpty();
    }

    private static JsonNode file() throws java.io.IOException {
        try (InputStream in = ReportSchemaTest.class.getResourceAsStream("/kessel-events/report.schema.json")) {
            return MAPPER.readTree(in);
        }
    }
}
