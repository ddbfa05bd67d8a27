package io.github.kesselevents.conformance.producer;

import io.github.kesselevents.fixtures.environment.ContainerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A producer that is to be checked: what {@code producer.yaml} says.
 *
 * @param name what histories and reports call it
 * @param access how it is called
 * @param startPatience how long it may take until it is ready
 * @param profile what the kit must know of it
 * @param relay what brings its messages to the topics
 * @param ports those that must be known beforehand
 * @param containers the images that it is checked with; empty where it may be checked with processes
 * @param external the parts that somebody else runs; empty where the kit starts them
 * @param pacts folder of the consumers' pacts that are verified with it, or {@value #READY_PACTS} for those that come
 *     with the kit; empty for none
 */
public record ProducerSettings(
        String name,
        Life life,
        Access access,
        Duration startPatience,
        ProducerProfile profile,
        RelayChoice relay,
        PortChoice ports,
        Optional<ContainerSettings> containers,
        Optional<ExternalSettings> external,
        Optional<String> pacts) {

    /** Stands for the contracts that come with the kit. */
    public static final String READY_PACTS = "ready";

    private static final Duration CALL_PATIENCE = Duration.ofSeconds(10);
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    /**
     * What brings messages to the topics.
     *
     * @param needed false for a producer that publishes by itself
     * @param connector its configuration; empty for Kessel's
     */
    public record RelayChoice(boolean needed, Optional<Path> connector) {

        static final RelayChoice STANDARD = new RelayChoice(true, Optional.empty());
        static final RelayChoice NONE = new RelayChoice(false, Optional.empty());
    }

    /** Ports of this machine; those that are empty are chosen anew for each run. */
    public record PortChoice(OptionalInt producer, OptionalInt database, OptionalInt broker) {

        static final PortChoice ANY = new PortChoice(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    /** The reference inventory, which keeps the profile {@code kessel}. */
    public static ProducerSettings bundled() {
        return new ProducerSettings(
                "reference inventory",
                new Life.Bundled(),
                Access.plain(CALL_PATIENCE),
                START_PATIENCE,
                ProducerProfile.kessel(),
                RelayChoice.STANDARD,
                PortChoice.ANY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Reads a {@code producer.yaml}; paths in it are relative to its folder. Its form is
     * {@code kessel-events/producer.schema.json}.
     *
     * @throws ProfileException when it cannot be used; in one sentence
     */
    public static ProducerSettings read(Path file) {
        return ProducerReader.read(file, System.getenv()::get);
    }

    /**
     * Reads the profile of a {@code producer.yaml} alone: neither the producer nor its secrets need be there.
     *
     * @throws ProfileException when it cannot be used; in one sentence
     */
    public static ProducerProfile readProfile(Path file) {
        return ProducerReader.readProfile(file);
    }

    /** Whether its database can be looked at; else, operations and topics are all the evidence (grade C). */
    public boolean hasDatabase() {
        return external.map(parts -> parts.database().isPresent()).orElse(true);
    }

    /** The same with another profile. */
    public ProducerSettings withProfile(ProducerProfile other) {
        return new ProducerSettings(
                name, life, access, startPatience, other, relay, ports, containers, external, pacts);
    }
}
