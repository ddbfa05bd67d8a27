package io.github.kesselevents.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.producer.SelfSigned;
import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.fixtures.environment.Database;
import io.github.kesselevents.fixtures.environment.EmbeddedKafka;
import io.github.kesselevents.fixtures.environment.EmbeddedPostgres;
import io.github.kesselevents.fixtures.environment.Ports;
import io.github.kesselevents.fixtures.environment.SecuredListener;
import io.github.kesselevents.fixtures.environment.Workspace;
import io.github.kesselevents.fixtures.inventory.ReferenceInventory;
import io.github.kesselevents.fixtures.inventory.ReferenceInventory.Settings;
import io.github.kesselevents.fixtures.relay.ReferenceRelay;
import io.github.kesselevents.fixtures.relay.RelaySettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A broker and a database of somebody else's, as they are where it matters: both speak TLS, and both want to know who
 * calls. The relay reaches the broker from inside, where nobody asks.
 */
@Tag("full")
class SecuredIT {

    private static final String USER = "kessel_events";
    private static final String PASSWORD = "s3cr3t-p4ss";
    private static final String DATABASE_PASSWORD = "s3cr3t-w0rd";
    private static final String TABLES =
            "common_representations, reporter_representations, reporter_resources, resource";

    /** After which no broker is waited for any longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();

    private static SelfSigned certificate;
    private static SecuredListener listener;
    private static EmbeddedPostgres postgres;
    private static ReferenceInventory inventory;

    private record Ended(int code, String out, String err) {}

    /** What may be wrong with a client's properties, and what is said of it. */
    enum Mistake {
        A_WRONG_PASSWORD(
                PASSWORD,
                "s3cr3t-0ther",
                "begin and end (Authentication failed",
                "); mend the user or the password in the client's properties."),
        NOBODY_WHO_IS_TRUSTED(
                "ssl.truststore",
                "not.truststore",
                "begin and end (SSL handshake failed",
                "); have its certificate be for that address, and the client's properties name who signs it, under"
                        + " ssl.truststore.location."),
        A_TRUST_STORE_THAT_IS_NOT_THERE(
                "trust.p12",
                "none.p12",
                "can be made of its properties (Failed to load SSL keystore",
                "); mend them in their file, as Kafka's own tools take them."),
        A_WRONG_PASSWORD_OF_THE_TRUST_STORE(
                SelfSigned.PASSWORD,
                "ch4ngedit",
                "can be made of its properties (Failed to load SSL keystore",
                "); mend them in their file, as Kafka's own tools take them.");

        private final String right;
        private final String wrong;
        private final String said;
        private final String advised;

        Mistake(String right, String wrong, String said, String advised) {
            this.right = right;
            this.wrong = wrong;
            this.said = said;
            this.advised = advised;
        }
    }

    @BeforeAll
    static void somebodyStartsAll() throws Exception {
        Workspace workspace = opened(Workspace.open());
        certificate = SelfSigned.make(folder, "ip:127.0.0.1");
        listener = new SecuredListener(Ports.free(), certificate.store(), SelfSigned.PASSWORD, Map.of(USER, PASSWORD));
        EmbeddedKafka kafka = opened(EmbeddedKafka.start(workspace, listener));
        kafka.createTopics(List.of("outbox.event.kessel.resources", "outbox.event.kessel.tuples"));
        postgres = opened(EmbeddedPostgres.start(workspace));
        secure(postgres);
        inventory = opened(ReferenceInventory.start(Settings.forTests(postgres.jdbcUrl())));
        execute(
                "CREATE ROLE " + USER + " LOGIN REPLICATION PASSWORD '" + DATABASE_PASSWORD + "'",
                "GRANT SELECT ON " + TABLES + " TO " + USER,
                "CREATE PUBLICATION kessel_events_witness FOR TABLE " + TABLES + " WITH (publish = 'insert, update')");
        ReferenceRelay relay =
                opened(ReferenceRelay.of(RelaySettings.of(Database.of(postgres), kafka.bootstrapServers())));
        relay.prepareSlot();
        relay.start();
    }

    /** Without TLS and a password, nobody gets in but those who run it. */
    private static void secure(EmbeddedPostgres postgres) throws IOException {
        Files.setPosixFilePermissions(certificate.key(), PosixFilePermissions.fromString("rw-------"));
        Path users = Files.writeString(folder.resolve("pg_hba.conf"), """
                host    all postgres 127.0.0.1/32 trust
                hostssl all all      127.0.0.1/32 scram-sha-256
                """);
        postgres.stop();
        postgres.startWith(
                "ssl=on",
                "ssl_cert_file=" + certificate.certificate(),
                "ssl_key_file=" + certificate.key(),
                "hba_file=" + users);
    }

    @AfterAll
    static void andEndsThem() throws Exception {
        while (!OPEN.isEmpty()) {
            OPEN.pop().close();
        }
    }

