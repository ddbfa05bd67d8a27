package io.github.kesselevents.conformance.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.fixtures.environment.EmbeddedKafka;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.fixtures.environment.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicReaderIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Path folder;
    private Workspace workspace;
    private EmbeddedKafka kafka;
    private TestHistory history;
    /** Of this test, with one partition. */
    private String topic;
    /** Of this test, too, but not there yet. */
    private String otherTopic;

    private TopicLog log;

    @BeforeAll
    void startKafka(@TempDir Path temporary) {
        folder = temporary;
        workspace = Workspace.open(folder);
        kafka = EmbeddedKafka.start(workspace);
    }

    @AfterAll
    void stopKafka() {
        kafka.close();
        workspace.close();
    }

    @BeforeEach
    void makeTopic(TestInfo test) {
        history = new TestHistory(folder);
        topic = test.getTestMethod().orElseThrow().getName();
        otherTopic = topic + ".other";
        kafka.createTopics(List.of(topic), 1);
        log = TopicLog.of(kafka.bootstrapServers(), Pattern.compile(topic + ".*"));
    }

    @AfterEach
    void close() {
        log.close();
        history.close();
    }

    @Test
    void aRecordIsObservedAsItIsAndThoseOfBeforeTheStartAreNot() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            send(producer, topic, "before");
            try (TopicReader reader = TopicReader.start(log, log.ends(PATIENCE), history.recording())) {
                List<org.apache.kafka.common.header.Header> headers = List.of(
                        new RecordHeader("id", "a".getBytes(UTF_8)),
                        new RecordHeader("id", new byte[] {(byte) 0xFF}),
                        new RecordHeader("none", null));
                producer.send(new ProducerRecord<>(topic, 0, 1_234L, "key".getBytes(UTF_8), null, headers))
                        .get();
                assertThat(reader.readToEnd(PATIENCE)).isTrue();

                Observed observed = history.all(Observed.class).get(0);
                assertThat(history.all(Observed.class)).hasSize(1);
                assertThat(observed.record().position()).isEqualTo(topic + "-0@1");
                assertThat(observed.timestamp()).isEqualTo(1_234);
                assertThat(observed.key()).asString(UTF_8).isEqualTo("key");
                assertThat(observed.value()).isNull();
                assertThat(observed.headers())
                        .extracting(header -> header.name())
                        .containsExactly("id", "id", "none");
                assertThat(observed.headers().get(1).value()).containsExactly(0xFF);
                assertThat(observed.headers().get(2).value()).isNull();
                assertThat(reader.offsets()).containsEntry(topic + "-0", 2L);
            }
        }
    }

    @Test
    void topicsAndPartitionsThatComeToBeAreReadFromTheirBeginningUnlessTheyDoNotMatch() throws Exception {
        kafka.createTopics(List.of("foreign"), 1);
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("metadata.max.age.ms", 100));
                TopicReader reader = TopicReader.start(log, log.ends(PATIENCE), history.recording())) {
            kafka.createTopics(List.of(otherTopic), 1);
            send(producer, otherTopic, "first of a new topic");
            send(producer, "foreign", "of no interest");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2)))
                        .all()
                        .get();
            }
            producer.send(new ProducerRecord<>(topic, 1, null, "first of a new partition".getBytes(UTF_8)))
                    .get();
            assertThat(reader.readToEnd(PATIENCE)).isTrue();

            assertThat(history.all(Observed.class))
                    .extracting(observed -> observed.record().position())
                    .containsExactlyInAnyOrder(otherTopic + "-0@0", topic + "-1@0");
            assertThat(reader.offsets()).containsOnlyKeys(topic + "-0", topic + "-1", otherTopic + "-0");
        }
    }

    @Test
    void onlyCommittedTransactionsAreObservedUpToTheFirstOpenOne() throws Exception {
        try (KafkaProducer<byte[], byte[]> transactional = producer(Map.of("transactional.id", topic));
                KafkaProducer<byte[], byte[]> plain = producer(Map.of());
                TopicReader reader = TopicReader.start(log, log.ends(PATIENCE), history.recording())) {
            transactional.initTransactions();
            transactional.beginTransaction();
            send(transactional, topic, "committed"); // 0, its marker 1
            transactional.commitTransaction();
            transactional.beginTransaction();
            send(transactional, topic, "aborted"); // 2, its marker 3
            transactional.abortTransaction();
            awaitEnd(4);
            // The log ends with a marker: waiting for a record at the offset before the end would wait for ever.
            assertThat(reader.readToEnd(PATIENCE)).isTrue();
            assertThat(reader.offsets()).containsEntry(topic + "-0", 4L);

            transactional.beginTransaction();
            send(transactional, topic, "open"); // 4, its marker 6
            send(plain, topic, "behind an open one"); // 5
            assertThat(reader.readToEnd(PATIENCE)).isTrue();
            assertThat(values()).containsExactly("committed");

            transactional.commitTransaction();
            awaitEnd(7);
            assertThat(reader.readToEnd(PATIENCE)).isTrue();
            assertThat(values()).containsExactly("committed", "open", "behind an open one");
            assertThat(history.all(Observed.class)).extracting(Observed::offset).containsExactly(0L, 4L, 5L);
        }
    }

    @Test
    void acrossAKillOfTheBrokerEachRecordStandsOnceAndInOrder() throws Exception {
        // By default, a producer that has lost every broker forgets the topic, and each send blocks until it is known
        // again.
        try (KafkaProducer<byte[], byte[]> producer =
                        producer(Map.of("reconnect.backoff.max.ms", 100, "metadata.recovery.strategy", "none"));
                TopicReader reader = TopicReader.start(log, log.ends(PATIENCE), history.recording())) {
            sendAll(producer, 100);
            kafka.kill();
            List<Future<RecordMetadata>> duringTheOutage = IntStream.range(0, 100)
                    .mapToObj(i -> producer.send(record(topic, "during " + i)))
                    .toList();
            kafka.start();
            for (Future<RecordMetadata> sent : duringTheOutage) {
                sent.get();
            }
            sendAll(producer, 100);

            assertThat(reader.readToEnd(PATIENCE)).isTrue();
            assertThat(history.all(Observed.class))
                    .extracting(Observed::offset)
                    .containsExactlyElementsOf(LongStream.range(0, 300).boxed().toList());
            assertThat(values()).contains("during 0", "during 99").doesNotHaveDuplicates();
        }
    }

    @Test
    void aBrokerThatIsDownIsNamed() {
        try (TopicReader reader = TopicReader.start(log, log.ends(PATIENCE), history.recording())) {
            kafka.kill();
            String sentence = "The broker " + kafka.bootstrapServers() + " does not say where the topics " + topic
                    + ".* begin and end (no answer within 200 ms); see that it runs, that its address is right, that the client's"
                    + " properties say the security.protocol that it speaks, and that the user"
                    + " may describe topics.";

            assertThat(reader.readToEnd(Duration.ofMillis(200))).isFalse();
            assertThat(reader.trouble()).isPresent();
            assertThatThrownBy(() -> log.ends(Duration.ofMillis(200)))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage(sentence);
        } finally {
            kafka.start();
        }
    }

    @Test
    void recordsThatAreGoneAreNotPassedOverInSilence() throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of());
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            sendAll(producer, 3);
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get();
        }
        try (TopicReader reader = TopicReader.start(log, Map.of(partition, 0L), history.recording())) {
            assertThat(reader.readToEnd(PATIENCE)).isFalse();

            assertThat(reader.trouble())
                    .hasValue("The records at {" + partition + "=0} on " + kafka.bootstrapServers()
                            + " are gone before they were read: the topic was deleted, cut off, or keeps too little;"
                            + " leave it alone, raise its retention, and run again.");
            assertThat(history.all(Observed.class)).isEmpty();
        }
    }

    /** The coordinator answers when a transaction is sure to end, and writes its markers into the logs only then. */
    private void awaitEnd(long lastStable) {
        Map<TopicPartition, Long> end = Map.of(new TopicPartition(topic, 0), lastStable);
        assertTimeoutPreemptively(PATIENCE, () -> {
            while (!log.ends(PATIENCE).equals(end)) {
                Thread.onSpinWait();
            }
        });
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", kafka.bootstrapServers());
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void sendAll(KafkaProducer<byte[], byte[]> producer, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            send(producer, topic, "at " + System.nanoTime());
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, String value)
            throws ExecutionException, InterruptedException {
        producer.send(record(topic, value)).get();
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String value) {
        return new ProducerRecord<>(topic, value.getBytes(UTF_8));
    }

    private List<String> values() {
        return history.all(Observed.class).stream()
                .map(observed -> new String(observed.value(), UTF_8))
                .toList();
    }
}
