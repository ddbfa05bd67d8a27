package io.github.kesselevents.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be used is told in one sentence, before anything is started. */
class CheckConsumerCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Program.run(new CheckConsumerCommand(), new PrintWriter(out), new PrintWriter(err), args);
    }

    private void assertRefused(String sentence, String... args) {
        assertThat(run(args)).isEqualTo(3);
        assertThat(err.toString()).isEqualToIgnoringNewLines(sentence);
    }

    @Test
    void helpNamesOptionsAndExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "--consumer",
                        "--records",
                        "--from",
                        "--defect",
                        "--environment",
                        "--image",
                        "--pull",
                        "--reuse",
                        "Exit codes:");
    }

    @Test
    void aConsumerThatIsNotThereIsRefused() {
        assertRefused(
                "There is no consumer nobody, neither bundled nor as a file; use reference, or the path of a YAML file.",
                "--consumer=nobody");
    }

    @Test
    void tooFewRecordsAreRefused() {
        assertRefused("--records must be at least 150; it is 10; see --help.", "--records=10");
    }

    @Test
    void anImageWithoutContainersIsRefused() {
        assertRefused(
                "--image is for containers; say --environment=containers; see --help.", "--image=java=example/java");
    }

    @Test
    void reuseWithoutContainersIsRefused() {
        assertRefused("--reuse is for containers; say --environment=containers; see --help.", "--reuse");
    }

    @Test
    void aConsumerThatIsAnImageIsNoProcess() throws IOException {
        Path profile = Files.writeString(
                folder.resolve("c.yaml"), "name: c\ngroup: g\nimage: example/c\nsink: {state: 'http://x/state'}\n");

        assertRefused(
                "--environment=embedded cannot be where the consumer is, or asks for, containers; leave it out; see"
                        + " --help.",
                "--consumer=" + profile,
                "--environment=embedded");
    }

    @Test
    void aMistakeIsForTheReferenceAlone() {
        assertRefused(
                "--defect is for the reference; leave out --consumer, or --defect; see --help.",
                "--consumer=other.yaml",
                "--defect=POISON_DROPPED");
    }

    @Test
    void aProfileWithAnUnknownMemberIsRefused() throws IOException {
        Path profile = Files.writeString(folder.resolve("c.yaml"), "name: c\ngroup: g\ncolour: red\n");

        assertThat(run("--consumer=" + profile)).isEqualTo(3);
        assertThat(err.toString())
                .startsWith("The consumer " + profile + " cannot be used: Unrecognized property \"colour\"")
                .endsWith("; mend the file, the bundled reference.yaml shows the form." + System.lineSeparator());
    }

    @Test
    void aProfileWithoutASinkIsRefused() throws IOException {
        Path profile = Files.writeString(folder.resolve("c.yaml"), "name: c\ngroup: g\n");

        assertRefused(
                "The consumer " + profile + " lacks name, group or sink; the bundled reference.yaml shows the form.",
                "--consumer=" + profile);
    }

    @Test
    void aSinkThatShowsNothingIsRefused() throws IOException {
        Path profile = Files.writeString(folder.resolve("c.yaml"), "name: c\ngroup: g\nsink: {jdbc: x}\n");

        assertRefused(
                "The consumer " + profile + " shows nothing of its sink; name a query or a URL under sink: effects or"
                        + " sink: state.",
                "--consumer=" + profile);
    }

    @Test
    void aHistoryThatIsNotThereIsRefused() {
        assertRefused("There is no history at nowhere.ndjson; check the path.", "--from=nowhere.ndjson");
    }
}
