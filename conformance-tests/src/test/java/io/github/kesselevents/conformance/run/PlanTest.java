package io.github.kesselevents.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.producer.ProducerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run makes beside what is in the database. */
class PlanTest {

    @TempDir
    private Path folder;

    @Test
    void containersAreNamedWithTheirLabels() throws IOException {
        String ended =
                "containers, and a network for them; all bear the label io.github.kesselevents.owner, and the next"
                        + " run removes those of a run that was killed";

        assertThat(made("{}")).contains(ended);
        assertThat(made("{reuse: true}"))
                .contains(ended + "; all but the producer's bear io.github.kesselevents.reuse instead, and stay for the"
                        + " next run");
    }

    private List<String> made(String containers) throws IOException {
        Path file = Files.writeString(
                folder.resolve("producer.yaml"),
                "{name: mine, image: example/mine, environment: {PORT: $PORT}, containers: " + containers + "}");
        return Plan.of(ProducerSettings.read(file)).objects().stream()
                .map(Plan.Made::what)
                .toList();
    }
}
