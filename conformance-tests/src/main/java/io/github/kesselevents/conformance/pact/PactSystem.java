package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.conformance.pact.PactRun.Reached;
import io.github.kesselevents.conformance.producer.GrpcProducer;
import io.github.kesselevents.conformance.producer.ProducerUnderTest;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.conformance.recording.TopicLog;
import io.github.kesselevents.conformance.recording.TopicReader;
import io.github.kesselevents.conformance.run.Parts;
import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.conformance.run.RunSettings;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.TopicPartition;

/** A running producer, and a reader of its topics. */
final class PactSystem implements AutoCloseable {

    private static final Duration CALL_PATIENCE = Duration.ofSeconds(10);
    private static final Duration REACH_PATIENCE = Duration.ofSeconds(20);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final ProducerUnderTest producer;
    private final TopicReader reader;
    private final Map<TopicPartition, Long> ends;

    private PactSystem(PactRun.Settings settings, Recording recording, Progress progress) {
        try {
            Place place = settings.reached().map(PactSystem::reached).orElseGet(() -> launched(settings, progress));
            producer = opened(GrpcProducer.at(
                    place.address,
                    settings.producer().access(),
                    settings.profile().refusals()));
            TopicLog log = opened(new TopicLog(place.kafka, settings.profile().topics()));
            // What an earlier run left there is of no interest.
            ends = log.ends(CALL_PATIENCE);
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

    /**
     * Where all is.
     *
     * @param kafka settings of the broker's clients
     */
    private record Place(String address, Map<String, Object> kafka) {}

    /** The producer that the settings name, on its parts, unless it is reached where it runs. */
    static PactSystem start(PactRun.Settings settings, Recording recording, Progress progress) {
        return new PactSystem(settings, recording, progress);
    }

    ProducerUnderTest producer() {
        return producer;
    }

    TopicReader reader() {
        return reader;
    }

    /** How many partitions a topic has. */
    int partitions(String topic) {
        return (int) ends.keySet().stream()
                .filter(partition -> partition.topic().equals(topic))
                .count();
    }

    private static Place reached(Reached reached) {
        return new Place(
                reached.address(), Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, reached.bootstrapServers()));
    }

    private Place launched(PactRun.Settings settings, Progress progress) {
        RunSettings run = RunSettings.standard(settings.folder(), 1).withProducer(settings.producer());
        Parts parts = opened(Parts.open(run, progress));
        progress.time("launch: relay streams", parts::awaitStreaming);
        return new Place(parts.producerAddress(), parts.kafka());
    }

    private void requireReachable(Place place) {
        try {
            if (!producer.awaitReachable(REACH_PATIENCE)) {
                throw new EnvironmentException("No producer answers at " + place.address
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
