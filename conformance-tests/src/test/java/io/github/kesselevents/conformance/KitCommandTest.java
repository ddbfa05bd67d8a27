package io.github.kesselevents.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.producer.ProducerSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What helps to get to a first check, without starting anything. */
class KitCommandTest {

    @TempDir
    private Path folder;

    private record Ran(int code, String out, String err) {}

    @Test
    void theHelpNamesAllCommands() {
        assertThat(run("help").out())
                .contains("init", "doctor", "plan", "check", "check-consumer", "judge", "compare", "verify-pacts")
                .contains("list", "explain", "completion");
    }

    @Test
    void withoutACommandItSaysWhichThereAreAndEndsWithAnError() {
        Ran ran = run();

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("Finds out whether").contains("Usage: kessel-events", "explain");
    }

    @Test
    void theVersionIsThatOfTheKit() {
        assertThat(run("--version").out()).matches("kessel-events \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
        assertThat(run("check", "--version").out()).isEqualTo(run("--version").out());
    }

    @Test
    void aWrongCommandIsOneSentence() {
        assertThat(run("chek")).isEqualTo(new Ran(3, "", "Unmatched argument at index 0: 'chek'; see --help.\n"));
    }

    @Test
    void theProgramIsCalledAgainByItsName() throws IOException {
        Invocation program = new Invocation(Invocation.Way.PROGRAM, "bin/kessel-events");
        Path file = folder.resolve("my producer.yaml");

        assertThat(run(program, "init", file.toString()).out())
                .endsWith("\n  bin/kessel-events doctor '" + file + "'\n");
        assertThat(run(program, "judge", "swapped-updates", "--grade=C").out())
                .endsWith("Judge it again  bin/kessel-events judge swapped-updates --grade=C\n");
    }

    @Test
    void whatIsGivenTwiceIsOneSentence() {
        assertThat(run("judge", "conforming", "--history=conforming").err())
                .isEqualTo("two histories are named; leave out --history; see --help.\n");
        assertThat(run("check", "producer.yaml", "--producer=producer.yaml").err())
                .isEqualTo("two producers are given; leave out --producer; see --help.\n");
        assertThat(run("check-consumer", "mine.yaml", "--consumer=mine.yaml").err())
                .isEqualTo("two consumers are given; leave out --consumer; see --help.\n");
    }

    @Test
    void aFamilyAloneIsListed() {
        assertThat(run("list", "--family=live"))
                .isEqualTo(new Ran(
                        0,
                        "LIVE-1  MUST  No write that the API accepts stops later events from being published.\n",
                        ""));
        assertThat(run("list", "--family=FIFO"))
                .isEqualTo(new Ran(
                        3,
                        "",
                        "There is no family FIFO; there are SHAPE, FIDELITY, ACK, ATOMIC, ORDER, DUP, LIVE, CONSUMER;"
                                + " see --help.\n"));
    }

    @Test
    void aRequirementIsExplainedByItsIdInAnyCase() {
        assertThat(run("explain", "order-1").out()).startsWith("ORDER-1  Events of a key follow commit order  MUST\n");
    }

    @Test
    void aRequirementThatIsNotThereIsOneSentenceWithTheNearest() {
        assertThat(run("explain", "LIFE-1"))
                .isEqualTo(new Ran(3, "", "There is no requirement LIFE-1; use one of LIVE-1.\n"));
    }

    @Test
    void aShellCompletesCommandsOptionsAndIds() throws Exception {
        Path script = Files.writeString(
                folder.resolve("completion"), run("completion").out());
        String asked = "source " + script + "; COMP_LINE='kessel-events explain ORD' COMP_POINT=25"
                + " COMP_WORDS=(kessel-events explain ORD) COMP_CWORD=2; _complete_kessel-events; echo ${COMPREPLY[*]}";
        // It complains of not being called by a key.
        Process bash = new ProcessBuilder("bash", "-c", asked)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertThat(new String(bash.getInputStream().readAllBytes(), UTF_8))
                .isEqualTo("ORDER-1 ORDER-2 ORDER-3 ORDER-4 ORDER-5\n");
    }

    @Test
    void whatInitWritesCanBeUsedAsItStands() throws IOException {
        Path file = folder.resolve("producer.yaml");
        Ran ran = run("init", file.toString());

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("mvn -q verify -Dkit=\"doctor " + file + "\"");
        assertThat(ProducerSettings.read(file).name()).isEqualTo("my inventory");
    }

    @Test
    void withoutADatabaseItsPlanIsOfItsTopicsAlone() throws IOException {
        Path file = Files.writeString(
                folder.resolve("producer.yaml"),
                "{name: theirs, address: 'localhost:9081', external: {kafka: {bootstrap: 'k:9092'}}}");

        assertThat(run("plan", file.toString())).isEqualTo(new Ran(0, """
                        -- In Kafka at k:9092, without its database, a run makes no more than this; it stays there.

                        -- resources, through the producer's own API, and so their events, on these topics; their local ids begin with run-, the seed and the time:
                        --   outbox.event.kessel.resources, outbox.event.kessel.tuples

                        -- Least rights

                        -- grade C, operations and log alone: none in the database

                        -- Before it runs
                        -- Nobody else may write meanwhile: whose events are whose could not be told.
                        """, ""));
    }

    @Test
    void whatStaysInADatabaseOfOthersIsSaid() throws IOException {
        Path file = Files.writeString(
                folder.resolve("producer.yaml"),
                "{name: theirs, address: 'localhost:9081', external: {kafka: {bootstrap: 'k:9092'},"
                        + " database: {url: 'jdbc:postgresql://d/i', user: u}}}");

        assertThat(run("plan", file.toString()).out()).startsWith("""
                        -- In Kafka at k:9092, database jdbc:postgresql://d/i, a run makes no more than this, and removes it at its end; only the resources, and their events, stay.
                        -- Should it have been killed, this removes it.

                        -- the witness:""");
    }

    @Test
    void whatInitExplainsCanBeUsedWithoutItsComments() throws IOException {
        Path file = folder.resolve("producer.yaml");
        run("init", file.toString());
        Files.writeString(folder.resolve("connector.json"), "{}");
        Path authority = folder.resolve("certificates").resolve("ca.pem");
        Files.createDirectories(authority.getParent());
        Files.writeString(authority, "");
        Files.writeString(folder.resolve("token"), "s3cr3t");
        Files.createDirectory(folder.resolve("pacts"));
        String all = Files.readString(file)
                .replaceAll("(?m)^#(address|class|class_path|ports): .*$", "")
                .replaceAll("(?m)^#(?=[a-z ] ?[a-z_]+:|[a-z]+:)", "")
                .replace("{env: INVENTORY_TOKEN}", "{file: token}");
        Files.writeString(file, all);

        ProducerSettings settings = ProducerSettings.read(file);
        assertThat(settings.profile().name()).isEqualTo("my inventory");
        assertThat(settings.profile().accepted()).containsKey("kill producer");
        assertThat(settings.access().tls()).isPresent();
        assertThat(settings.relay().connector()).contains(folder.resolve("connector.json"));
        assertThat(settings.pacts()).contains(folder.resolve("pacts").toString());
    }

    @Test
    void initOverwritesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("producer.yaml"), "mine");

