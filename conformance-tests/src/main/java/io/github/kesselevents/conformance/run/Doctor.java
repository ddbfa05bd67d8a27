package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.producer.Life;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerSettings;
import io.github.kesselevents.conformance.producer.ProducerUnderTest;
import io.github.kesselevents.conformance.recording.DatabaseAccess;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.conformance.recording.Witness;
import io.github.kesselevents.conformance.recording.WitnessSettings;
import io.github.kesselevents.conformance.workload.Attempt;
import io.github.kesselevents.conformance.workload.Scenario;
import io.github.kesselevents.conformance.workload.ScenarioSettings;
import io.github.kesselevents.conformance.workload.Workload;
import io.github.kesselevents.fixtures.environment.ConnectorConfiguration;
import io.github.kesselevents.fixtures.environment.Environment;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.fixtures.environment.EnvironmentSettings;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks whether a producer can be checked: brings it to life on a database and a broker, without a relay, and asks it
 * for one report. It says what it sees, and stops at the first thing that has to be mended.
 */
public final class Doctor {

    private static final long LEAST_SPACE_MIB = 1_024;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ProducerSettings producer;
    private final Consumer<String> well;
    private final Consumer<String> progress;

    private Doctor(ProducerSettings producer, Consumer<String> well, Consumer<String> progress) {
        this.producer = producer;
        this.well = well;
        this.progress = progress;
    }

    /**
     * Examines a producer.
     *
     * @param well is told what is as it should be
     * @param progress is told what takes long
     * @throws EnvironmentException in one sentence, what has to be mended
     */
    public static void examine(ProducerSettings producer, Consumer<String> well, Consumer<String> progress) {
        new Doctor(producer, well, progress).examine();
    }

    private void examine() {
        if (producer.life() instanceof Life.Command command) {
            well.accept("the program " + program(command) + " is there");
        } else if (producer.life() instanceof Life.InThisJvm here) {
            well.accept("the class " + here.producer().getClass().getName() + " is there");
        }
        producer.access()
                .own()
                .ifPresent(own -> well.accept(
                        "it is called through the class " + own.getClass().getName()));
        if (producer.external().isPresent()) {
            examineExternal();
            return;
        }
        producer.relay().connector().ifPresent(file -> {
            ConnectorConfiguration.read(file);
            well.accept("the connector's configuration " + file + " can be read");
        });
        requireSpace(Path.of(System.getProperty("java.io.tmpdir")));
        EnvironmentSettings settings = EnvironmentSettings.standard()
                .withConnector(Optional.empty())
                .withPorts(producer.ports().database(), producer.ports().broker())
                .withTopics(producer.profile().streams().stream()
                        .map(ProducerProfile.Stream::topic)
                        .toList())
                .withProgress(progress);
        try (Environment environment = LaunchedParts.environment(settings, producer.containers())) {
            well.accept("PostgreSQL runs at " + environment.database().jdbcUrl() + ", with wal_level=logical");
            environment.awaitStreaming();
            well.accept("Kafka runs at " + environment.bootstrapServers() + ", with the topics of the streams");
            try (StartedProducer started = StartedProducer.of(producer, environment, environment.database())) {
                environment.add(started.part());
                started.awaits().ifPresent(progress);
                started.part().start();
                well.accept("the producer is ready " + started.place());
                requireReport(environment, started.client());
            }
        }
    }

    private void examineExternal() {
        RunSettings run = RunSettings.standard(Path.of(System.getProperty("java.io.tmpdir")), 1)
                .withProducer(producer);
        try (ExternalParts parts = ExternalParts.open(run, new Progress(progress))) {
            parts.database()
                    .ifPresentOrElse(
                            database -> well.accept(parts.versions().get("database") + " runs at " + database),
                            () -> well.accept(
                                    "its database is not looked at; operations and topics have to do (grade" + " C)"));
            well.accept(parts.versions().get("broker") + " has the topics of the streams");
            if (!(parts.relay() instanceof NoRelay)) {
                well.accept("the connector of the relay runs");
            }
            well.accept("the producer is ready at " + parts.producerAddress());
            well.accept("it acknowledged reports" + (parts.database().isPresent() ? ", and committed versions" : ""));
            well.accept("their events arrived on every partition of every topic");
            well.accept("nobody else writes");
        }
    }

