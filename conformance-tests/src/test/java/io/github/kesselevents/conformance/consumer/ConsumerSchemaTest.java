package io.github.kesselevents.conformance.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.kesselevents.fixtures.environment.ContainerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The form of a {@code consumer.yaml}, which the reader takes as its JSON Schema says. */
class ConsumerSchemaTest {

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder -> builder.schemaIdResolvers(resolvers ->
                            resolvers.mapPrefix("https://kesselevents.github.io/schemas/", "classpath:kessel-events/")))
            .getSchema(SchemaLocation.of("https://kesselevents.github.io/schemas/consumer.schema.json"));

    private static final String IMAGE = """
            name: mine
            image: example/mine:1
            files: {/etc/mine: .}
            containers: {images: {kafka: mirror/kafka}, pull: never, reuse: true}
            group: mine
            sink: {jdbc: "${database-url}", state: SELECT 1}
            """;

    @TempDir
    private Path folder;

    @Test
    void theReferenceIsOfTheForm() throws IOException {
        try (InputStream in = ConsumerProfile.class.getResourceAsStream("/kessel-events/consumers/reference.yaml")) {
            assertThat(isOfTheForm(new String(in.readAllBytes(), StandardCharsets.UTF_8)))
                    .isTrue();
        }
    }

    @Test
    void anImageIsOfTheFormAndFindsItsFilesBesideIt() throws IOException {
        ConsumerProfile profile = read(IMAGE);

        assertThat(isOfTheForm(IMAGE)).isTrue();
        assertThat(profile.isWatched()).isFalse();
        assertThat(profile.files()).isEqualTo(Map.of("/etc/mine", folder));
        assertThat(profile.containerSettings())
                .contains(new ContainerSettings(Map.of("kafka", "mirror/kafka"), ContainerSettings.Pull.NEVER, true));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "image: example/mine:1 | command: [mine] | true | ' has files, which are copied into an image, and there"
                        + " is none; take them out, or name one.'",
                "group: mine | 'group: mine, bootstrap-servers: b:1' | true | ' has bootstrap-servers, and its broker is a"
                        + " container beside it; take them out, and use ${bootstrap-servers}.'",
                "/etc/mine: . | etc/mine: . | true | ' copies a file to etc/mine; begin that path with a slash.'",
                "/etc/mine: . | /etc/mine: absent | false | ' copies absent to /etc/mine, and there is no file or folder"
                        + " FOLDER/absent; name one that exists.'"
            })
    void aMistakeIsOneSentence(String right, String wrong, boolean breaksTheForm, String sentence) {
        String yaml = IMAGE.replace(right, wrong.replace(", ", "\n"));

        assertThat(isOfTheForm(yaml)).isNotEqualTo(breaksTheForm);
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConsumerException.class)
                .hasMessage("The consumer " + folder.resolve("consumer.yaml")
                        + sentence.replace("FOLDER", folder.toString()));
    }

    private ConsumerProfile read(String yaml) throws IOException {
        return ConsumerProfile.of(
                Files.writeString(folder.resolve("consumer.yaml"), yaml).toString());
    }

    private static boolean isOfTheForm(String yaml) {
        return SCHEMA.validate(new YAMLMapper().readTree(yaml).toString(), InputFormat.JSON)
                .isEmpty();
    }
}
