package io.github.kesselevents.conformance.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.HistoryEntry.Change;
import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import io.github.kesselevents.conformance.history.HistoryException;
import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentinelsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Map<String, Integer> PARTITIONS = Map.of("resources", 3, "tuples", 3);
    /** Three for each partition of a topic. */
    private static final int SIDE_BY_SIDE = 9;

    @TempDir
    private Path folder;

    private TestHistory history;
    private final AtomicInteger written = new AtomicInteger();

    @BeforeEach
    void begin() {
        history = new TestHistory(folder);
    }

    @AfterEach
    void close() {
        history.close();
    }

    @Test
    void theyGoOnUntilEveryPartitionOfEveryStreamHasShownOne() {
        Random keys = new Random(1);
        Drained drained = sentinels(true)
                .drain(
                        writing(marker -> {
                            int partition = keys.nextInt(3);
                            observe("resources", partition, "", "{\"marker\":\"" + marker + "\"}");
                            observe("tuples", partition, "", "{\"marker\":\"" + marker + "\"}");
                        }),
                        PATIENCE);

        assertThat(drained.complete()).isTrue();
        assertThat(drained.witnessed()).isTrue();
        assertThat(drained.since()).isLessThan(drained.at());
        assertThat(written.get()).isGreaterThanOrEqualTo(3);
        assertThat(history.all(Drained.class)).containsExactly(drained);
    }

    @Test
    void anEventWithoutAMarkerIsKnownByItsIdWhetherItsCommitIsSeenBeforeOrAfterIt() {
        Drained drained = sentinels(true)
                .drain(
                        writing(marker -> {
                            for (int partition = 0; partition < 3; partition++) {
                                observe("resources", partition, "resource-" + marker, "{}");
                                commit(marker);
                                observe("tuples", partition, "tuple-" + marker, "{}");
                            }
                        }),
                        PATIENCE);

        assertThat(drained.missing()).isEmpty();
        assertThat(written).hasValue(SIDE_BY_SIDE);
    }

    @Test
    void anEventWithoutAMarkerIsKnownByItsKeyWithoutAWitness() {
        Drained drained = sentinels(false)
                .drain(
                        writing(marker -> {
                            for (int partition = 0; partition < 3; partition++) {
                                String key = marker + partition;
                                observe("tuples", partition, key, "id of a tuple", "{}");
                                observe("resources", partition, key, "id of a resource", marker);
                            }
                        }),
                        PATIENCE);

        assertThat(drained.missing()).isEmpty();
        assertThat(written).hasValue(SIDE_BY_SIDE);
    }

    @Test
    void theFirstOnesAreWrittenSideBySide() {
        CountDownLatch inFlight = new CountDownLatch(SIDE_BY_SIDE);
        Drained drained = sentinels(true)
                .drain(
                        writing(marker -> {
                            inFlight.countDown();
                            await(inFlight);
                            for (int partition = 0; partition < 3; partition++) {
                                observe("resources", partition, "", marker);
                                observe("tuples", partition, "", marker);
                            }
                        }),
                        PATIENCE);

        assertThat(drained.missing()).isEmpty();
        assertThat(written).hasValue(SIDE_BY_SIDE);
    }

    @Test
    void whatFailsWhileTheyAreWrittenSideBySideIsToldAsItIs() {
        HistoryException full = new HistoryException("The disk is full.");

        assertThatThrownBy(() -> sentinels(true)
                        .drain(
                                () -> {
                                    throw full;
                                },
                                PATIENCE))
                .isSameAs(full);
        assertThat(history.all(Drained.class)).isEmpty();
    }

    @Test
    void anInterruptEndsThem() {
        Thread drains = Thread.currentThread();
        Drained drained = sentinels(true)
                .drain(
                        writing(marker -> {
                            drains.interrupt();
                            await(new CountDownLatch(1));
                        }),
                        PATIENCE);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(drained.complete()).isFalse();
        assertThat(written).hasValueLessThanOrEqualTo(SIDE_BY_SIDE);
    }

    @Test
    void aSentinelThatIsPublishedLongAfterItsReplyIsSeen() {
        AtomicReference<String> first = new AtomicReference<>();
        Drained drained = sentinels(true)
                .drain(
                        writing(marker -> {
                            first.compareAndSet(null, marker);
                            if (written.get() == SIDE_BY_SIDE + 2) {
                                for (int partition = 0; partition < 3; partition++) {
                                    observe("resources", partition, "", first.get());
                                    observe("tuples", partition, "", first.get());
                                }
                            }
                        }),
                        PATIENCE);

        assertThat(drained.missing()).isEmpty();
        assertThat(written).hasValue(SIDE_BY_SIDE + 2);
    }

    @Test
    void whatOthersWroteIsNoSentinel() {
        Drained drained = sentinels(true)
                .drain(
                        writing(marker -> {
                            for (int partition = 0; partition < 3; partition++) {
                                commit("ordinary");
                                observe("resources", partition, "resource-ordinary", "{\"marker\":\"ordinary\"}");
                                observe("tuples", partition, "tuple-ordinary", null);
                            }
                            observe("tuples", 1, "", marker);
                        }),
                        Duration.ofMillis(200));

        assertThat(drained.missing())
                .containsExactly("resources-0", "resources-1", "resources-2", "tuples-0", "tuples-2");
        assertThat(drained.complete()).isFalse();
    }

    @Test
    void aWitnessThatHasNotPassedThemIsSaid() {
        Drained drained = sentinels(false)
                .drain(
                        writing(marker -> {
                            for (int partition = 0; partition < 3; partition++) {
                                observe("resources", partition, "", marker);
                                observe("tuples", partition, "", marker);
                            }
                        }),
                        PATIENCE);

        assertThat(drained.complete()).isTrue();
        assertThat(drained.witnessed()).isFalse();
    }

    @Test
    void aSentinelOfAnEarlierRoundCountsNoMore() {
        String[] first = new String[1];
        sentinels(true).drain(writing(marker -> first[0] = marker), Duration.ofMillis(1));
        Drained drained =
                sentinels(true).drain(writing(marker -> observe("tuples", 0, "", first[0])), Duration.ofMillis(50));

        assertThat(drained.missing()).contains("tuples-0").hasSize(6);
    }

    private Sentinels sentinels(boolean witnessed) {
        return new Sentinels(history.recording(), PARTITIONS, patience -> witnessed);
    }

    /** A producer and a relay so fast that all is published before the reply. */
    private Supplier<String> writing(Consumer<String> publish) {
        return () -> {
            String marker = "sentinel-" + written.incrementAndGet() + ";";
            publish.accept(marker);
            return marker;
        };
    }

    private void observe(String topic, int partition, String id, String value) {
        observe(topic, partition, null, id, value);
    }

    private void observe(String topic, int partition, String key, String id, String value) {
        history.recording()
                .record(at -> new Observed(
                        at,
                        topic,
                        partition,
                        0,
                        0,
                        key == null ? null : key.getBytes(UTF_8),
                        List.of(Header.of("id", id)),
                        value == null ? null : value.getBytes(UTF_8)));
    }

    private void commit(String marker) {
        List<OutboxMessage> messages = List.of(
                new OutboxMessage(new Lsn(1), "resources", "{\"id\":\"resource-" + marker + "\"}"),
                new OutboxMessage(new Lsn(2), "broken", "no JSON"),
                new OutboxMessage(new Lsn(3), "tuples", "{\"id\":\"tuple-" + marker + "\"}"));
        List<RowChange> rows = List.of(new RowChange("version", Change.INSERT, Map.of("marker", marker)));
        history.recording().record(at -> new Committed(at, new Lsn(4), new Lsn(5), 1, messages, rows));
    }

    /** As who writes does: whoever is interrupted has no reply. */
    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
