package io.github.kesselevents.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.DownstreamBuild.Built;
import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.fixtures.environment.ContainerSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A producer in Go, checked as anybody's is: right, by its own build and as an image, and with a dual write. Needs Go
 * 1.19 or newer.
 *
 * <p>its producer.yaml is the README's: {@link ProducerExamplesTest}
 */
@Tag("full")
class GoProducerIT {

    private static final Path SOURCES = Path.of("../fixtures/producers/go");
    private static final int PATIENCE_MINUTES = 5;
    /** Of the names of images; empty for the public ones. */
    private static final String PREFIX = System.getProperty("images", "");

    @TempDir
    private static Path folder;

    private record Checked(int code, String out, String err) {}

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        List<String> command = List.of("go", "build", "-buildvcs=false", "-o", "target/inventory", ".");
        Path said = folder.resolve("said.txt");
        Process go = new ProcessBuilder(command)
                .directory(SOURCES.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        boolean ended = go.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        go.destroyForcibly();
        String text = Files.readString(said, UTF_8);
        assertThat(ended).as("%s ends: %s", command, text).isTrue();
        assertThat(go.exitValue()).as("%s: %s", command, text).isZero();
    }

    /** By its own pom, in its own folder, as its team builds it. */
    @Test
    void theRightOneHasAGreenBuild() throws IOException, InterruptedException {
        try (DownstreamBuild kit = DownstreamBuild.install()) {
            Built built = kit.verify(SOURCES, "--operations=1000 --no-probes", folder.resolve("built.txt"));

            assertThat(built.code()).as(built.said()).isZero();
            assertThat(built.said())
                    // Beside FIDELITY-3, DUP-1 shows by chance.
                    .containsPattern(
                            "CONFORMANT: no MUST is violated; known violations: FIDELITY-3(, DUP-1)?; not shown: nothing\\.")
                    .contains("kill producer", "BUILD SUCCESS");
        }
        assertThat(SOURCES.resolve("target/conformance")).isDirectoryContaining("glob:**/report.html");
    }

    /** Its image is that of Java here, which has what the program needs: a C library. */
    @Test
    void itIsCheckedAsAnImageToo() throws IOException {
        Path image = Files.writeString(folder.resolve("image.yaml"), """
                name: inventory in Go
                image: %s
                files:
                  /srv/inventory: %s
                  /srv/schemas: %s
                command: [/srv/inventory]
                environment:
                  LISTEN: 0.0.0.0:$PORT
                  DATABASE_URL: $DATABASE_URL
                  SCHEMAS: /srv/schemas
                ready: health
                containers: {pull: %s, images: {kafka: %s, postgres: %s, connect: %s}}
                """.formatted(
                image("java"),
                SOURCES.resolve("target/inventory").toAbsolutePath(),
                Path.of("../schemas/src/main/resources/kessel-events/report").toAbsolutePath(),
                PREFIX.isEmpty() ? "missing" : "never",
                image("kafka"),
                image("postgres"),
                image("connect")));

        Checked checked =
                check(image, "--no-probes", "--faults=hold commit,refuse commits,kill relay,disconnect producer");

        assertThat(checked.code()).as("%s%s", checked.out, checked.err).isEqualTo(ExitCode.CONFORMANT.code());
        assertThat(checked.out().replaceAll("\\s+", " "))
                .contains("relay " + image("connect"))
                .contains("disconnect producer");
    }

    private static String image(String use) {
        return PREFIX.isEmpty() ? ContainerSettings.publicImages().get(use) : PREFIX + "/" + use;
    }

    /** What commits while the broker is gone is lost for certain: the service waits half a second for it. */
    @Test
    void theDualWriteIsFoundAndExplained() {
        Checked checked = check(SOURCES.resolve("dual-write.yaml"), "--faults=kill producer,outage broker");
        String out = checked.out().replaceAll("\\s+", " ");

        assertThat(checked.code()).as("%s%s", checked.out, checked.err).isEqualTo(ExitCode.VIOLATED.code());
        assertThat(out)
                .containsPattern("NOT CONFORMANT: [^.;]*ATOMIC-3[^.;]* violated;")
                .containsPattern("was committed at \\S+, and never published")
                .contains("the service commits, and then sends the event itself")
                .contains("What to do: let one commit hold the change and its event.");
    }

    private static Checked check(Path file, String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(
                "--producer=" + file, "--operations=1000", "--output=" + folder.resolve("of-" + file.getFileName())));
        int code =
                Program.run(new CheckCommand(), new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
        return new Checked(code, out.toString(), err.toString());
    }
}
