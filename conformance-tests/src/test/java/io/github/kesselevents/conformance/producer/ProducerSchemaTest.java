package io.github.kesselevents.conformance.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The JSON Schema that editors complete a {@code producer.yaml} by says of it what its reader says. */
class ProducerSchemaTest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder -> builder.schemaIdResolvers(resolvers ->
                            resolvers.mapPrefix("https://kesselevents.github.io/schemas/", "classpath:kessel-events/")))
            .getSchema(SchemaLocation.of("https://kesselevents.github.io/schemas/producer.schema.json"));

    @Test
    void theSmallOneIsOfTheForm() {
        assertThat(isOfTheForm(ProducerMistake.SMALL)).isTrue();
    }

    @Test
    void aRunningOneIsOfTheForm() {
        assertThat(isOfTheForm("{name: mine, address: 'localhost:9081', ports: {database: 15432}, profile: kessel}"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: mine, address: 'localhost:9081'}",
                "{name: mine, address: 'localhost', ports: {database: 15432}}",
                "{name: mine, address: 'localhost:9081', ports: {database: 15432}, ready: port}",
                "{name: mine, address: 'localhost:9081', ports: {database: 15432, producer: 9081}}"
            })
    void aRunningOneThatTheReaderRefusesIsNot(String yaml) {
        assertThat(isOfTheForm(yaml)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void itSeesWhatTheFormCanShowAndNothingElse(ProducerMistake mistake) {
        assertThat(isOfTheForm(mistake.file())).isNotEqualTo(mistake.breaksTheForm());
    }

    static boolean isOfTheForm(String yaml) {
        return SCHEMA.validate(YAML.readTree(yaml).toString(), InputFormat.JSON).isEmpty();
    }
}