    /** As the system will find it. */
    private static Path program(Life.Command command) {
        String name = command.command().get(0);
        Path folder = command.folder().orElse(Path.of(""));
        Stream<Path> places = name.contains(File.separator)
                ? Stream.of(folder.resolve(name))
                : Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(each -> Path.of(each, name));
        return places.filter(place -> Files.isRegularFile(place) && Files.isExecutable(place))
                .findFirst()
                .orElseThrow(() -> new EnvironmentException("There is no program " + name + " in "
                        + (name.contains(File.separator) ? folder : "the folders of PATH")
                        + "; build it, or mend command, whose first word it is."));
    }

    private void requireSpace(Path folder) {
        long usable = folder.toFile().getUsableSpace() >> 20;
        if (usable < LEAST_SPACE_MIB) {
            throw new EnvironmentException("A run wants " + LEAST_SPACE_MIB + " MiB in " + folder + ", which has "
                    + usable + " MiB left; free some space, or choose another disk with -Djava.io.tmpdir=….");
        }
        well.accept("there is room in " + folder);
    }

    private void requireReport(Environment environment, ProducerUnderTest client) {
        List<Committed> commits = new CopyOnWriteArrayList<>();
        Path file = environment.workspace().folder().resolve("history.ndjson");
        ScenarioSettings none = ScenarioSettings.defaults().withOperations(1);
        try (HistoryRecorder history = HistoryRecorder.begin(file)) {
            Recording recording = new Recording(history);
            recording.listen(entry -> {
                if (entry instanceof Committed committed) {
                    commits.add(committed);
                }
            });
            WitnessSettings witnessed = WitnessSettings.of(
                    DatabaseAccess.of(environment.database()),
                    List.copyOf(producer.profile().tables().keySet()));
            try (Witness witness = Witness.start(witnessed, recording);
                    Workload workload =
                            Workload.startHeld(Scenario.draw("doctor", 1, none), client, history, count -> {})) {
                well.accept("it has the tables " + String.join(", ", witnessed.tables()));
                Attempt attempt = workload.sentinel().send();
                requireAcknowledged(attempt);
                if (!witness.catchUp(PATIENCE)) {
                    throw new EnvironmentException(witness.trouble()
                            .orElse("The witness did not see within " + PATIENCE.toSeconds()
                                    + " s what was committed; see whether the database is overloaded."));
                }
            }
        }
        requireCommitted(commits);
    }

    private void requireAcknowledged(Attempt attempt) {
        if (!attempt.acknowledged()) {
            throw new EnvironmentException("The producer answered a first report of a host by hbi with "
                    + attempt.returned().code() + " (" + attempt.returned().message()
                    + "); have it acknowledge that, or say under api how it wants to be called.");
        }
        well.accept("it acknowledged a report");
    }

    private void requireCommitted(List<Committed> commits) {
        List<Committed> versions = commits.stream()
                .filter(commit -> commit.rows().stream()
                        .anyMatch(row -> producer.profile().tables().containsKey(row.table())
                                && producer.profile().tables().get(row.table()).version()))
                .toList();
        if (versions.isEmpty()) {
            throw new EnvironmentException(
                    "What it acknowledged is in no table that holds versions; see that it uses the"
                            + " database that it is told, and that the profile's tables say version: true of those it inserts"
                            + " into.");
        }
        well.accept("it committed a version");
        if (!producer.relay().needed()) {
            well.accept("it publishes by itself, which only a check looks at");
            return;
        }
        String written =
                versions.get(0).messages().stream().map(OutboxMessage::prefix).collect(Collectors.joining(", "));
        for (ProducerProfile.Stream stream : producer.profile().streams()) {
            if (versions.get(0).messages().stream()
                    .noneMatch(message -> message.prefix().equals(stream.prefix()))) {
                throw new EnvironmentException(
                        "The transaction of that version wrote no outbox message with the prefix "
                                + stream.prefix() + ", but: " + (written.isEmpty() ? "none" : written)
                                + "; have it call pg_logical_emit_message(true, …) in the same transaction, or say relay: none"
                                + " if it publishes by itself.");
            }
        }
        well.accept("the same transaction wrote the outbox messages " + written);
    }
}
