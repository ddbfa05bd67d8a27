package io.github.kesselevents.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.fixtures.pact.ConsumerPact;
import io.github.kesselevents.fixtures.pact.ExpectedEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before anything starts, and what needs no producer. */
class VerifyPactsCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theHelpNamesOptionsPropertiesAndExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("--pacts", "--broker-url", "--broker-token", "--provider-branch", "--enable-pending")
                .contains("--include-wip-pacts-since", "--consumer-version-selectors", "--publish-results")
                .contains("pactbroker.auth.token", "PACT_BROKER_TOKEN")
                .contains("1   a record is not what a consumer needs, or breaks the contract");
    }

    @Test
    void aFolderAndABrokerAreOneSentence() {
        assertRefused(
                "--pacts and --broker-url exclude each other; see --help.",
                "--pacts=" + folder,
                "--broker-url=http://127.0.0.1:1");
    }

    @Test
    void resultsOfNoVersionAreOneSentence() {
        assertRefused("--publish-results needs --provider-version; see --help.", "--publish-results");
    }

    @Test
    void aProducerWithoutItsBrokerIsOneSentence() {
        assertRefused("--producer and --bootstrap-servers go together; see --help.", "--producer=127.0.0.1:1");
    }

    @Test
    void aBrokerWithoutItsProducerIsOneSentence() {
        assertRefused(
                "--bootstrap-servers is of a producer that runs; name its address with --producer; see --help.",
                "--bootstrap-servers=127.0.0.1:1");
    }

    @Test
    void aProducerThatIsNoFileIsOneSentence() {
        assertRefused(
                "There is no file absent.yaml; give the path of a producer.yaml, or have init write one.",
                "--producer=absent.yaml");
    }

    @Test
    void anEmptyFolderIsOneSentence() {
        assertRefused("There is no pact in " + folder + "; name a folder with files *.json.", "--pacts=" + folder);
    }

    @Test
    void aBrokerThatDoesNotAnswerIsOneSentence() {
        assertThat(run("--broker-url=http://127.0.0.1:1")).isEqualTo(3);
        assertThat(err.toString())
                .hasLineCount(1)
                .startsWith("The broker http://127.0.0.1:1 does not give its pacts (")
                .contains("); check its address and the token, and see that it is up.");
    }

    @Test
    void aPactWithAnUnknownStateIsRefusedBeforeAnythingStarts() throws IOException {
        write(sound().replace("\"name\": \"a live resource is deleted\"", "\"name\": \"a host is gone\""));
        assertRefused(
                "c.json, \"a live resource is deleted (host of hbi)\": at /providerStates/0/name: expected one of a resource"
                        + " is reported for the first time; a known resource is reported again; a deleted resource is"
                        + " reported again; a live resource is deleted, but was \"a host is gone\";"
                        + " no producer can satisfy this, so mend the pacts in " + folder + ".",
                "--pacts=" + folder);
    }

    @Test
    void soundPactsAreCheckedWithoutAProducer() throws IOException {
        write(sound());
        assertThat(run("--check-only", "--pacts=" + folder)).isZero();
        assertThat(out.toString()).isEqualTo("1 pacts: they keep the contract." + System.lineSeparator());
    }

    @Test
    void flawsAreToldWithoutAProducer() throws IOException {
        write(sound().replace("\"operation\": \"deleted\"", "\"operation\": \"removed\""));
        assertThat(run("--check-only", "--pacts=" + folder)).isEqualTo(1);
        assertThat(out.toString())
                .contains(
                        "c.json, \"a live resource is deleted (host of hbi)\": SHAPE-2 at /headers/operation: expected"
                                + " one of [\"created\",\"updated\",\"deleted\"], but was \"removed\"")
                .contains("1 pacts: 1 flaws.");
    }

    private void assertRefused(String sentence, String... arguments) {
        assertThat(run(arguments)).as("exit code for what cannot be used").isEqualTo(3);
        assertThat(err.toString()).isEqualTo(sentence + System.lineSeparator());
    }

    private int run(String... arguments) {
        return Program.run(new VerifyPactsCommand(), new PrintWriter(out), new PrintWriter(err), arguments);
    }

    private void write(String pact) throws IOException {
        Files.writeString(folder.resolve("c.json"), pact);
    }

    private static String sound() {
        return ConsumerPact.of("c", ExpectedEvent.deleted("host")).toJson();
    }
}