        assertThat(run("init", file.toString()))
                .isEqualTo(
                        new Ran(3, "", "The file " + file + " is there already; name another, or delete it first.\n"));
        assertThat(Files.readString(file, UTF_8)).isEqualTo("mine");
    }

    @Test
    void thePlanNamesEveryObjectAndTheSqlThatRemovesIt() {
        Ran ran = run("plan", "../fixtures/producers/go/producer.yaml");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("kessel_events_witness", "SELECT pg_drop_replication_slot('kessel_events_witness');")
                .contains("kessel_events_kit", "DROP SCHEMA IF EXISTS kessel_events_kit CASCADE;")
                .contains("inventory_api_debezium", "-- Caution: a relay of Kessel's own bears these names, too; ")
                .contains("\n-- DROP PUBLICATION IF EXISTS dbz_publication;")
                .contains("outbox.event.kessel.resources, outbox.event.kessel.tuples")
                .contains("connect-cluster, connect-cluster-config, connect-cluster-offset, connect-cluster-status")
                .contains(
                        "GRANT SELECT ON common_representations, reporter_representations, reporter_resources, resource")
                .contains("max_slot_wal_keep_size");
    }

    @Test
    void withoutARelayThePlanHasNone() {
        assertThat(run("plan", "../fixtures/producers/go/dual-write.yaml").out())
                .contains("kessel_events_witness")
                .doesNotContain("debezium", "connect-cluster");
    }

    @Test
    void aProgramThatIsNotThereIsWhatHasToBeMended() throws IOException {
        Path file = Files.writeString(folder.resolve("producer.yaml"), "{name: mine, command: [bin/mine, $PORT]}");

        assertThat(run("doctor", file.toString()))
                .isEqualTo(new Ran(
                        3,
                        "well    " + file + " can be used\n",
                        "There is no program bin/mine in " + folder + "; build it, or mend command, whose first word it"
                                + " is.\n"));
    }

    private static Ran run(String... arguments) {
        return run(Invocation.MAVEN, arguments);
    }

    private static Ran run(Invocation called, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code =
                Program.run(new KitCommand(called), new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Ran(code, out.toString(), err.toString());
    }
}
