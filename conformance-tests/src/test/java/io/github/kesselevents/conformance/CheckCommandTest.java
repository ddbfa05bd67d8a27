package io.github.kesselevents.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.fixtures.pact.ConsumerPact;
import io.github.kesselevents.fixtures.pact.ExpectedEvent;
import io.github.kesselevents.schemas.Requirement;
import io.github.kesselevents.schemas.Requirements;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the main job refuses, before it starts anything. */
class CheckCommandTest {

    @TempDir
    private Path folder;

    @Test
    void theHelpNamesOptionsAndExitCodes() {
        StringWriter out = new StringWriter();
        int code = Program.run(new CheckCommand(), new PrintWriter(out), new PrintWriter(new StringWriter()), "--help");
        assertThat(code).isZero();
        assertThat(out.toString())
                .contains(
                        "--seed",
                        "--operations",
                        "--brokers",
                        "--environment",
                        "--image",
                        "--pull",
                        "--reuse",
                        "--relay",
                        "--connector",
                        "--producer",
                        "--profile",
                        "--output",
                        "--scenario",
                        "--no-probes",
                        "--pacts",
                        "--broker-url",
                        "--enable-pending",
                        "PACT_BROKER_TOKEN")
                .contains("1   a MUST is violated, or a consumer's pact");
    }

    @Test
    void anUnknownOptionIsOneSentence() {
        assertRefused("Unknown option: '--sed=3'; see --help.", "--sed=3");
    }

    @Test
    void tooFewOperationsAreOneSentence() {
        assertRefused("--operations must be at least 1000; it is 10; see --help.", "--operations=10");
    }

    @Test
    void anUnknownRelayIsOneSentenceThatNamesTheKnownOnes() {
        assertRefused(
                "Invalid value for option '--relay': expected one of [NEWEST, PRODUCTION] (case-insensitive) but was"
                        + " 'latest'; see --help.",
                "--relay=latest");
    }

    @Test
    void reuseOfChildProcessesIsOneSentence() {
        assertRefused("--reuse is for containers; say --environment=containers; see --help.", "--reuse");
        assertRefused(
                "--reuse is for containers; say --environment=containers; see --help.",
                "--reuse",
                "--environment=embedded");
    }

    @Test
    void aMissingConnectorConfigurationIsOneSentence() {
        Path missing = folder.resolve("absent.json");
        assertRefusedWith(missing.toString(), "--connector=" + missing);
    }

    @Test
    void aMissingProfileIsOneSentence() {
        assertRefused(
                "There is no profile absent.yaml, neither bundled nor as a file; use kessel, or the path of a YAML file.",
                "--profile=absent.yaml");
    }

    @Test
    void pactsOfAFolderAndOfABrokerAreOneSentence() {
        assertRefused(
                "--pacts and --broker-url exclude each other; see --help.",
                "--pacts=ready",
                "--broker-url=http://127.0.0.1:1");
    }

    @Test
    void aPactOfAnotherVersionIsOneSentenceBeforeAnythingStarts() throws IOException {
        writePact(pact().replace("\"version\": \"4.0\"", "\"version\": \"3.0.0\""));
        assertRefused(
                "The pact c.json is of version 3.0.0 of the specification, at /metadata/pactSpecification/version; write it"
                        + " as version 4, the one that has asynchronous messages with parameters of states.",
                "--pacts=" + folder);
    }

    @Test
    void aPactWithAnUnknownStateIsRefusedBeforeAnythingStarts() throws IOException {
        writePact(pact().replace("\"name\": \"a live resource is deleted\"", "\"name\": \"a host is gone\""));
        assertRefused(
                "c.json, \"a live resource is deleted (host of hbi)\": at /providerStates/0/name: expected one of a resource"
                        + " is reported for the first time; a known resource is reported again; a deleted resource is"
                        + " reported again; a live resource is deleted, but was \"a host is gone\";"
                        + " no producer can satisfy this, so mend the pacts in " + folder + ".",
                "--pacts=" + folder);
    }

    @Test
    void aMissingProducerIsOneSentence() {
        assertRefused(
                "There is no file absent.yaml; give the path of a producer.yaml, or have init write one.",
                "--producer=absent.yaml");
    }

