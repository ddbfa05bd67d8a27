package io.github.kesselevents.conformance.recording;

import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads all topics that match a pattern, committed transactions only, and records {@link Observed}: each record once,
 * in offset order of its partition, also across crashes of the broker. Topics and partitions that come to be are read
 * from their beginning. It belongs to no consumer group and commits nothing. Thread-safe.
 */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration LOOK_FOR_TOPICS = Duration.ofMillis(500);
    private static final Duration CALL_PATIENCE = Duration.ofSeconds(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final TopicLog log;
    private final Recording recording;
    private final Consumer<byte[], byte[]> consumer;
    private final Signal progress = new Signal();
    private final Thread thread = new Thread(this::run, "topic-reader");

    /** Partitions that were found, and where to begin; the consumer belongs to the reader's thread. */
    private final Queue<Map<TopicPartition, Long>> found = new ConcurrentLinkedQueue<>();
    /** The next offset of each partition that is read. */
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();

    private volatile boolean closed;
    private volatile String failure;
    private volatile String outage;

    private TopicReader(TopicLog log, Recording recording) {
        this.log = log;
        this.recording = recording;
        this.consumer = new KafkaConsumer<>(settings(log), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        thread.setDaemon(true);
    }

    /**
     * Begins to read.
     *
     * @param log the topics; it must not be closed before the reader
     * @param from where to begin, such as {@link TopicLog#ends} of before the run; other partitions are read from 0
     */
    public static TopicReader start(TopicLog log, Map<TopicPartition, Long> from, Recording recording) {
        TopicReader reader = new TopicReader(log, recording);
        reader.found.add(Map.copyOf(from));
        reader.thread.start();
        return reader;
    }

    /**
     * Waits until everything is recorded that stands before the last stable offsets of now.
     *
     * @return whether it is; false when the patience is over, or the reader has failed: see {@link #trouble()}
     */
    public boolean readToEnd(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            Map<TopicPartition, Long> ends = log.ends(patience);
            found.add(beginnings(ends));
            progress.await(() -> failure != null || closed || reached(ends), Signal.until(deadline));
            return failure == null && reached(ends);
        } catch (EnvironmentException e) {
            outage = e.getMessage();
            return false;
        }
    }

    /** Up to where each partition was read, by {@code topic-partition}. */
    public Map<String, Long> offsets() {
        return positions.entrySet().stream()
                .collect(Collectors.toMap(position -> position.getKey().toString(), Map.Entry::getValue));
    }

    /**
     * Why records are missing from the history, in one sentence: for good, because they were deleted before they were
     * read, say, or as long as the broker does not answer. Empty while it reads.
     */
    public Optional<String> trouble() {
        return Optional.ofNullable(failure != null ? failure : outage);
    }

    /** Stops reading. Bounded. */
    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        progress.changed();
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            long look = System.nanoTime();
            while (!closed) {
                adopt();
                if (positions.isEmpty() || System.nanoTime() - look >= LOOK_FOR_TOPICS.toNanos()) {
                    lookForTopics();
                    adopt();
                    look = System.nanoTime();
                }
                if (positions.isEmpty()) {
                    // A consumer without a partition refuses to poll.
                    progress.await(() -> closed || !found.isEmpty(), POLL);
                } else {
                    record(consumer.poll(POLL));
                }
            }
        } catch (WakeupException e) {
            if (!closed) {
                throw e;
            }
        } catch (OffsetOutOfRangeException e) {
            fail("The records at " + e.offsetOutOfRangePartitions() + " on " + log
                    + " are gone before they were read: the topic was deleted, cut off, or keeps too little;"
                    + " leave it alone, raise its retention, and run again.");
        } catch (KafkaException e) {
            fail("The topics on " + log + " cannot be read any further (" + e.getMessage()
                    + "); see that the user may read and describe them, and run again.");
        } catch (RuntimeException e) {
            fail("The reader of " + log + " cannot go on: " + e.getMessage());
        }
    }

    private void adopt() {
        Map<TopicPartition, Long> fresh = new HashMap<>();
        for (Map<TopicPartition, Long> each = found.poll(); each != null; each = found.poll()) {
            each.forEach((partition, offset) -> {
                if (!positions.containsKey(partition)) {
                    fresh.putIfAbsent(partition, offset);
                }
            });
        }
        if (!fresh.isEmpty()) {
            List<TopicPartition> all = new ArrayList<>(positions.keySet());
            all.addAll(fresh.keySet());
            consumer.assign(all);
            fresh.forEach(consumer::seek);
            positions.putAll(fresh);
            progress.changed();
        }
    }

    private void lookForTopics() {
        try {
            Map<TopicPartition, Long> ends = new HashMap<>();
            consumer.listTopics(CALL_PATIENCE).forEach((topic, partitions) -> {
                if (log.matches(topic)) {
                    partitions.forEach(partition -> ends.put(new TopicPartition(topic, partition.partition()), 0L));
                }
            });
            found.add(ends);
            outage = null;
        } catch (RetriableException e) {
            outage = "The broker " + log + " does not answer at the moment (" + e.getMessage() + ").";
        }
    }

    private void record(ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            recording.record(at -> new Observed(
                    at,
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.timestamp(),
                    record.key(),
                    headers(record.headers()),
                    record.value()));
        }
        if (!records.nextOffsets().isEmpty()) {
            // These pass the markers of transactions, too.
            records.nextOffsets().forEach((partition, next) -> positions.put(partition, next.offset()));
            progress.changed();
        }
    }

    private static List<Header> headers(Headers headers) {
        List<Header> all = new ArrayList<>();
        headers.forEach(header -> all.add(new Header(header.key(), header.value())));
        return all;
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), -1L) >= end.getValue());
    }

    private static Map<TopicPartition, Long> beginnings(Map<TopicPartition, Long> ends) {
        return ends.keySet().stream().collect(Collectors.toMap(partition -> partition, partition -> 0L));
    }

    private void fail(String sentence) {
        failure = sentence;
        progress.changed();
    }

    private static Map<String, Object> settings(TopicLog log) {
        Map<String, Object> settings = new HashMap<>(log.client());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // Records that are gone are a finding, not a reason to go on elsewhere.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // A partition that was found joins the next fetch.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Math.toIntExact(POLL.toMillis()));
        return settings;
    }
}
