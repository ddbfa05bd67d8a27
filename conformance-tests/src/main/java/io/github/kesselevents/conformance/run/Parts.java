package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.fault.DatabaseLine;
import io.github.kesselevents.fixtures.environment.Database;
import io.github.kesselevents.fixtures.environment.EmbeddedKafka;
import io.github.kesselevents.fixtures.environment.Part;
import io.github.kesselevents.fixtures.environment.Relay;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What a run stands on: a producer over its database, a broker, and a relay between them. When it is launched, the
 * producer serves and the relay's slot is there; broker and relay may be starting still. Thread-safe.
 */
public interface Parts extends AutoCloseable {

    /**
     * Launches what the run asks for, or reaches what runs already; broker and relay may be starting when it returns.
     *
     * @throws io.github.kesselevents.fixtures.environment.EnvironmentException in one sentence, when one of them does
     *     not start, or cannot be reached
     */
    static Parts open(RunSettings run, Progress progress) {
        return run.producer().external().isPresent()
                ? ExternalParts.open(run, progress)
                : LaunchedParts.launch(run, progress);
    }

    /** Of the producer; empty where it cannot be looked at. */
    Optional<Database> database();

    /** Settings of clients of the broker, which need not answer before {@link #awaitStreaming()}. */
    Map<String, Object> kafka();

    /** Where reading the topics begins, by partition; others are read from their beginning. */
    default Map<TopicPartition, Long> firstOffsets() {
        return Map.of();
    }

    /** Where the producer serves gRPC: {@code host:port}. */
    String producerAddress();

    Part producer();

    /** The broker, or all of them. */
    Part broker();

    /** The brokers one by one, where there are several. */
    default Optional<EmbeddedKafka> brokers() {
        return Optional.empty();
    }

    /** The process of the database. */
    Part databaseServer();

    Relay relay();

    /**
     * Why a fault cannot befall a part, or the network between producer and database; empty where it can.
     *
     * @param fault its name
     * @param component {@code relay}, {@code producer}, {@code broker}, {@code database} or {@code network}
     */
    default Optional<String> obstacle(String fault, String component) {
        return Optional.empty();
    }

    /** The line between producer and database, where it is the kit's. */
    default Optional<DatabaseLine> databaseLine() {
        return Optional.empty();
    }

    /**
     * Returns when the broker has its topics and the relay streams.
     *
     * @throws io.github.kesselevents.fixtures.environment.EnvironmentException when one of them did not start
     */
    void awaitStreaming();

    /** Whether the next launch on this machine can be made quicker, at some expense. */
    default boolean canBeQuicker() {
        return false;
    }

    /**
     * Does so; what of it still runs may be ended for that.
     *
     * @throws io.github.kesselevents.fixtures.environment.EnvironmentException when it cannot be done
     */
    default void makeQuicker() {}

    /** Ends everything, and deletes all data. */
    @Override
    void close();
}
