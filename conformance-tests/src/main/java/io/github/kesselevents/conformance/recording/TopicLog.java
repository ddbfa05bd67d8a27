package io.github.kesselevents.conformance.recording;

import io.github.kesselevents.fixtures.environment.EnvironmentException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/** All topics of a broker that match a pattern: which there are, and where they end. Thread-safe. */
public final class TopicLog implements AutoCloseable {

    private static final Duration PACE = Duration.ofMillis(50);
    private static final int RECONNECT_MILLIS = 100;

    private final Map<String, Object> client;
    private final Pattern topics;
    private final Admin admin;
    private final Signal pause = new Signal();

    /**
     * @param client settings of Kafka's clients: {@code bootstrap.servers}, and for a secured broker its credentials
     * @param topics pattern of their whole names
     * @throws EnvironmentException when no client can be made of these settings
     */
    public TopicLog(Map<String, Object> client, Pattern topics) {
        this.client = new HashMap<>(client);
        // A broker that was killed and is back shall be met at once, not after a second.
        this.client.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS);
        this.topics = topics;
        this.admin = admin();
    }

    private Admin admin() {
        try {
            return Admin.create(client);
        } catch (KafkaException e) {
            throw new EnvironmentException(
                    "No client of the broker " + this + " can be made of its properties ("
                            + new ClientProperties(client).explain(e)
                            + "); mend them in their file, as Kafka's own tools take them.",
                    e);
        }
    }

    /** On a broker that asks for no credentials. */
    public static TopicLog of(String bootstrapServers, Pattern topics) {
        return new TopicLog(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), topics);
    }

    /**
     * The last stable offset of each partition, as of a moment during this call: all before it is decided. It is not
     * the last record's offset + 1, for what follows that may be the marker of a transaction.
     *
     * @throws EnvironmentException when the broker does not tell in time, or refuses
     */
    public Map<TopicPartition, Long> ends(Duration patience) {
        return offsets(OffsetSpec.latest(), patience);
    }

    /**
     * The offset of the first record that is kept of each partition.
     *
     * @throws EnvironmentException when the broker does not tell in time, or refuses
     */
    public Map<TopicPartition, Long> beginnings(Duration patience) {
        return offsets(OffsetSpec.earliest(), patience);
    }

    private Map<TopicPartition, Long> offsets(OffsetSpec which, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return offsets(which, deadline);
            } catch (ExecutionException e) {
                // A topic that was just made, or deleted, is not known to all at once.
                boolean mayPass = e.getCause() instanceof RetriableException && System.nanoTime() < deadline;
                if (!mayPass) {
                    throw failure(
                            new ClientProperties(client).explain(e.getCause()),
                            ClientProperties.advice(e.getCause()),
                            e);
                }
                pause.await(() -> false, PACE);
            } catch (TimeoutException e) {
                throw failure("no answer within " + patience.toMillis() + " ms", ClientProperties.advice(e), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failure("interrupted", "run it again", e);
            }
        }
    }

    /** The settings of its clients. */
    Map<String, Object> client() {
        return client;
    }

    boolean matches(String topic) {
        return topics.matcher(topic).matches();
    }

    /** Where its broker is, for messages. */
    @Override
    public String toString() {
        return String.valueOf(client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    private Map<TopicPartition, Long> offsets(OffsetSpec which, long deadline)
            throws ExecutionException, TimeoutException, InterruptedException {
        List<String> names = get(admin.listTopics().names(), deadline).stream()
                .filter(this::matches)
                .toList();
        Collection<TopicDescription> descriptions =
                get(admin.describeTopics(names).allTopicNames(), deadline).values();
        Map<TopicPartition, OffsetSpec> partitions = descriptions.stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toMap(partition -> partition, partition -> which));
        Map<TopicPartition, ListOffsetsResultInfo> ends = get(
                admin.listOffsets(partitions, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all(),
                deadline);
        return ends.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    private static <T> T get(KafkaFuture<T> future, long deadline)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(Signal.until(deadline).toNanos(), TimeUnit.NANOSECONDS);
    }

    private EnvironmentException failure(String why, String advice, Exception e) {
        return new EnvironmentException(
                "The broker " + this + " does not say where the topics " + topics + " begin and end (" + why + "); "
                        + advice + ".",
                e);
    }
}
