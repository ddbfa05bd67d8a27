package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.producer.GrpcProducer;
import io.github.kesselevents.conformance.producer.Life;
import io.github.kesselevents.conformance.producer.Life.Ready;
import io.github.kesselevents.conformance.producer.Placeholder;
import io.github.kesselevents.conformance.producer.ProducerSettings;
import io.github.kesselevents.fixtures.environment.Database;
import io.github.kesselevents.fixtures.environment.EmbeddedEnvironment;
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
record StartedProducer(String address, Part part, Optional<String> awaits, GrpcProducer client)
        implements AutoCloseable {

    /** @param database as the producer is to reach it */
    static StartedProducer of(ProducerSettings settings, EmbeddedEnvironment environment, Database database) {
        String broker = environment.kafka().bootstrapServers();
        if (settings.life() instanceof Life.Running running) {
            String surroundings = "its database is " + url(database) + ", its broker " + broker;
            GrpcProducer client = client(running.address(), settings);
            return new StartedProducer(
                    running.address(),
                    new RunningProducer(running.address(), client, settings.startPatience(), surroundings),
                    Optional.of("waiting for the producer at " + running.address() + "; " + surroundings),
                    client);
        }
        int port = settings.ports().producer().orElseGet(Ports::free);
        String address = "127.0.0.1:" + port;
        GrpcProducer client = client(address, settings);
        Map<Placeholder, String> values = Map.of(
                Placeholder.PORT, Integer.toString(port),
                Placeholder.DATABASE_URL, url(database),
                Placeholder.DATABASE_JDBC_URL, database.jdbcUrl() + "?user=" + database.user(),
                Placeholder.DATABASE_HOST, database.host(),
                Placeholder.DATABASE_PORT, Integer.toString(database.port()),
                Placeholder.DATABASE_NAME, database.name(),
                Placeholder.DATABASE_USER, database.user(),
                Placeholder.BROKER, broker);
        Life.Command life = settings.life() instanceof Life.Command command ? command : bundled();
        BooleanSupplier ready = life.ready() == Ready.HEALTH ? client::isHealthy : () -> ProducerProcess.accepts(port);
        Part process = ProducerProcess.of(environment.workspace(), filled(life, values, settings), ready);
        return new StartedProducer(address, process, Optional.empty(), client);
    }

    private static GrpcProducer client(String address, ProducerSettings settings) {
        return GrpcProducer.at(address, settings.access(), settings.profile().refusals());
    }

    private static String url(Database database) {
        return "postgresql://" + database.user() + "@" + database.host() + ":" + database.port() + "/"
                + database.name();
    }

    /** The reference enters by the same door as everybody's. */
    private static Life.Command bundled() {
        return new Life.Command(
                ProducerProcess.javaCommand(ReferenceInventoryCommand.class.getName()),
                Map.of(
                        "INVENTORY_DATABASE_URL", "$" + Placeholder.DATABASE_JDBC_URL,
                        "INVENTORY_PORT", "$" + Placeholder.PORT),
                Optional.empty(),
                Ready.PORT);
    }

    private static StartCommand filled(Life.Command life, Map<Placeholder, String> values, ProducerSettings settings) {
        List<String> command = life.command().stream()
                .map(word -> Placeholder.fill(word, values))
                .toList();
        Map<String, String> environment = new TreeMap<>();
        life.environment().forEach((name, value) -> environment.put(name, Placeholder.fill(value, values)));
        return new StartCommand(
                command, environment, life.folder(), settings.startPatience(), settings.access()::hideSecrets);
    }

    @Override
    public void close() {
        client.close();
    }
}
