package io.github.kesselevents.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.verdict.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What stands ready to be copied for CI services does what it says. */
class CiExamplesTest {

    private static final Path EXAMPLES = Path.of("ci");
    private static final String PROGRAM = "/opt/kessel-events/kessel-events";

    @TempDir
    private Path folder;

    @Test
    void whatTheJobKeepsIsWhereTheCheckLeavesIt() throws IOException {
        String job = Files.readString(EXAMPLES.resolve("github-actions.yaml"));
        String output = outputOfTheCheck();

        assertThat(YAMLMapper.shared().readTree(job).at("/jobs/conformance/steps"))
                .anySatisfy(step -> assertThat(step.at("/with/path").asString()).isEqualTo(output))
                .anySatisfy(step -> assertThat(step.path("run").asString())
                        .isEqualTo("cat " + output + "/summary.md >> \"$GITHUB_STEP_SUMMARY\""));
    }

    /** The script of the task itself, with a program that only ends. */
    @ParameterizedTest
    @CsvSource({"0, CONFORMANT", "1, NOT CONFORMANT", "2, INCOMPLETE", "3, ERROR", "137, ERROR"})
    void theTaskEndsAsTheCheckDoesAndSaysHow(int code, String outcome) throws Exception {
        Path program = script("program", """
                #!/bin/sh
                echo "$@" > asked.txt
                [ %1$d -gt 2 ] || { mkdir -p %2$s; echo '## summary' > %2$s/summary.md; }
                exit %1$d
                """.formatted(code, outputOfTheCheck()));
        Files.createDirectories(folder.resolve(outputOfTheCheck()));
        Files.writeString(folder.resolve(outputOfTheCheck()).resolve("summary.md"), "of an earlier run");

        assertThat(runTheTask(program.toString(), "my producer.yaml", "--operations=1000"))
                .isEqualTo(code);
        assertThat(folder.resolve("outcome")).hasContent(outcome);
        assertThat(folder.resolve("summary")).hasContent(code > 2 ? "" : "## summary");
        assertThat(folder.resolve("asked.txt")).hasContent("check my producer.yaml --operations=1000");
    }

    @Test
    void itsOutcomesAreThoseOfTheExitCodes() throws IOException {
        String said = task().at("/spec/results/0/description").asString();

        assertThat(said).isEqualTo("CONFORMANT, NOT CONFORMANT, INCOMPLETE, or ERROR when there is no verdict.");
        assertThat(ExitCode.values()).hasSize(4);
    }

    private int runTheTask(String program, String producer, String... options) throws Exception {
        JsonNode step = task().at("/spec/steps/0");
        String text = step.get("script").asString();
        assertThat(text).contains(PROGRAM + " check").doesNotContain("$(params.");
        Path script = script(
                "task",
                text.replace(PROGRAM, program)
                        .replace(
                                "$(results.outcome.path)",
                                folder.resolve("outcome").toString())
                        .replace(
                                "$(results.summary.path)",
                                folder.resolve("summary").toString()));
        ProcessBuilder builder = new ProcessBuilder(script.toString());
        builder.command().addAll(List.of(options));
        builder.environment().put(step.at("/env/0/name").asString(), producer);
        Process process = builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said.txt").toFile())
                .start();
        return process.waitFor();
    }

    private Path script(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text, UTF_8);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private static JsonNode task() throws IOException {
        return YAMLMapper.shared().readTree(Files.readString(EXAMPLES.resolve("tekton-task.yaml")));
    }

    private static String outputOfTheCheck() {
        return new CommandLine(new CheckCommand())
                .getCommandSpec()
                .findOption("--output")
                .defaultValue();
    }
}
