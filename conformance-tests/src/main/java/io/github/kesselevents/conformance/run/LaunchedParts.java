package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.fault.DatabaseLine;
import io.github.kesselevents.conformance.producer.Life;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerSettings;
import io.github.kesselevents.fixtures.environment.ContainerEnvironment;
import io.github.kesselevents.fixtures.environment.ContainerSettings;
import io.github.kesselevents.fixtures.environment.Database;
import io.github.kesselevents.fixtures.environment.EmbeddedEnvironment;
import io.github.kesselevents.fixtures.environment.EmbeddedKafka;
import io.github.kesselevents.fixtures.environment.Environment;
import io.github.kesselevents.fixtures.environment.EnvironmentSettings;
import io.github.kesselevents.fixtures.environment.Part;
import io.github.kesselevents.fixtures.environment.Ports;
import io.github.kesselevents.fixtures.environment.Relay;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;

/** The real parts, each a child process or a container, and the producer that is checked. */
final class LaunchedParts implements Parts {

    private final Environment environment;
    private final ProducerSettings settings;
    private final StartedProducer producer;
    private final Relay relay;
    private final DatabaseLine line;

    private LaunchedParts(RunSettings run, Environment environment) {
        this.environment = environment;
        this.settings = run.producer();
        this.line = line(run, environment);
        this.relay = environment.connectRelay().<Relay>map(it -> it).orElseGet(NoRelay::new);
        this.producer = StartedProducer.of(settings, environment, databaseSeenByTheProducer());
        environment.add(producer.part());
    }

    /** Launches all of them; broker and relay may be starting when it returns. */
    static LaunchedParts launch(RunSettings run, Progress progress) {
        EnvironmentSettings settings = settings(run).withProgress(progress::say);
        Environment environment = progress.time("launch: database", () -> environment(settings, run.containers()));
        LaunchedParts parts;
        try {
            parts = new LaunchedParts(run, environment);
        } catch (RuntimeException e) {
            try (environment) {
                throw e;
            }
        }
        try {
            if (parts.relay instanceof NoRelay) {
                // Who publishes by himself may want it from the first moment.
                progress.time("launch: broker", environment::awaitStreaming);
            }
            parts.producer.awaits().ifPresent(progress::say);
            progress.time("launch: producer", parts.producer.part()::start);
            return parts;
        } catch (RuntimeException e) {
            try (parts) {
                throw e;
            }
        }
    }

    /** Launches all but the producer: as containers, if there are images. */
    static Environment environment(EnvironmentSettings settings, Optional<ContainerSettings> containers) {
        return containers.isPresent()
                ? ContainerEnvironment.launch(settings, containers.get())
                : EmbeddedEnvironment.launch(settings);
    }

    /** Only where something is cut: it is one more thing between the producer and its database. */
    private static DatabaseLine line(RunSettings run, Environment environment) {
        return Disturbances.cutConnections(run.scenario().faults())
                        && !isRunning(run.producer())
                        && !(environment instanceof ContainerEnvironment)
                ? DatabaseLine.open(environment.database(), Ports.free())
                : null;
    }

    private Database databaseSeenByTheProducer() {
        Database direct = environment.database();
        return line == null
                ? direct
                : new Database(direct.host(), line.port(), direct.name(), direct.user(), direct.password());
    }

    private static EnvironmentSettings settings(RunSettings run) {
        return EnvironmentSettings.standard()
                .withRelay(run.relay())
                .withConnector(run.connector())
                .withBrokers(run.brokers())
                .withPorts(
                        run.producer().ports().database(),
                        run.producer().ports().broker())
                .withTopics(run.profile().streams().stream()
                        .map(ProducerProfile.Stream::topic)
                        .toList());
    }

    private static boolean isRunning(ProducerSettings producer) {
        return producer.life() instanceof Life.Running;
    }

    @Override
    public Optional<Database> database() {
        return Optional.of(environment.database());
    }

    @Override
    public Map<String, Object> kafka() {
        return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, environment.bootstrapServers());
    }

    @Override
    public String producerAddress() {
        return producer.address();
    }

    @Override
    public Part producer() {
        return producer.part();
    }

    @Override
    public Part broker() {
        return environment.broker();
    }

    @Override
    public Optional<EmbeddedKafka> brokers() {
        return embedded().map(EmbeddedEnvironment::kafka);
    }

    private Optional<EmbeddedEnvironment> embedded() {
        return environment instanceof EmbeddedEnvironment embedded ? Optional.of(embedded) : Optional.empty();
    }

    @Override
    public Part databaseServer() {
        return environment.databaseServer();
    }

    @Override
    public Relay relay() {
        return relay;
    }

    @Override
    public Optional<DatabaseLine> databaseLine() {
        return Optional.ofNullable(line);
    }

    @Override
    public Optional<String> obstacle(String fault, String component) {
        return switch (component) {
            case "producer" ->
                isRunning(settings)
                        ? Optional.of("the kit did not start the producer at " + producer.address())
                        : settings.life() instanceof Life.InThisJvm ? InJvmProducer.obstacle(fault) : Optional.empty();
            case "network" ->
                isRunning(settings) || environment instanceof ContainerEnvironment
                        ? Optional.of("the producer's connections to its database do not pass through the kit")
                        : Optional.empty();
            case "relay" ->
                relay instanceof NoRelay
                        ? Optional.of("the producer publishes by itself, without a relay")
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    @Override
    public void awaitStreaming() {
        environment.awaitStreaming();
    }

    /** The same before anything is launched: a history begins with them. */
    static Map<String, String> versions(RunSettings run) {
        Map<String, String> versions = new TreeMap<>(run.containers()
                .map(images -> ContainerEnvironment.versions(settings(run), images))
                .orElseGet(() -> EmbeddedEnvironment.versions(settings(run))));
        boolean bundled = run.producer().life() instanceof Life.Bundled;
        versions.put("producer", run.producer().name() + (bundled ? " " + versions.get("kit") : ""));
        return versions;
    }

    @Override
    public boolean canBeQuicker() {
        return embedded().filter(it -> !it.hasArchives()).isPresent();
    }

    @Override
    public void makeQuicker() {
        embedded().ifPresent(EmbeddedEnvironment::archiveClasses);
    }

    @Override
    public void close() {
        environment.close();
        producer.close();
        if (line != null) {
            line.close();
        }
    }
}
