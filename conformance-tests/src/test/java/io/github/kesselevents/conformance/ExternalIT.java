package io.github.kesselevents.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.producer.Access;
import io.github.kesselevents.conformance.producer.GrpcProducer;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.conformance.workload.Scenario;
import io.github.kesselevents.conformance.workload.ScenarioSettings;
import io.github.kesselevents.conformance.workload.Workload;
import io.github.kesselevents.fixtures.environment.EmbeddedEnvironment;
import io.github.kesselevents.fixtures.environment.EnvironmentSettings;
import io.github.kesselevents.fixtures.inventory.ReferenceInventory;
import io.github.kesselevents.fixtures.inventory.ReferenceInventory.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job on a producer, a database, a broker and a relay that somebody else runs, with no more rights than the
 * plan says.
 */
@Tag("full")
class ExternalIT {

    private static final String ROLE = "kessel_events";
    private static final String PASSWORD = "s3cr3t-p4ss";
    private static final String TABLES =
            "common_representations, reporter_representations, reporter_resources, resource";

    @TempDir
    private static Path folder;

    private static EmbeddedEnvironment environment;
    private static ReferenceInventory inventory;

    private record Checked(int code, String out, String err) {}

    @BeforeAll
    static void somebodyStartsAll() throws SQLException {
        environment = EmbeddedEnvironment.launch(EnvironmentSettings.standard());
        inventory = ReferenceInventory.start(
                Settings.forTests(environment.database().jdbcUrl() + "?user=postgres"));
        environment.awaitStreaming();
        execute(
                "CREATE ROLE " + ROLE + " LOGIN REPLICATION PASSWORD '" + PASSWORD + "'",
                "GRANT SELECT ON " + TABLES + " TO " + ROLE,
                "CREATE PUBLICATION kessel_events_witness FOR TABLE " + TABLES + " WITH (publish = 'insert, update')");
    }

    @AfterAll
    static void andEndsThem() {
        if (inventory != null) {
            inventory.close();
        }
        environment.close();
    }

    @Test
    void itIsCheckedTwiceAndNothingIsLeft() throws IOException, SQLException {
        List<String> before = objects();
        Path producer = producer("accepted: {DUP-1: Nothing is restarted there., DUP-3: Nothing is restarted there.,"
                + " DUP-6: Nothing is restarted there., ATOMIC-8: Nobody may hold a commit there., kill relay: No.,"
                + " refuse commits: No., hold commit: No., stop relay: No., kill producer: No.}");

        for (int run = 1; run <= 2; run++) {
            Checked checked = check(producer, "--pacts=ready");

            assertThat(checked.code()).as("%s%s", checked.out, checked.err).isEqualTo(ExitCode.CONFORMANT.code());
            assertThat(checked.out())
                    .containsPattern("PACT-1 +PASSED +1 record +audit-log: ")
                    .doesNotContainPattern("PACT-\\d+ +(?!PASSED)[A-Z]");
            assertThat(checked.out().replaceAll("\\s+", " "))
                    .contains("not exercised: kill relay, because the relay is not the kit's")
                    .contains("relay connector kessel-inventory");
            assertThat(objects()).isEqualTo(before);
        }
        assertThat(written()).isNotEmpty().noneMatch(text -> text.contains(PASSWORD));
        assertThatItsTopicsCanBeAudited();
    }

    /** Of a topic alone, all that is in it is judged, and nothing that only the database knows. */
    private static void assertThatItsTopicsCanBeAudited() {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        int code = Program.run(
                new KitCommand(Invocation.MAVEN),
                writer,
                writer,
                "audit",
                "--kafka=" + environment.bootstrapServers(),
                "--output=" + folder.resolve("audit"));

        assertThat(code).as(said.toString()).isEqualTo(ExitCode.INCOMPLETE.code());
        assertThat(said.toString())
                .containsPattern("SHAPE-1 +PASSED")
                .containsPattern("DUP-2 +PASSED")
                .containsPattern("ACK-1 +NOT EXERCISED")
                .contains("INCOMPLETE: no MUST is violated");
        assertThat(folder.resolve("audit/report.html")).isNotEmptyFile();
    }

    /** Without rights on the tables, the kit makes no trap; so nobody but the owner could allow that. */
    @Test
    void aFaultThatIsNamedIsInjectedByAnOwner() throws IOException, SQLException {
        List<String> before = objects();
        Path producer = Files.writeString(
                folder.resolve("owner.yaml"),
                Files.readString(producer("accepted: {DUP-1: No., DUP-3: No., DUP-6: No.}"))
                        .replace("user: " + ROLE, "user: postgres")
                        .replace("external:", "external:\n  faults: [hold commit]"));

        Checked checked = check(producer, "--faults=hold commit");

        assertThat(checked.code()).as("%s%s", checked.out, checked.err).isEqualTo(ExitCode.CONFORMANT.code());
        assertThat(checked.out()).contains("1000 operations, 1 faults");
        assertThat(objects()).isEqualTo(before);
    }

