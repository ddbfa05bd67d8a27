package io.github.kesselevents.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.fixtures.environment.ProducerProcess;
import io.github.kesselevents.fixtures.inventory.ReferenceInventoryCommand;
import io.github.kesselevents.fixtures.pact.ConsumerPact;
import io.github.kesselevents.fixtures.pact.ExpectedEvent;
import io.github.kesselevents.fixtures.pact.PactFile;
import io.github.kesselevents.fixtures.pact.PactFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What consumers need, verified in the run that checks the producer. */
@Tag("full")
class CheckPactsIT {

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path folder;

    private record Ran(int code, String out, String err) {}

    @Test
    void aPactThatTheProducerViolatesIsFoundInTheSameRunAndTheRequirementsStayAsTheyAre() throws IOException {
        Path output = folder.resolve("out");

        Ran checked = run(
                new CheckCommand(),
                "--producer=" + producer(),
                "--operations=1000",
                "--faults=stop relay,refuse commits",
                "--output=" + output);

        assertThat(checked.err).isEmpty();
        assertThat(checked.code).as(checked.out).isEqualTo(ExitCode.VIOLATED.code());
        JsonNode verdicts = verdicts(output);
        int ready = readyInteractions();
        for (int number = 1; number <= ready; number++) {
            assertThat(verdict(verdicts, "PACT-" + number).path("verdict").asString())
                    .isEqualTo("PASSED");
        }
        JsonNode finding = verdict(verdicts, "PACT-" + (ready + 1)).at("/causes/0/findings/0");
        assertThat(finding.path("what").asString())
                .matches("\"an instance with a number\", record outbox\\.event\\.kessel\\.resources-\\d@\\d+:"
                        + " /value/data/reporter_data/reporter_instance_id is not what zebra needs: .*");
        assertThat(finding.path("expected").asString()).contains("i-1");
        assertThat(finding.path("actual").asString()).contains("kit-pact");
        for (JsonNode verdict : verdicts) {
            boolean planted = verdict.path("id").asString().equals("PACT-" + (ready + 1));
            assertThat(verdict.path("verdict").asString().equals("VIOLATED"))
                    .as(verdict.path("id").asString())
                    .isEqualTo(planted);
        }
        assertThat(checked.out)
                .contains("NOT CONFORMANT: PACT-" + (ready + 1) + " is violated;")
                .containsPattern("ORDER-1 +PASSED")
                .containsPattern(" s {2}pacts: on the topic");
        assertThat(Files.readString(output.resolve("report-junit.xml"), UTF_8))
                .contains("zebra: an instance with a number", "search-index: a live resource is deleted (host of hbi)");
        assertThat(Files.readString(output.resolve("report.html"), UTF_8)).contains("PACT-" + (ready + 1));
        assertThat(Files.readString(output.resolve("summary.md"), UTF_8)).contains("PACT-" + (ready + 1));

        assertThatTheHistorySaysTheSame(output, verdicts);
    }

    @Test
    void theyAreVerifiedAloneAgainstTheSameProducer() throws IOException {
        Path output = folder.resolve("alone");

        Ran verified = run(new VerifyPactsCommand(), "--producer=" + producer(), "--output=" + output);

        assertThat(verified.err).isEmpty();
        assertThat(verified.code).as(verified.out).isEqualTo(ExitCode.VIOLATED.code());
        assertThat(verified.out).contains("NOT CONFORMANT: PACT-" + (readyInteractions() + 1) + " is violated;");
    }

    /** Also when nothing is in it of what was reported. */
    private void assertThatTheHistorySaysTheSame(Path output, JsonNode verdicts) throws IOException {
        for (String redacted : List.of("", folder.resolve("shared.ndjson").toString())) {
            Path again = folder.resolve("again" + redacted.length());
            Ran judged = run(
                    new JudgeCommand(),
                    "--history=" + output.resolve("history.ndjson"),
                    "--redacted=" + redacted,
                    "--reports=" + again);
            assertThat(judged.code).as("%s%s", judged.out, judged.err).isEqualTo(ExitCode.VIOLATED.code());
            assertThat(words(verdicts(again))).isEqualTo(words(verdicts));
        }
    }

    private static List<String> words(JsonNode verdicts) {
        return verdicts.valueStream()
                .map(verdict -> verdict.path("id").asString() + " "
                        + verdict.path("verdict").asString())
                .toList();
    }

    private static JsonNode verdicts(Path output) throws IOException {
        return JSON.readTree(Files.readString(output.resolve("report.json"), UTF_8))
                .path("requirements");
    }

    private static JsonNode verdict(JsonNode verdicts, String id) {
        return verdicts.valueStream()
                .filter(verdict -> verdict.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no verdict on " + id));
    }

    private static int readyInteractions() {
        return PactFiles.ready().stream()
                .mapToInt(pact -> pact.interactions().size())
                .sum();
    }

    /** The reference, as anybody's command, with contracts beside it. */
    private Path producer() throws IOException {
        Path contracts = Files.createDirectory(folder.resolve("contracts"));
        for (PactFile ready : PactFiles.ready()) {
            Files.writeString(contracts.resolve(ready.name()), ready.json().toString());
        }
        Files.writeString(contracts.resolve("zebra.json"), planted());
        ObjectNode producer = JSON.createObjectNode().put("name", "anybody's").put("pacts", "contracts");
        ProducerProcess.javaCommand(ReferenceInventoryCommand.class.getName())
                .forEach(producer.putArray("command")::add);
        producer.putObject("environment")
                .put("INVENTORY_DATABASE_URL", "$DATABASE_JDBC_URL")
                .put("INVENTORY_PORT", "$PORT");
        return Files.writeString(folder.resolve("producer.yaml"), producer.toString());
    }

    /** The contract allows any text there, and the examples that it is held against happen to be of this form. */
    private static String planted() {
        ObjectNode pact = (ObjectNode) JSON.readTree(ConsumerPact.of(
                        "zebra",
                        ExpectedEvent.created("host")
                                .named("an instance with a number")
                                .needs("/value/data/reporter_data/reporter_instance_id"))
                .toJson());
        ((ObjectNode) pact.at("/interactions/0/matchingRules/body"))
                .putObject("$.data.reporter_data.reporter_instance_id")
                .put("combine", "AND")
                .putArray("matchers")
                .addObject()
                .put("match", "regex")
                .put("regex", "^(i-\\d+|[a-z]+ instance|\\d+)$");
        return pact.toString();
    }

    private static Ran run(Callable<Integer> command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Program.run(command, new PrintWriter(out), new PrintWriter(err), arguments);
        return new Ran(code, out.toString(), err.toString());
    }
}
