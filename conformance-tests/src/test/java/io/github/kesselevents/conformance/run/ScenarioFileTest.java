package io.github.kesselevents.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.kesselevents.conformance.workload.FaultPoint;
import io.github.kesselevents.conformance.workload.PlannedFault;
import io.github.kesselevents.conformance.workload.Scenario;
import io.github.kesselevents.conformance.workload.ScenarioSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ScenarioFileTest {

    private static final String ALL = "conflict commits, cut after commit, cut before commit, cut during commit,"
            + " disconnect broker, disconnect database, disconnect producer, disconnect relay, hold commit, kill broker, kill database, kill leader, kill producer, kill relay, outage broker, pause broker,"
            + " pause database, pause producer, pause relay, refuse commits, stop broker, stop database, stop producer,"
            + " stop relay, time out client";

    @TempDir
    private Path folder;

    @Test
    void itSaysWhichWhenAndHowOften() throws IOException {
        ScenarioFile file = read("""
                seed: 7
                operations: 3000
                brokers: 3
                disturbances:
                  - {disturbance: kill relay, times: 2}
                  - {disturbance: hold commit}
                  - disturbance: cut after commit
                    at: [500, 1500]
                """);

        assertThat(file.seed()).isEqualTo(7);
        assertThat(file.operations()).isEqualTo(3000);
        assertThat(file.brokers()).isEqualTo(3);
        assertThat(file.applyTo(ScenarioSettings.defaults()).faults())
                .as("in turns, as far as they are drawn")
                .containsExactly(
                        PlannedFault.drawn("kill relay"),
                        PlannedFault.drawn("hold commit"),
                        PlannedFault.drawn("kill relay"),
                        new PlannedFault("cut after commit", 500),
                        new PlannedFault("cut after commit", 1500));
    }

    @Test
    void aScenarioHasThemInTheOrderOfTheirPoints() throws IOException {
        ScenarioFile file = read("""
                disturbances:
                  - {disturbance: stop relay, times: 2}
                  - {disturbance: kill broker, at: [1000]}
                """);

        List<FaultPoint> points = Scenario.draw("run-1", 1, file.applyTo(ScenarioSettings.defaults()))
                .faults();
        assertThat(points).extracting(FaultPoint::fault).containsExactly("stop relay", "kill broker", "stop relay");
        assertThat(points.get(1).operations()).isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "disturbances: [{disturbance: kill everything}] | line 1: there is no disturbance kill everything;"
                        + " there are: " + ALL + ".",
                "disturbances: [{disturbance: [kill]}] | line 1: there is no disturbance of this form; there are: "
                        + ALL + ".",
                "disturbances: [{times: 2}] | line 1: this entry names no disturbance; there are: " + ALL + ".",
                "disturbances: [{disturbance: kill relay, often: 2}] | line 1: a disturbance has no member often; it"
                        + " may have: at, disturbance, times.",
                "faults: [] | line 1: a scenario has no member faults; it may have: brokers, disturbances, operations, seed.",
                "disturbances: kill relay | line 1: disturbances is a list.",
                "disturbances: [kill relay] | line 1: an entry of disturbances is an object, such as"
                        + " {disturbance: kill relay, times: 2}.",
                "disturbances: [{disturbance: kill relay, times: 0}] | line 1: times is a number from 1 to 100, not 0.",
                "disturbances: [{disturbance: kill relay, times: often}] | line 1: times is a whole number, not often.",
                "disturbances: [{disturbance: kill relay, times: 2, at: [500]}] | line 1: at says already how often;"
                        + " leave out times, or at.",
                "disturbances: [{disturbance: kill relay, at: 500}] | line 1: at is a list of numbers of operations,"
                        + " such as [500, 1500].",
                "disturbances: [{disturbance: kill relay, at: []}] | line 1: at is empty; say a number of operations,"
                        + " or leave it out to have the points drawn.",
                "disturbances: [{disturbance: kill relay, at: [5]}] | line 1: at is a number from 200 to 1000000, not"
                        + " 5.",
                "seed: 1.5 | line 1: seed is a whole number, not 1.5.",
                "brokers: 2 | line 1: brokers is 1 or 3, not 2.",
                "brokers: many | line 1: brokers is 1 or 3, not many.",
                "[] | line 1: a scenario is an object of seed, operations, brokers and disturbances."
            })
    void whatCannotBeUsedIsOneSentenceThatSaysWhatIsAllowed(String yaml, String sentence) throws IOException {
        Path file = write(yaml);
        assertThatThrownBy(() -> ScenarioFile.read(file))
                .isInstanceOf(ScenarioException.class)
                .hasMessage("The scenario " + file + ", " + sentence);
        assertThat(flaws(yaml)).as("the schema refuses it, too").isNotEmpty();
    }

    @Test
    void theLineIsThatOfTheMistake() throws IOException {
        Path file = write("""
                operations: 2000
                disturbances:
                  - disturbance: kill relay
                  - disturbance: kill relai
                """);
        assertThatThrownBy(() -> ScenarioFile.read(file)).hasMessageContaining(", line 4: ");
    }

    @Test
    void aPointTooNearToTheEndIsRefused() throws IOException {
        Path file = write("""
                operations: 2000
                disturbances:
                  - {disturbance: kill relay, at: [1900]}
                """);
        assertThatThrownBy(() -> ScenarioFile.read(file))
                .hasMessage("The scenario " + file + ", line 3: a disturbance at operation 1900 of 2000 leaves too few"
                        + " before or after it; say a number from 200 to 1800.");
    }

    @Test
    void whatIsNoYamlIsOneSentence() throws IOException {
        Path file = write("disturbances: [");
        assertThatThrownBy(() -> ScenarioFile.read(file))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith("The scenario " + file)
                .hasMessageNotContaining("\n");
    }

    @Test
    void anEmptyListAndAMissingFileAreRefused() throws IOException {
        Path file = write("operations: 2000");
        assertThatThrownBy(() -> ScenarioFile.read(file))
                .hasMessage("The scenario " + file + " lists no disturbances; add at least one.");
        Path missing = folder.resolve("absent.yaml");
        assertThatThrownBy(() -> ScenarioFile.read(missing))
                .hasMessage("The scenario " + missing + " is no file; give the path of a YAML file.");
    }

    @Test
    void theSchemaNamesAllDisturbancesAndAcceptsEach() throws IOException {
        JsonNode known = schema().at("/$defs/disturbance/properties/disturbance/enum");
        assertThat(known.valueStream().map(JsonNode::stringValue)).containsExactlyElementsOf(Disturbances.names());
        for (String name : Disturbances.names()) {
            assertThat(flaws("disturbances: [{disturbance: " + name + ", times: 3}]"))
                    .isEmpty();
        }
        assertThat(
                        flaws(
                                "{seed: -1, operations: 1000, brokers: 3, disturbances: [{disturbance: kill relay, at: [200, 800]}]}"))
                .isEmpty();
    }

    private ScenarioFile read(String yaml) throws IOException {
        return ScenarioFile.read(write(yaml));
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("scenario.yaml"), yaml);
    }

    private static List<Error> flaws(String yaml) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema());
        return schema.validate(YAMLMapper.shared().readTree(yaml));
    }

    private static JsonNode schema() throws IOException {
        try (InputStream in = ScenarioFile.class.getResourceAsStream("/kessel-events/scenario.schema.json")) {
            return JsonMapper.shared().readTree(in);
        }
    }
}