    /** What only the database knows is not judged then. */
    @Test
    void withoutItsDatabaseOperationsAndTopicsAreTheEvidence() throws IOException {
        Path producer = withoutDatabase(producer("accepted: {DUP-1: No., DUP-3: No., DUP-5: No., ORDER-1: No.,"
                + " kill relay: No., refuse commits: No., hold commit: No., stop relay: No., kill producer: No.}"));

        Checked checked = check(producer);
        String out = checked.out().replaceAll("\\s+", " ");

        assertThat(checked.code()).as("%s%s", checked.out, checked.err).isEqualTo(ExitCode.CONFORMANT.code());
        assertThat(out)
                .contains("Kafka at " + environment.bootstrapServers() + ", without its database")
                .contains("because the relay is not the kit's, and external.database does not say where the producer's"
                        + " database is")
                .containsPattern("ACK-1 PASSED")
                .containsPattern("ATOMIC-3 NOT APPLICABLE")
                .containsPattern("database not known");
        assertThat(doctor(producer))
                .contains("well    its database is not looked at; operations and topics have to do (grade C)\n")
                .contains("well    it acknowledged reports\n")
                .contains("well    nobody else writes\n");
    }

    private static Path withoutDatabase(Path producer) throws IOException {
        return Files.writeString(producer, Files.readString(producer).replaceAll("(?m)^  database: .*\\n", ""));
    }

    private static String doctor(Path producer) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        assertThat(Program.run(new KitCommand(Invocation.MAVEN), writer, writer, "doctor", producer.toString()))
                .as(said.toString())
                .isZero();
        return said.toString();
    }

    @Test
    void somebodyElseWhoWritesIsToldOf() throws Exception {
        Path producer = producer("accepted: {}");
        try (GrpcProducer other = GrpcProducer.at(
                        "127.0.0.1:" + inventory.port(),
                        Access.plain(Duration.ofSeconds(10)),
                        ProducerProfile.kessel().refusals());
                HistoryRecorder history = HistoryRecorder.begin(folder.resolve("others.ndjson"));
                Workload others = Workload.startHeld(
                        Scenario.draw("others", 1, ScenarioSettings.defaults()), other, history, count -> {})) {
            others.releaseAll();

            Checked checked = check(producer);

            assertThat(checked.code()).isEqualTo(ExitCode.ERROR.code());
            assertThat(checked.err())
                    .hasLineCount(1)
                    .startsWith("Somebody else writes to kessel_events@jdbc:postgresql://");

            Checked unwitnessed = check(withoutDatabase(producer));

            assertThat(unwitnessed.code()).isEqualTo(ExitCode.ERROR.code());
            assertThat(unwitnessed.err())
                    .hasLineCount(1)
                    .startsWith("Somebody else writes: events of ")
                    .endsWith("; run it where nobody does.\n");
        }
    }

    @Test
    void aTopicThatIsNotThereIsOneSentence() throws IOException {
        Checked checked = check(producer("streams: [{prefix: kessel.resources, topic: outbox.event.mine}]"));

        assertThat(checked.code()).isEqualTo(ExitCode.ERROR.code());
        assertThat(checked.err())
                .hasLineCount(1)
                .startsWith("There is no topic outbox.event.mine on 127.0.0.1:")
                .contains("name the topics of the producer's events under profile.streams");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsOneSentence() throws IOException {
        Path producer = producer("accepted: {}");
        Files.writeString(
                producer,
                Files.readString(producer)
                        .replace(environment.database().jdbcUrl(), "jdbc:postgresql://127.0.0.1:1/inventory"));

        Checked checked = check(producer);

        assertThat(checked.code()).isEqualTo(ExitCode.ERROR.code());
        assertThat(checked.err())
                .hasLineCount(1)
                .startsWith("The database kessel_events@jdbc:postgresql://127.0.0.1:1/inventory cannot be reached (");
    }

    private static Path producer(String profile) throws IOException {
        Files.writeString(folder.resolve("password"), PASSWORD);
        Files.writeString(folder.resolve("client.properties"), "client.id=kessel-events\n");
        return Files.writeString(folder.resolve("producer.yaml"), """
                name: theirs
                address: 127.0.0.1:%d
                external:
                  kafka: {bootstrap: '%s', properties: client.properties}
                  database: {url: '%s', user: %s, password: {file: password}}
                  connect: {url: '%s', connector: kessel-inventory, slot: inventory_api_debezium}
                profile: {%s}
                """.formatted(
                        inventory.port(),
                        environment.bootstrapServers(),
                        environment.database().jdbcUrl(),
                        ROLE,
                        environment.relay().rest(),
                        profile));
    }

    private static Checked check(Path producer, String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> options = new ArrayList<>(List.of(more));
        options.addAll(List.of("--producer=" + producer, "--operations=1000", "--output=" + folder.resolve("output")));
        int code = Program.run(
                new CheckCommand(), new PrintWriter(out), new PrintWriter(err), options.toArray(String[]::new));
        return new Checked(code, out.toString(), err.toString());
    }

    /** What a run could leave in the database. */
    private static List<String> objects() throws SQLException {
        return query("SELECT 'slot ' || slot_name FROM pg_replication_slots UNION ALL"
                + " SELECT 'publication ' || pubname FROM pg_publication UNION ALL"
                + " SELECT 'schema ' || nspname FROM pg_namespace UNION ALL"
                + " SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1");
    }

    private static List<String> written() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("output"))) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.add(Files.readString(file));
            }
            return texts;
        }
    }

    private static List<String> query(String sql) throws SQLException {
        try (Connection connection = environment.database().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        }
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = environment.database().connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
