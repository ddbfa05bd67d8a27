package io.github.kesselevents.conformance.consumer;

import io.github.kesselevents.conformance.consumer.EventMaker.Made;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.schemas.Operation;
import io.github.kesselevents.schemas.WireFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Publishes what the consumer is fed: per partition a stream that a relay could have written, with its redeliveries.
 * Returns when the broker has it. Not thread-safe.
 */
final class EventFeed implements AutoCloseable {

    private static final int RESOURCES_OF_A_PARTITION = 20;
    private static final int DELETES_ONE_IN = 8;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final String topic;
    private final int partitions;
    private final EventMaker maker;
    private final KafkaProducer<byte[], byte[]> plain;
    private final KafkaProducer<byte[], byte[]> transactional;
    /** By partition, all events so far, but for sentinels: what a relay may deliver again. */
    private final List<List<ProducerRecord<byte[], byte[]>>> published = new ArrayList<>();

    private final List<List<String>> resources = new ArrayList<>();
    private final Map<String, Operation> last = new HashMap<>();
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private long count;

    EventFeed(String bootstrapServers, String topic, int partitions, WireFormat wireFormat, long seed) {
        this.topic = topic;
        this.partitions = partitions;
        this.maker = new EventMaker(wireFormat, seed);
        this.plain = producer(bootstrapServers, Map.of());
        this.transactional =
                producer(bootstrapServers, Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "kessel-kit-" + topic));
        transactional.initTransactions();
        for (int partition = 0; partition < partitions; partition++) {
            published.add(new ArrayList<>());
            List<String> own = new ArrayList<>();
            for (int i = 0; i < RESOURCES_OF_A_PARTITION; i++) {
                own.add(newResource(partition));
            }
            resources.add(own);
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    String topic() {
        return topic;
    }

    int partitions() {
        return partitions;
    }

    /** Records that were published, those of aborted transactions excepted. */
    long count() {
        return count;
    }

    /** Ordinary events. */
    void events(int partition, int number) {
        for (int i = 0; i < number; i++) {
            send(plain, remember(partition, next(partition)));
        }
        settle();
    }

    /**
     * Each record in a transaction of its own, so that markers stand at every other offset, from an even one on; some
     * transactions are aborted.
     */
    void transactions(int number) {
        for (int partition = 0; partition < partitions; partition++) {
            // The record at an odd offset, its marker at the even one: no record's offset is a round number.
            long next = nextOffset(partition);
            if (next % 2 == 0) {
                events(partition, 1);
            }
        }
        for (int i = 0; i < number; i++) {
            boolean aborted = i % 5 == 4;
            transactional.beginTransaction();
            for (int partition = 0; partition < partitions; partition++) {
                send(
                        transactional,
                        aborted
                                ? record(partition, maker.event(newResource(partition), Operation.CREATED))
                                : remember(partition, next(partition)));
            }
            if (aborted) {
                transactional.flush();
                transactional.abortTransaction();
                count -= partitions;
            } else {
                transactional.commitTransaction();
            }
        }
        settle();
    }

    /** What a relay delivers again when it was killed: a part of the last events, as they were. */
    void repeat(int partition, int from, int to) {
        List<ProducerRecord<byte[], byte[]>> all = published.get(partition);
        int size = all.size();
        List.copyOf(all.subList(Math.max(0, size - from), Math.max(0, size - to)))
                .forEach(record -> send(plain, record));
        settle();
    }

    /** Of a resource that lives. */
    void deletion(int partition) {
        String resource = resources.get(partition).stream()
                .filter(each -> last.get(each) != null && last.get(each) != Operation.DELETED)
                .findFirst()
                .orElseThrow();
        last.put(resource, Operation.DELETED);
        send(plain, remember(partition, maker.event(resource, Operation.DELETED)));
        settle();
    }

    void unusual(int partition, int number) {
        for (int i = 0; i < number; i++) {
            String resource = resources.get(partition).get(i);
            last.put(resource, Operation.UPDATED);
            send(plain, remember(partition, maker.unusual(resource, i)));
        }
        settle();
    }

    void poison(int partition, int turn) {
        send(plain, record(partition, maker.poison(resources.get(partition).get(0), turn)));
        settle();
    }

    /** Records of a saved history, in their order; each where its key belongs. */
    void saved(List<Observed> records) {
        for (Observed observed : records) {
            int partition = observed.key() == null ? 0 : partitionOf(observed.key());
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(topic, partition, observed.key(), observed.value());
            observed.headers().forEach(header -> record.headers().add(header.name(), header.value()));
            published.get(partition).add(record);
            send(plain, record);
        }
        settle();
    }

    /** A new resource: when its event has taken effect, so has all that stands before it in its partition. */
    Made sentinel(int partition) {
        Made sentinel = maker.event(newResource(partition), Operation.CREATED);
        send(plain, record(partition, sentinel));
        settle();
        return sentinel;
    }

    /** The offset of the next record, behind one more event that is published to learn it. */
    long nextOffset(int partition) {
        Future<RecordMetadata> probe = send(plain, remember(partition, next(partition)));
        try {
            return probe.get().offset() + 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private Made next(int partition) {
        List<String> own = resources.get(partition);
        String resource = own.get(maker.draw(own.size()));
        Operation before = last.get(resource);
        boolean deletes = before != null && before != Operation.DELETED && maker.draw(DELETES_ONE_IN) == 0;
        Operation operation = before == null ? Operation.CREATED : deletes ? Operation.DELETED : Operation.UPDATED;
        last.put(resource, operation);
        return maker.event(resource, operation);
    }

    private String newResource(int partition) {
        while (true) {
            String resource = maker.resource();
            if (partitionOf(maker.event(resource, Operation.DELETED).key()) == partition) {
                return resource;
            }
        }
    }

    private int partitionOf(byte[] key) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    private ProducerRecord<byte[], byte[]> remember(int partition, Made made) {
        ProducerRecord<byte[], byte[]> record = record(partition, made);
        published.get(partition).add(record);
        return record;
    }

    private ProducerRecord<byte[], byte[]> record(int partition, Made made) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, made.key(), made.value());
        made.headers().forEach(header -> record.headers().add(header.name(), header.value()));
        return record;
    }

    private Future<RecordMetadata> send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        // The producer closes a record's headers to changes; a redelivery is a record of its own.
        Future<RecordMetadata> future = producer.send(new ProducerRecord<>(
                record.topic(), record.partition(), null, record.key(), record.value(), record.headers()));
        sent.add(future);
        count++;
        return future;
    }

    private void settle() {
        try {
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e);
        } catch (ExecutionException e) {
            // An aborted transaction's records fail, as they are to.
            if (!(e.getCause() instanceof org.apache.kafka.common.errors.TransactionAbortedException)) {
                throw failure(e.getCause());
            }
        } finally {
            sent.clear();
        }
    }

    private ConsumerException failure(Throwable e) {
        return new ConsumerException(
                "The events cannot be published to " + topic + " (" + e.getMessage()
                        + "); see that the broker runs, and that the kit may write to the topic.",
                e);
    }

    @Override
    public void close() {
        try {
            plain.close(CLOSE_PATIENCE);
            transactional.close(CLOSE_PATIENCE);
        } catch (KafkaException e) {
            throw failure(e);
        }
    }
}
