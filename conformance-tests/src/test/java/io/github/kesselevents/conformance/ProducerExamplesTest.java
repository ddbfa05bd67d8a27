package io.github.kesselevents.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the producer in Go shows is what the README says, and what the reference does. */
class ProducerExamplesTest {

    private static final Path GO = Path.of("../fixtures/producers/go");

    @Test
    void theReadmeShowsTheVeryFile() throws IOException {
        String shown = Files.readAllLines(GO.resolve("producer.yaml")).stream()
                .filter(line -> !line.startsWith("# yaml-language-server"))
                .collect(Collectors.joining("\n"));

        assertThat(Files.readString(Path.of("../README.md"))).contains("```yaml\n" + shown + "\n```");
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer.yaml", "dual-write.yaml"})
    void aFileCanBeUsed(String file) {
        assertThat(ProducerSettings.read(GO.resolve(file)).name()).endsWith("in Go");
    }

    /** How a real inventory-api is told; none is here to be checked. */
    @ParameterizedTest
    @ValueSource(strings = {"running.yaml", "binary.yaml", "image.yaml"})
    void anInventoryApiNeedsNoMoreThanItsOwn(String file) {
        ProducerSettings settings = ProducerSettings.read(Path.of("../fixtures/producers/inventory-api", file));

        assertThat(settings.name()).startsWith("inventory-api");
        assertThat(settings.profile().tables())
                .isEqualTo(ProducerProfile.kessel().tables());
    }

    /** Its own copy is made for a database that may have them already. */
    @Test
    void itsTablesAreThoseOfTheReference() throws IOException {
        Path reference = Path.of("../fixtures/src/main/resources/db/inventory/V1__tables.sql");

        assertThat(Files.readString(GO.resolve("tables.sql")).replace(" IF NOT EXISTS", ""))
                .isEqualTo(Files.readString(reference));
    }
}
