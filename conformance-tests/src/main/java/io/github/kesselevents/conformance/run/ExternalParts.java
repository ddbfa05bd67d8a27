package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.producer.ExternalSettings;
import io.github.kesselevents.conformance.producer.Life;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerSettings;
import io.github.kesselevents.conformance.producer.ProducerUnderTest;
import io.github.kesselevents.conformance.recording.DatabaseAccess;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.conformance.recording.Sentinels;
import io.github.kesselevents.conformance.recording.TopicLog;
import io.github.kesselevents.conformance.recording.TopicReader;
import io.github.kesselevents.conformance.recording.Witness;
import io.github.kesselevents.conformance.recording.WitnessSettings;
import io.github.kesselevents.conformance.workload.Attempt;
import io.github.kesselevents.conformance.workload.Scenario;
import io.github.kesselevents.conformance.workload.ScenarioSettings;
import io.github.kesselevents.conformance.workload.Workload;
import io.github.kesselevents.fixtures.environment.Database;
import io.github.kesselevents.fixtures.environment.EmbeddedEnvironment;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.fixtures.environment.ForeignPart;
import io.github.kesselevents.fixtures.environment.ForeignRelay;
import io.github.kesselevents.fixtures.environment.Part;
import io.github.kesselevents.fixtures.environment.Relay;
import io.github.kesselevents.fixtures.environment.Wait;
import io.github.kesselevents.fixtures.environment.Workspace;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * A producer, a database, a broker and a relay that somebody else runs. The kit asks the producer for writes of
 * resources of its own, reads the topics from where they ended, and looks at the database through a slot that is gone
 * when it is. Nobody else may write meanwhile: whose events are whose could not be told at the borders of the run.
 */
final class ExternalParts implements Parts {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BASE = 36;

    private final ProducerSettings producer;
    private final ExternalSettings external;
    private final String address;
    private final Optional<Database> database;
    private final Relay relay;
    private final String runName;
    private final Map<String, String> versions;
    private final Map<String, Integer> partitions;
    private final Map<TopicPartition, Long> firstOffsets;

    private ExternalParts(RunSettings run, ExternalSettings external, Progress progress) {
        this.producer = run.producer();
        this.external = external;
        this.address = ((Life.Running) producer.life()).address();
        this.database = external.database().map(ExternalSettings.DatabaseAddress::database);
        this.relay = external.connect()
                .<Relay>map(at -> new ForeignRelay(at.worker(), at.connector(), at.slot()))
                .orElseGet(NoRelay::new);
        // Resources of an earlier run may be there still.
        this.runName = "run-" + run.seed() + "-" + Long.toString(Instant.now().getEpochSecond(), BASE);
        this.versions = versions(database.map(ExternalParts::version).orElse("not known"));
        relay.awaitStreaming(PATIENCE);
        try (TopicLog log = new TopicLog(external.kafka(), producer.profile().topics())) {
            Map<TopicPartition, Long> ends = log.ends(PATIENCE);
            this.partitions = partitions(ends);
            progress.time("launch: former events", () -> passFormerEvents(log, ends));
            this.firstOffsets = log.ends(PATIENCE);
        }
    }

    /**
     * Reaches all of them, and lets pass what was published before.
     *
     * @throws EnvironmentException in one sentence, when one cannot be reached, a topic is missing, no event comes of
     *     what is written, or somebody else writes
     */
    static ExternalParts open(RunSettings run, Progress progress) {
        ExternalSettings external = run.producer().external().orElseThrow();
        progress.say("checking what runs at " + ((Life.Running) run.producer().life()).address() + "; " + external);
        return new ExternalParts(run, external, progress);
    }

