package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.fault.DatabaseLine;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.fixtures.environment.Database;
import io.github.kesselevents.fixtures.environment.EmbeddedEnvironment;
import io.github.kesselevents.fixtures.environment.EmbeddedKafka;
import io.github.kesselevents.fixtures.environment.EnvironmentSettings;
import io.github.kesselevents.fixtures.environment.Part;
import io.github.kesselevents.fixtures.environment.Ports;
import io.github.kesselevents.fixtures.environment.ProducerProcess;
import io.github.kesselevents.fixtures.environment.Relay;
import io.github.kesselevents.fixtures.inventory.ReferenceInventoryCommand;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The real parts, each a child process, and the reference inventory as one more. */
final class EmbeddedParts implements Parts {

    private final EmbeddedEnvironment environment;
    private final ProducerProcess producer;
    private final String address;
    private final DatabaseLine line;

    private EmbeddedParts(EmbeddedEnvironment environment, DatabaseLine line) {
        this.environment = environment;
        this.line = line;
        int port = Ports.free();
        this.address = "127.0.0.1:" + port;
        this.producer = ProducerProcess.of(
                environment.workspace(),
                ProducerProcess.javaCommand(ReferenceInventoryCommand.class.getName()),
                Map.of(
                        "INVENTORY_DATABASE_URL", url(environment, line),
                        "INVENTORY_PORT", Integer.toString(port)),
                port);
        environment.add(producer);
    }

    /** Launches all of them; broker and relay are starting when it returns. */
    static EmbeddedParts launch(RunSettings run, Progress progress) {
        EnvironmentSettings settings = settings(run).withProgress(progress::say);
        EmbeddedEnvironment environment = progress.time("launch: database", () -> EmbeddedEnvironment.launch(settings));
        try {
            EmbeddedParts parts = new EmbeddedParts(environment, line(run, environment));
            progress.time("launch: producer", parts.producer::start);
            return parts;
        } catch (RuntimeException e) {
            try (environment) {
                throw e;
            }
        }
    }

    /** Only where something is cut: it is one more thing between the producer and its database. */
    private static DatabaseLine line(RunSettings run, EmbeddedEnvironment environment) {
        return Disturbances.cutConnections(run.scenario().faults())
                ? DatabaseLine.open(environment.database(), Ports.free())
                : null;
    }

    private static String url(EmbeddedEnvironment environment, DatabaseLine line) {
        String direct = environment.postgres().jdbcUrl();
        return line == null
                ? direct
                : direct.replace(":" + environment.database().port() + "/", ":" + line.port() + "/");
    }

    private static EnvironmentSettings settings(RunSettings run) {
        return EnvironmentSettings.standard()
                .withRelay(run.relay())
                .withConnector(run.connector())
                .withBrokers(run.brokers())
                .withTopics(run.profile().streams().stream()
                        .map(ProducerProfile.Stream::topic)
                        .toList());
    }

    @Override
    public Database database() {
        return environment.database();
    }

    @Override
    public String bootstrapServers() {
        return environment.kafka().bootstrapServers();
    }

    @Override
    public String producerAddress() {
        return address;
    }

    @Override
    public Part producer() {
        return producer;
    }

    @Override
    public EmbeddedKafka broker() {
        return environment.kafka();
    }

    @Override
    public Part databaseServer() {
        return environment.postgres();
    }

    @Override
    public Relay relay() {
        return environment.relay();
    }

    @Override
    public Optional<DatabaseLine> databaseLine() {
        return Optional.ofNullable(line);
    }

    @Override
    public void awaitStreaming() {
        environment.awaitStreaming();
    }

    /** The same before anything is launched: a history begins with them. */
    static Map<String, String> versions(RunSettings run) {
        Map<String, String> versions = new TreeMap<>(EmbeddedEnvironment.versions(settings(run)));
        versions.put("producer", "reference inventory " + versions.get("kit"));
        return versions;
    }

    @Override
    public boolean canBeQuicker() {
        return !environment.hasArchives();
    }

    @Override
    public void makeQuicker() {
        environment.archiveClasses();
    }

    @Override
    public void close() {
        environment.close();
        if (line != null) {
            line.close();
        }
    }
}
