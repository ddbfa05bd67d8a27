package io.github.kesselevents.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole check of a consumer, with processes that are really killed. */
@Tag("full")
class CheckConsumerCommandIT {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Program.run(new CheckConsumerCommand(), new PrintWriter(out), new PrintWriter(err), args);
    }

    @Test
    void theReferenceSurvivesEverything() throws IOException {
        long begun = System.nanoTime();

        int code = run("--output=" + folder);

        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        System.out.println("The reference consumer was checked in " + took.toMillis() / 1000.0 + " s.");
        assertThat(code).as(out + "\n" + err).isZero();
        assertThat(out.toString()).contains("CONFORMANT: no MUST is violated; not shown: nothing.");
        List<JsonNode> entries = Files.readAllLines(folder.resolve("history.ndjson")).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        assertThat(entries)
                .filteredOn(entry -> entry.path("kind").stringValue().equals("observed"))
                .hasSizeGreaterThan(1_000);
        assertThat(entries)
                .filteredOn(entry -> entry.path("stage").asString("").equals("TOOK_EFFECT")
                        && entry.path("what").asString().equals("kill"))
                .hasSizeGreaterThanOrEqualTo(5);
        assertThat(folder).isDirectoryContaining("glob:**/report.{html,json}");
    }

    @Test
    void aConsumerThatNeverGetsAPartitionIsToldInOneSentence() throws IOException {
        Path idle = Files.writeString(folder.resolve("idle.yaml"), """
                name: idle
                command: [sleep, "600"]
                members: 1
                group: idle
                sink: {jdbc: "${database-url}", effects: SELECT 1, state: SELECT 1}
                """);

        assertThat(run("--consumer=" + idle, "--patience=1", "--output=" + folder.resolve("out")))
                .isEqualTo(3);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("The group idle was not assigned all partitions within 1 s (members: 0); see"
                        + " that its members start, reach the broker, and subscribe to the topic under this group.");
    }
}