    private static String version(Database database) {
        try (Connection connection = database.connect()) {
            return "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new EnvironmentException(
                    "The database " + database + " cannot be reached (" + e.getMessage()
                            + "); see to external.database, and that this machine may connect.",
                    e);
        }
    }

    private Map<String, String> versions(String databaseVersion) {
        Map<String, String> all = new TreeMap<>(EmbeddedEnvironment.versionOfKit());
        all.put("broker", "Kafka at " + external.bootstrapServers());
        all.put("database", databaseVersion);
        all.put(
                "relay",
                external.connect().map(at -> "connector " + at.connector()).orElse("not known"));
        all.put("producer", producer.name());
        return all;
    }

    private Map<String, Integer> partitions(Map<TopicPartition, Long> ends) {
        Map<String, Integer> counts = new HashMap<>();
        ends.keySet().forEach(partition -> counts.merge(partition.topic(), 1, Integer::sum));
        for (ProducerProfile.Stream stream : producer.profile().streams()) {
            if (!counts.containsKey(stream.topic())) {
                throw new EnvironmentException("There is no topic " + stream.topic() + " on "
                        + external.bootstrapServers()
                        + "; make it, or name the topics of the producer's events under profile.streams.");
            }
        }
        counts.keySet()
                .retainAll(producer.profile().streams().stream()
                        .map(ProducerProfile.Stream::topic)
                        .toList());
        return counts;
    }

    /**
     * What was committed before may still be on its way, and is not of the run. When the kit's own reports have
     * arrived, it is through.
     */
    private void passFormerEvents(TopicLog log, Map<TopicPartition, Long> ends) {
        OpeningWatch opening = database.isPresent()
                ? new Opening(producer.profile(), runName)
                : new UnwitnessedOpening(partitions.keySet(), runName);
        Scenario none = Scenario.draw(
                runName + "-opening", 1, ScenarioSettings.defaults().withOperations(1));
        try (Workspace workspace = Workspace.open();
                HistoryRecorder history =
                        HistoryRecorder.begin(workspace.folder().resolve("opening.ndjson"));
                ProducerUnderTest client =
                        producer.access().client(address, producer.profile().refusals())) {
            new RunningProducer(address, client, producer.startPatience(), "and see to address").start();
            Recording recording = new Recording(history);
            recording.listen(opening);
            try (Witness witness = database.map(it -> Witness.start(witnessSettings(it), recording))
                            .orElse(null);
                    TopicReader reader = TopicReader.start(log, ends, recording);
                    Workload workload = Workload.startHeld(none, client, history, count -> {})) {
                Drained drained = new Sentinels(
                                recording, partitions, patience -> witness != null && witness.catchUp(patience))
                        .drain(
                                () -> {
                                    Attempt attempt = workload.sentinel().send();
                                    opening.wrote(attempt);
                                    return attempt.marker();
                                },
                                PATIENCE);
                Stream.of(reader.trouble(), witness == null ? Optional.<String>empty() : witness.trouble())
                        .flatMap(Optional::stream)
                        .findFirst()
                        .ifPresent(sentence -> {
                            throw new EnvironmentException(sentence);
                        });
                requireArrived(drained);
                Wait.until(
                        opening::isThrough,
                        PATIENCE,
                        () -> "Some of the kit's own reports were "
                                + (database.isPresent() ? "committed" : "acknowledged")
                                + ", and their events did not arrive within "
                                + PATIENCE.toSeconds() + " s; see whether the relay keeps up.");
            }
        }
        if (opening.others() > 0) {
            throw new EnvironmentException(database.map(it -> "Somebody else writes to " + it + ": " + opening.others()
                                    + " of the transactions that were just seen are not the kit's")
                            .orElseGet(() -> "Somebody else writes: events of " + opening.others()
                                    + " resources that are not the kit's stand behind its own on "
                                    + external.bootstrapServers())
                    + "; run it where nobody does.");
        }
    }

    private WitnessSettings witnessSettings(Database watched) {
        return WitnessSettings.of(
                        DatabaseAccess.of(watched),
                        List.copyOf(producer.profile().tables().keySet()))
                .withTemporarySlot();
    }

    private void requireArrived(Drained drained) {
        if (!drained.complete()) {
            throw new EnvironmentException("Of reports that the kit made, no event arrived on "
                    + String.join(", ", drained.missing()) + " within " + PATIENCE.toSeconds()
                    + " s; see that the producer acknowledges them, and that its relay publishes to that topic"
                    + (relay instanceof NoRelay
                            ? "."
                            : " (the connector is " + relay.state().status() + ")."));
        }
    }

    /** Name of the run, which no other has: the resources' local ids begin with it. */
    String runName() {
        return runName;
    }

    Map<String, String> versions() {
        return versions;
    }

    /** Number of partitions of each stream's topic. */
    Map<String, Integer> partitions() {
        return partitions;
    }

    @Override
    public Map<TopicPartition, Long> firstOffsets() {
        return firstOffsets;
    }

    @Override
    public Optional<Database> database() {
        return database;
    }

    @Override
    public Map<String, Object> kafka() {
        return external.kafka();
    }

    @Override
    public String producerAddress() {
        return address;
    }

    @Override
    public Part producer() {
        return new ForeignPart("producer");
    }

    @Override
    public Part broker() {
        return new ForeignPart("kafka");
    }

    @Override
    public Part databaseServer() {
        return new ForeignPart("postgres");
    }

    @Override
    public Relay relay() {
        return relay;
    }

    @Override
    public Optional<String> obstacle(String fault, String component) {
        if (external.faults().contains(fault)) {
            return Optional.empty();
        }
        if (database.isEmpty()) {
            return Optional.of("the " + component + " is not the kit's, and external.database does not say where the"
                    + " producer's database is");
        }
        return Optional.of(
                ExternalSettings.POSSIBLE_FAULTS.contains(fault)
                        ? "it makes a trigger in a database that is not the kit's, and external.faults does not name it"
                        : "the " + component + " is not the kit's");
    }

    /** They run. */
    @Override
    public void awaitStreaming() {}

    /** They go on running. */
    @Override
    public void close() {}
}
