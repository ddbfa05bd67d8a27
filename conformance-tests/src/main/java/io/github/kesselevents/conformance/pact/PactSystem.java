package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.conformance.producer.GrpcProducer;
import io.github.kesselevents.conformance.producer.ProducerUnderTest;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.conformance.recording.TopicLog;
import io.github.kesselevents.conformance.recording.TopicReader;
import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.fixtures.environment.EmbeddedEnvironment;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.fixtures.environment.EnvironmentSettings;
import io.github.kesselevents.fixtures.environment.Ports;
import io.github.kesselevents.fixtures.environment.ProducerProcess;
import io.github.kesselevents.fixtures.inventory.ReferenceInventoryCommand;
import io.github.kesselevents.schemas.EventStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A running producer, and a reader of its topics. */
final class PactSystem implements AutoCloseable {

    private static final Duration CALL_PATIENCE = Duration.ofSeconds(10);
    private static final Duration REACH_PATIENCE = Duration.ofSeconds(20);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final ProducerUnderTest producer;
    private final TopicReader reader;
    private final int partitions;

    private PactSystem(PactRun.Settings settings, Recording recording, Progress progress) {
        try {
            Place place = settings.producer().isEmpty()
                    ? launch(progress)
                    : new Place(settings.producer(), settings.bootstrapServers());
            producer = opened(GrpcProducer.at(
                    place.producer, CALL_PATIENCE, settings.profile().refusals()));
            TopicLog log = opened(
                    TopicLog.of(place.bootstrapServers, settings.profile().topics()));
            // What an earlier run left there is of no interest.
            Map<TopicPartition, Long> ends = log.ends(CALL_PATIENCE);
            partitions = (int) ends.keySet().stream()
                    .filter(partition -> partition.topic().equals(EventStream.RESOURCES.topic()))
                    .count();
            reader = opened(TopicReader.start(log, ends, recording));
            requireReachable(place);
        } catch (RuntimeException e) {
            try {
                close();
            } catch (RuntimeException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    private record Place(String producer, String bootstrapServers) {}

    /** The producer that the settings name, or else the bundled reference on real parts. */
    static PactSystem start(PactRun.Settings settings, Recording recording, Progress progress) {
        return new PactSystem(settings, recording, progress);
    }

    ProducerUnderTest producer() {
        return producer;
    }

    TopicReader reader() {
        return reader;
    }

    /** Partitions of the resources topic. */
    int partitions() {
        return partitions;
    }

    private Place launch(Progress progress) {
        EmbeddedEnvironment environment = opened(progress.time(
                "launch: database",
                () -> EmbeddedEnvironment.launch(EnvironmentSettings.standard().withProgress(progress::say))));
        int port = Ports.free();
        ProducerProcess process = ProducerProcess.of(
                environment.workspace(),
                ProducerProcess.javaCommand(ReferenceInventoryCommand.class.getName()),
                Map.of(
                        "INVENTORY_DATABASE_URL", environment.postgres().jdbcUrl(),
                        "INVENTORY_PORT", Integer.toString(port)),
                port);
        environment.add(process);
        progress.time("launch: producer", process::start);
        progress.time("launch: relay streams", environment::awaitStreaming);
        return new Place("127.0.0.1:" + port, environment.kafka().bootstrapServers());
    }

    private void requireReachable(Place place) {
        try {
            if (!producer.awaitReachable(REACH_PATIENCE)) {
                throw new EnvironmentException("No producer answers at " + place.producer
                        + "; start it there, or name its address with --producer.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("The run was interrupted.", e);
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** Ends all, the last one first; everything is tried, and the first failure told. */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            } catch (Exception e) {
                first = first == null ? new IllegalStateException(e) : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