    @Test
    void whoeverShowsWhoHeIsGetsAVerdict() throws IOException {
        Ended checked = check(producer(clientProperties()));

        assertThat(checked.code()).as("%s%s", checked.out, checked.err).isEqualTo(ExitCode.CONFORMANT.code());
        assertThat(checked.out()).contains("Kafka at " + listener.bootstrapServers());
        Ended audited = audit(clientProperties());
        assertThat(audited.code()).as("%s%s", audited.out, audited.err).isEqualTo(ExitCode.INCOMPLETE.code());
        assertThat(audited.out()).contains("INCOMPLETE: no MUST is violated");
        assertThatNothingIsSecret(checked, audited);
    }

    @ParameterizedTest
    @EnumSource
    void whoeverDoesNotIsToldInOneSentenceInTime(Mistake mistake) throws IOException {
        String properties = Files.readString(clientProperties());
        assertThat(properties).contains(mistake.right);
        Path wrong =
                Files.writeString(folder.resolve("wrong.properties"), properties.replace(mistake.right, mistake.wrong));

        for (Callable<Ended> command : List.<Callable<Ended>>of(() -> check(producer(wrong)), () -> audit(wrong))) {
            long begun = System.nanoTime();
            Ended ended = called(command);

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE);
            assertThat(ended.code()).as("%s%s", ended.out, ended.err).isEqualTo(ExitCode.ERROR.code());
            assertThat(ended.err())
                    .hasLineCount(1)
                    .contains(" broker " + listener.bootstrapServers() + " ", mistake.said)
                    .endsWith(mistake.advised + "\n");
            assertThatNothingIsSecret(ended);
        }
    }

    @Test
    void aWrongPasswordOfTheDatabaseIsOneSentence() throws IOException {
        Path producer = producer(clientProperties());
        Files.writeString(folder.resolve("password"), "s3cr3t-0ther");

        Ended checked = check(producer);

        assertThat(checked.code()).isEqualTo(ExitCode.ERROR.code());
        assertThat(checked.err())
                .hasLineCount(1)
                .startsWith("The database " + USER + "@jdbc:postgresql://127.0.0.1:")
                .contains("cannot be reached (FATAL: password authentication failed")
                .endsWith("); see to external.database, and that this machine may connect.\n");
        assertThatNothingIsSecret(checked);
    }

    private static Ended called(Callable<Ended> command) {
        try {
            return command.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Neither here, nor in anything that was written. */
    private static void assertThatNothingIsSecret(Ended... all) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Ended ended : all) {
            texts.add(ended.out());
            texts.add(ended.err());
        }
        if (Files.isDirectory(folder.resolve("output"))) {
            try (Stream<Path> files = Files.walk(folder.resolve("output"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    texts.add(Files.readString(file));
                }
            }
        }
        assertThat(texts).noneMatch(text -> text.contains("s3cr3t") || text.contains(SelfSigned.PASSWORD));
    }

    private static Path clientProperties() throws IOException {
        return Files.writeString(folder.resolve("client.properties"), """
                security.protocol=SASL_SSL
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \
                    username="%s" password="%s";
                ssl.truststore.type=PKCS12
                ssl.truststore.location=%s
                ssl.truststore.password=%s
                """.formatted(
                        USER, PASSWORD, certificate.trust(), SelfSigned.PASSWORD));
    }

    private static Path producer(Path clientProperties) throws IOException {
        Files.writeString(folder.resolve("password"), DATABASE_PASSWORD);
        return Files.writeString(folder.resolve("producer.yaml"), """
                name: theirs
                address: 127.0.0.1:%d
                external:
                  kafka: {bootstrap: '%s', properties: %s}
                  database:
                    url: jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=verify-full&sslrootcert=%s
                    user: %s
                    password: {file: password}
                profile:
                  accepted:
                    DUP-1: Nothing is restarted there.
                    DUP-3: Nothing is restarted there.
                    DUP-6: Nothing is restarted there.
                    ATOMIC-8: Nobody may hold a commit there.
                    kill relay: No.
                    refuse commits: No.
                    hold commit: No.
                    stop relay: No.
                    kill producer: No.
                """.formatted(
                        inventory.port(),
                        listener.bootstrapServers(),
                        clientProperties,
                        postgres.port(),
                        certificate.certificate(),
                        USER));
    }

    private static Ended check(Path producer) {
        return run("check", "--producer=" + producer, "--operations=1000", "--output=" + folder.resolve("output"));
    }

    private static Ended audit(Path properties) {
        return run(
                "audit",
                "--kafka=" + listener.bootstrapServers(),
                "--properties=" + properties,
                "--output=" + folder.resolve("output/audit"));
    }

    private static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Program.run(new KitCommand(Invocation.MAVEN), new PrintWriter(out), new PrintWriter(err), arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    private static <T extends AutoCloseable> T opened(T part) {
        OPEN.push(part);
        return part;
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
