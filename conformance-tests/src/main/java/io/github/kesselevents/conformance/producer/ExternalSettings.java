package io.github.kesselevents.conformance.producer;

import io.github.kesselevents.fixtures.environment.Database;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Parts that somebody else runs, and that the kit leaves as they are.
 *
 * @param bootstrapServers of Kafka
 * @param clientProperties of Kafka's clients, credentials among them; never shown
 * @param database of the producer; empty if it cannot be looked at, and operations and topics have to do
 * @param connect the relay's worker; empty if it cannot be asked
 * @param faults that may be injected, by name; those of the producer's commits only
 */
public record ExternalSettings(
        String bootstrapServers,
        Map<String, String> clientProperties,
        Optional<DatabaseAddress> database,
        Optional<ConnectAddress> connect,
        Set<String> faults) {

    /** Those that make triggers on a table of the producer's; nothing else can be done to what is not the kit's. */
    public static final List<String> POSSIBLE_FAULTS =
            List.of("conflict commits", "hold commit", "refuse commits", "time out client");

    public ExternalSettings {
        clientProperties = Map.copyOf(clientProperties);
        faults = Set.copyOf(faults);
    }

    /**
     * Where the database is.
     *
     * @param url {@code jdbc:postgresql://host:port/name}
     * @param password empty, if none is asked for
     */
    public record DatabaseAddress(String url, String user, Optional<Secret> password) {

        /** To connect to. */
        public Database database() {
            return Database.of(url, user, password.map(Secret::reveal).orElse(""));
        }
    }

    /**
     * Which connector publishes the events.
     *
     * @param worker where the REST interface is, with a slash at its end
     * @param slot name of the replication slot that the connector reads
     */
    public record ConnectAddress(URI worker, String connector, String slot) {}

    /** The settings of Kafka's clients. */
    public Map<String, Object> kafka() {
        Map<String, Object> client = new HashMap<>(clientProperties);
        client.put("bootstrap.servers", bootstrapServers);
        return client;
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "Kafka at " + bootstrapServers
                + database.map(it -> ", database " + it.url).orElse(", without its database");
    }
}
