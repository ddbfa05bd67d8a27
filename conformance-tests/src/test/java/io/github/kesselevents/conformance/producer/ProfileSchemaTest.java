package io.github.kesselevents.conformance.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.kesselevents.schemas.Requirement;
import io.github.kesselevents.schemas.Requirements;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The JSON Schema that editors complete profiles by says of a profile what its reader says. */
class ProfileSchemaTest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder -> builder.schemaIdResolvers(resolvers ->
                            resolvers.mapPrefix("https://kesselevents.github.io/schemas/", "classpath:kessel-events/")))
            .getSchema(SchemaLocation.of("https://kesselevents.github.io/schemas/profile.schema.json"));

    @Test
    void theBundledProfileIsOfTheForm() throws Exception {
        try (InputStream in = ProfileReader.bundled("kessel")) {
            assertThat(isOfTheForm(new String(in.readAllBytes(), UTF_8))).isTrue();
        }
    }

    @Test
    void theSmallProfileIsOfTheForm() {
        assertThat(isOfTheForm(ProfileMistake.SMALL)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"A_MEMBER_TWICE", "A_SECOND_DOCUMENT"})
    void itSeesWhatTheFormCanShowAndNothingElse(ProfileMistake mistake) {
        assertThat(isOfTheForm(mistake.profile())).isNotEqualTo(mistake.breaksTheForm());
    }

    @Test
    void itKnowsTheRequirementsOfTheCatalogue() throws Exception {
        try (InputStream in = ProfileSchemaTest.class.getResourceAsStream("/kessel-events/profile.schema.json")) {
            JsonNode ids = new JsonMapper().readTree(in).at("/$defs/requirement/enum");
            assertThat(ids.valueStream().map(JsonNode::stringValue))
                    .containsExactlyElementsOf(Requirements.bundled().all().stream()
                            .map(Requirement::id)
                            .filter(id -> !id.startsWith("CONSUMER"))
                            .toList());
        }
    }

    private static boolean isOfTheForm(String yaml) {
        return SCHEMA.validate(YAML.readTree(yaml).toString(), InputFormat.JSON).isEmpty();
    }
}
