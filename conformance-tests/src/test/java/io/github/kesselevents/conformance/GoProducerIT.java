package io.github.kesselevents.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.verdict.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A producer in Go, checked as anybody's is: right, and with a dual write. Needs Go 1.19 or newer.
 *
 * <p>its producer.yaml is the README's: {@link ProducerExamplesTest}
 */
@Tag("full")
class GoProducerIT {

    private static final Path SOURCES = Path.of("../fixtures/producers/go");
    private static final int PATIENCE_MINUTES = 5;

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

    @Test
    void theRightOneIsConformant() {
        Checked checked = check("producer.yaml", "--no-probes");

        assertThat(checked.code()).as("%s%s", checked.out, checked.err).isEqualTo(ExitCode.CONFORMANT.code());
        assertThat(checked.out())
                // Beside FIDELITY-3, DUP-1 shows by chance.
                .containsPattern(
                        "CONFORMANT: no MUST is violated; known violations: FIDELITY-3(, DUP-1)?; not shown: nothing\\.")
                .contains("kill producer");
    }

    /** What commits while the broker is gone is lost for certain: the service waits half a second for it. */
    @Test
    void theDualWriteIsFoundAndExplained() {
        Checked checked = check("dual-write.yaml", "--faults=kill producer,outage broker");
        String out = checked.out().replaceAll("\\s+", " ");

        assertThat(checked.code()).as("%s%s", checked.out, checked.err).isEqualTo(ExitCode.VIOLATED.code());
        assertThat(out)
                .containsPattern("NOT CONFORMANT: [^.;]*ATOMIC-3[^.;]* violated;")
                .containsPattern("was committed at \\S+, and never published")
                .contains("the service commits, and then sends the event itself")
                .contains("What to do: let one commit hold the change and its event.");
    }

    private static Checked check(String file, String option) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Program.run(
                new CheckCommand(),
                new PrintWriter(out),
                new PrintWriter(err),
                "--producer=" + SOURCES.resolve(file),
                "--operations=1000",
                "--output=" + folder.resolve(file),
                option);
        return new Checked(code, out.toString(), err.toString());
    }
}
