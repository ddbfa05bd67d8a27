package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.producer.GrpcProducer;
import io.github.kesselevents.conformance.producer.Life;
import io.github.kesselevents.conformance.producer.Life.Ready;
import io.github.kesselevents.conformance.producer.Placeholder;
import io.github.kesselevents.conformance.producer.ProducerSettings;
import io.github.kesselevents.conformance.producer.ProducerUnderTest;
import io.github.kesselevents.fixtures.environment.ContainerEnvironment;
import io.github.kesselevents.fixtures.environment.ContainerSpec;
import io.github.kesselevents.fixtures.environment.Database;
import io.github.kesselevents.fixtures.environment.Environment;
import io.github.kesselevents.fixtures.environment.Part;
import io.github.kesselevents.fixtures.environment.Ports;
import io.github.kesselevents.fixtures.environment.ProducerProcess;
import io.github.kesselevents.fixtures.environment.StartCommand;
import io.github.kesselevents.fixtures.inventory.ReferenceInventoryCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The producer that is checked, where it comes to life; {@link Part#start} brings it there.
 *
 * @param address {@code host:port}
 * @param awaits whom it waits for, if it is somebody else who starts it
 * @param client asks whether it is there
 */
record StartedProducer(String address, Part part, Optional<String> awaits, ProducerUnderTest client)
        implements AutoCloseable {

    private static final int PORT_INSIDE = 9081;

    private static final Map<String, String> REFERENCE = Map.of(
            "INVENTORY_DATABASE_URL", "$" + Placeholder.DATABASE_JDBC_URL, "INVENTORY_PORT", "$" + Placeholder.PORT);

    /** @param database as the producer is to reach it, where it is a process of this machine */
    static StartedProducer of(ProducerSettings settings, Environment environment, Database database) {
        if (settings.life() instanceof Life.Running running) {
            String surroundings = "its database is " + url(database) + ", its broker " + environment.bootstrapServers();
            ProducerUnderTest client = client(running.address(), settings);
            return new StartedProducer(
                    running.address(),
                    new RunningProducer(running.address(), client, settings.startPatience(), surroundings),
                    Optional.of("waiting for the producer at " + running.address() + "; " + surroundings),
                    client);
        }
        boolean here = settings.life() instanceof Life.Command || settings.life() instanceof Life.InThisJvm;
        return environment instanceof ContainerEnvironment containers && !here
                ? container(settings, containers)
                : here(settings, environment, database);
    }

    /** On this machine: a process, or in this JVM. */
    private static StartedProducer here(ProducerSettings settings, Environment environment, Database database) {
        int port = settings.ports().producer().orElseGet(Ports::free);
        String address = "127.0.0.1:" + port;
        ProducerUnderTest client = client(address, settings);
        Map<Placeholder, String> values = values(port, database, environment.bootstrapServers());
        if (settings.life() instanceof Life.InThisJvm life) {
            Part part = new InJvmProducer(
                    life.producer(), filled(life.environment(), values), client, settings.startPatience());
            return new StartedProducer(address, part, Optional.empty(), client);
        }
        Life.Command life = settings.life() instanceof Life.Command command ? command : bundled(environment);
        BooleanSupplier ready = ready(
                life.ready(),
                client,
                settings.access().own().isPresent() ? client::isReachable : () -> ProducerProcess.accepts(port));
        Part process = ProducerProcess.of(environment.workspace(), filled(life, values, settings), ready);
        return new StartedProducer(address, process, Optional.empty(), client);
    }

    /** Only gRPC has a health service. */
    private static BooleanSupplier ready(Ready wanted, ProducerUnderTest client, BooleanSupplier port) {
        return wanted == Ready.HEALTH && client instanceof GrpcProducer grpc ? grpc::isHealthy : port;
    }

    /** It serves at the same port of its container each time; where that is reached from here is chosen anew. */
    private static StartedProducer container(ProducerSettings settings, ContainerEnvironment environment) {
        int port = settings.ports().producer().orElse(PORT_INSIDE);
        int hostPort = Ports.free();
        String address = environment.host() + ":" + hostPort;
        ProducerUnderTest client = client(address, settings);
        Map<Placeholder, String> values =
                values(port, environment.databaseInside(), environment.bootstrapServersInside());
        ContainerSpec spec = settings.life() instanceof Life.Image image
                ? new ContainerSpec(
                        image.image(),
                        filled(image.command(), values),
                        filled(image.environment(), values),
                        image.files(),
                        port,
                        settings.startPatience(),
                        settings.access()::hideSecrets)
                : environment.javaProgram(
                        ReferenceInventoryCommand.class.getName(),
                        filled(everywhere(REFERENCE), values),
                        port,
                        settings.startPatience());
        // A port that is published accepts connections before anybody serves it.
        BooleanSupplier ready = ready(
                settings.life() instanceof Life.Image image ? image.ready() : Ready.PORT, client, client::isReachable);
        return new StartedProducer(address, environment.producer(spec, hostPort, ready), Optional.empty(), client);
    }

    private static Map<Placeholder, String> values(int port, Database database, String broker) {
        return Map.of(
                Placeholder.PORT, Integer.toString(port),
                Placeholder.DATABASE_URL, url(database),
                Placeholder.DATABASE_JDBC_URL, database.jdbcUrl() + "?user=" + database.user(),
                Placeholder.DATABASE_HOST, database.host(),
                Placeholder.DATABASE_PORT, Integer.toString(database.port()),
                Placeholder.DATABASE_NAME, database.name(),
                Placeholder.DATABASE_USER, database.user(),
                Placeholder.BROKER, broker);
    }

    private static ProducerUnderTest client(String address, ProducerSettings settings) {
        return settings.access().client(address, settings.profile().refusals());
    }

    private static String url(Database database) {
        return "postgresql://" + database.user() + "@" + database.host() + ":" + database.port() + "/"
                + database.name();
    }

    /** The reference enters by the same door as everybody's. */
    private static Life.Command bundled(Environment environment) {
        return new Life.Command(
                environment.javaCommand(ReferenceInventoryCommand.class.getName()),
                REFERENCE,
                Optional.empty(),
                Ready.PORT);
    }

    /** Its network is the container's, not that of this machine. */
    private static Map<String, String> everywhere(Map<String, String> environment) {
        Map<String, String> all = new TreeMap<>(environment);
        all.put("INVENTORY_HOST", "0.0.0.0");
        return all;
    }

    private static StartCommand filled(Life.Command life, Map<Placeholder, String> values, ProducerSettings settings) {
        return new StartCommand(
                filled(life.command(), values),
                filled(life.environment(), values),
                life.folder(),
                settings.startPatience(),
                settings.access()::hideSecrets);
    }

    private static List<String> filled(List<String> command, Map<Placeholder, String> values) {
        return command.stream().map(word -> Placeholder.fill(word, values)).toList();
    }

    private static Map<String, String> filled(Map<String, String> environment, Map<Placeholder, String> values) {
        Map<String, String> filled = new TreeMap<>();
        environment.forEach((name, value) -> filled.put(name, Placeholder.fill(value, values)));
        return filled;
    }

    /** Where it is found, as a sentence goes on. */
    String place() {
        return part instanceof InJvmProducer ? "in this JVM" : "at " + address;
    }

    @Override
    public void close() {
        client.close();
    }
}