    @Test
    void aProducerAndItsProfileOrRelayBesideItAreOneSentence() {
        assertRefused(
                "--producer says which profile it has; leave out --profile; see --help.",
                "--producer=producer.yaml",
                "--profile=kessel");
        assertRefused(
                "--producer says which relay it has; leave out --connector; see --help.",
                "--producer=producer.yaml",
                "--connector=connector.json");
    }

    @Test
    void anUnknownFaultThatIsAcceptedIsOneSentenceThatNamesTheKnownOnes() throws IOException {
        Path file = Files.writeString(
                folder.resolve("producer.yaml"),
                "{name: mine, command: [bin/mine, $PORT], profile: {accepted: {unplug relay: It is soldered.}}}");
        assertRefusedWith(
                "There is no fault named unplug relay; there are: conflict commits,",
                "--producer=" + file,
                "--output=" + folder);
    }

    @Test
    void anUnknownDisturbanceInAScenarioIsOneSentenceThatNamesTheKnownOnes() throws IOException {
        Path file = Files.writeString(
                folder.resolve("chaos.yaml"), "operations: 2000\ndisturbances:\n  - disturbance: unplug relay\n");
        assertRefusedWith(
                "The scenario " + file + ", line 3: there is no disturbance unplug relay; there are: conflict commits,",
                "--scenario=" + file);
    }

    @Test
    void aScenarioAndFaultsBesideItAreOneSentence() throws IOException {
        Path file = Files.writeString(folder.resolve("chaos.yaml"), "disturbances: [{disturbance: kill relay}]");
        assertRefused(
                "--scenario says which faults there are; leave out --faults; see --help.",
                "--scenario=" + file,
                "--faults=kill relay");
    }

    @Test
    void twoBrokersAreOneSentence() {
        assertRefused(
                "Kafka runs here with 1 broker, or with 3 of which one may be lost, and not with 2.", "--brokers=2");
    }

    @Test
    void killingTheLeaderWhereNobodyElseCanLeadIsOneSentence() {
        assertRefused(
                "The fault kill leader needs three brokers, so that another one can lead, and there is one; say"
                        + " --brokers=3, or brokers: 3 in the scenario.",
                "--faults=kill relay,kill leader",
                "--output=" + folder);
    }

    @Test
    void tooFewOperationsOfAScenarioAreOneSentence() throws IOException {
        Path file = Files.writeString(
                folder.resolve("chaos.yaml"), "{operations: 500, disturbances: [{disturbance: kill relay}]}");
        assertRefused("the scenario's operations must be at least 1000; it is 500; see --help.", "--scenario=" + file);
    }

    @Test
    void aProfileWithoutTablesForTheWitnessIsOneSentence() throws IOException {
        Path file = Files.writeString(folder.resolve("bare.yaml"), """
                name: bare
                wire_format: CONNECT_JSON
                refusals: []
                topics: events
                streams:
                  - {prefix: events, topic: events}
                tables: {}
                decides: {C: [LIVE-1]}
                not_promised:
                %s
                """.formatted(promises()
                .filter(id -> !id.equals("LIVE-1"))
                .map(id -> "  " + id + ": It is another producer.")
                .collect(Collectors.joining("\n"))));
        assertRefused(
                "The profile bare names no tables, so no witness can see what commits; list the tables of its versions"
                        + " under tables.",
                "--profile=" + file,
                "--output=" + folder);
    }

    private static Stream<String> promises() {
        return Requirements.bundled().all().stream().map(Requirement::id).filter(id -> !id.startsWith("CONSUMER"));
    }

    private void writePact(String pact) throws IOException {
        Files.writeString(folder.resolve("c.json"), pact);
    }

    private static String pact() {
        return ConsumerPact.of("c", ExpectedEvent.deleted("host")).toJson();
    }

    private static void assertRefused(String sentence, String... arguments) {
        assertThat(refusal(arguments)).isEqualTo(sentence + System.lineSeparator());
    }

    private static void assertRefusedWith(String part, String... arguments) {
        assertThat(refusal(arguments)).contains(part).hasLineCount(1);
    }

    private static String refusal(String... arguments) {
        StringWriter err = new StringWriter();
        int code =
                Program.run(new CheckCommand(), new PrintWriter(new StringWriter()), new PrintWriter(err), arguments);
        assertThat(code).as("exit code for what cannot be used").isEqualTo(3);
        return err.toString();
    }
}
