package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.fault.CommitTraps;
import io.github.kesselevents.conformance.producer.ExternalSettings;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerSettings;
import io.github.kesselevents.conformance.recording.DatabaseAccess;
import io.github.kesselevents.conformance.recording.WitnessSettings;
import io.github.kesselevents.fixtures.environment.ContainerEnvironment;
import io.github.kesselevents.fixtures.environment.EmbeddedKafka;
import io.github.kesselevents.fixtures.environment.EmbeddedRelay;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a run of a producer makes, and how it is removed.
 *
 * @param objects one for each
 * @param rights what who runs it must be allowed
 * @param advice what to see to before it
 */
public record Plan(List<Made> objects, List<Right> rights, List<String> advice) {

    /**
     * Something that a run makes.
     *
     * @param what it is, and why
     * @param names of it
     * @param removal SQL that removes it, should a run have been killed; empty where there is none
     * @param caution why that is not to be run without a thought; empty where it may
     */
    public record Made(String what, List<String> names, List<String> removal, String caution) {}

    /**
     * What some grade of evidence, or a kind of faults, needs.
     *
     * @param of {@code grade A, the witness}
     * @param grants SQL, as an administrator runs it
     */
    public record Right(String of, List<String> grants) {}

    private static final String ROLE = "kessel_events";
    private static final String ALONE = "Nobody else may write meanwhile: whose events are whose could not be told.";

    /** The plan for this producer. */
    public static Plan of(ProducerSettings producer) {
        ProducerProfile profile = producer.profile();
        WitnessSettings witness = WitnessSettings.of(
                DatabaseAccess.of(""),
                List.copyOf(new TreeSet<>(profile.tables().keySet())));
        return producer.hasDatabase()
                ? new Plan(objects(producer, witness), rights(witness), sentences())
                : new Plan(List.of(events(profile)), List.of(noRight()), List.of(ALONE));
    }

    /** All that is made where there is no database to look at. */
    private static Made events(ProducerProfile profile) {
        return new Made(
                "resources, through the producer's own API, and so their events, on these topics; their local ids begin"
                        + " with run-, the seed and the time",
                profile.streams().stream().map(ProducerProfile.Stream::topic).toList(),
                List.of(),
                "");
    }

    private static List<Made> objects(ProducerSettings producer, WitnessSettings witness) {
        return producer.external().isPresent()
                ? external(producer.external().get(), witness)
                : launched(producer, witness);
    }

    /** In what is not the kit's: as little as can be. */
    private static List<Made> external(ExternalSettings external, WitnessSettings witness) {
        List<Made> made = new ArrayList<>();
        made.add(new Made(
                "the witness: a replication slot that is gone with its connection, so never left, and publications of the"
                        + " tables of versions, unless an owner has made the first",
                List.of(witness.slot(), witness.publication() + "_inserts"),
                List.of(witness.byHand().get(witness.byHand().size() - 1)),
                ""));
        if (!external.faults().isEmpty()) {
            made.add(new Made(
                    "traps for " + String.join(", ", new TreeSet<>(external.faults()))
                            + ": a schema, and for a moment a trigger on one table, which lets all pass when the kit's"
                            + " connection has ended",
                    List.of(CommitTraps.SCHEMA),
                    List.of(CommitTraps.byHand()),
                    ""));
        }
        made.add(new Made(
                "resources, through the producer's own API; their local ids begin with run-, the seed and the time",
                witness.tables(),
                List.of(),
                ""));
        return made;
    }

    private static List<Made> launched(ProducerSettings producer, WitnessSettings witness) {
        List<Made> made = new ArrayList<>();
        made.add(new Made(
                "the witness: a logical replication slot and publications of the tables of versions",
                List.of(witness.slot(), witness.publication() + "_inserts"),
                witness.byHand(),
                ""));
        made.add(new Made(
                "traps, which refuse or hold commits: a schema with sequences and functions, triggers on one table",
                List.of(CommitTraps.SCHEMA),
                List.of(CommitTraps.byHand()),
                ""));
        if (producer.relay().needed()) {
            made.add(new Made(
                    "the relay: its slots, its publication; topics and group of its Connect worker",
                    EmbeddedRelay.madeObjects(),
                    EmbeddedRelay.byHand(),
                    "a relay of Kessel's own bears these names, too; run it only where none reads the database"));
        }
        made.add(new Made(
                "the topics of the streams, of " + EmbeddedKafka.PARTITIONS
                        + " partitions each; the kit reads them in no" + " consumer group",
                producer.profile().streams().stream()
                        .map(ProducerProfile.Stream::topic)
                        .toList(),
                List.of(),
                ""));
        producer.containers()
                .ifPresent(images -> made.add(new Made(
                        "containers, and a network for them; all bear the label " + ContainerEnvironment.OWNER
                                + ", and the next run removes those of a run that was killed"
                                + (images.reuse()
                                        ? "; all but the producer's bear " + ContainerEnvironment.REUSE
                                                + " instead, and stay for the next run"
                                        : ""),
                        new TreeMap<>(images.images()).values().stream().toList(),
                        List.of(),
                        "")));
        made.add(new Made(
                "resources, through the producer's own API; their local ids begin with run-, then the seed",
                witness.tables(),
                List.of(),
                ""));
        return made;
    }

    private static Right noRight() {
        return new Right("grade C, operations and log alone: none in the database", List.of());
    }

    private static List<Right> rights(WitnessSettings witness) {
        String tables = String.join(", ", witness.tables());
        String login = "CREATE ROLE " + ROLE + " LOGIN";
        String select = "GRANT SELECT ON " + tables + " TO " + ROLE + ";";
        return List.of(
                noRight(),
                new Right("grade B, rows read back", List.of(login + ";", select)),
                new Right(
                        "grade A, the witness",
                        List.of(
                                login + " REPLICATION;",
                                select,
                                "CREATE PUBLICATION " + witness.publication() + " FOR TABLE " + tables
                                        + " WITH (publish = 'insert, update');")),
                new Right(
                        "refuse, conflict or hold commits, and time out client",
                        List.of("-- " + ROLE
                                + " has to own the producer's tables, and to have CREATE on the database.")));
    }

    private static List<String> sentences() {
        return List.of(
                "A slot that nobody reads keeps write-ahead log until the disk is full: a run that was killed leaves one."
                        + " Let PostgreSQL give such a slot up instead, before the run: ALTER SYSTEM SET"
                        + " max_slot_wal_keep_size = '2GB'; SELECT pg_reload_conf();",
                "A run of 2,000 operations writes about 8 MB of log, so 2 GB is plenty for it, and for whatever else is"
                        + " written meanwhile on a small server; a slot that is given up ends the run with a sentence,"
                        + " never with a wrong verdict.",
                "Two slots must be free, and two WAL senders: SHOW max_replication_slots; SELECT count(*) FROM"
                        + " pg_replication_slots; both settings need a restart, as wal_level = logical does.");
    }
}
