package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.conformance.recording.TopicLog;
import io.github.kesselevents.conformance.recording.TopicReader;
import io.github.kesselevents.fixtures.environment.EmbeddedEnvironment;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.TopicPartition;

/**
 * Records what topics hold, from their beginning up to where they end now. Nothing is written, nobody's offsets moved.
 */
public final class TopicAudit {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** As long as records come, nobody is impatient. */
    private static final Duration READ_PATIENCE = Duration.ofDays(1);

    private TopicAudit() {}

    /**
     * Records them.
     *
     * @param history the file to write
     * @param kafka settings of Kafka's clients
     * @throws EnvironmentException when the broker does not answer, has no topic of the profile's, or none holds a
     *     record
     */
    @SuppressWarnings("try") // The heartbeat only has to beat.
    public static void record(Path history, Map<String, Object> kafka, ProducerProfile profile, Progress progress) {
        LongAdder records = new LongAdder();
        try (HistoryRecorder recorder = HistoryRecorder.begin(history);
                TopicLog log = new TopicLog(kafka, profile.topics());
                Heartbeat heartbeat =
                        Heartbeat.start(progress, () -> String.format(Locale.ROOT, "%,d records", records.sum()))) {
            Map<TopicPartition, Long> from = log.beginnings(PATIENCE);
            if (from.isEmpty()) {
                throw new EnvironmentException("There is no topic like " + profile.topics() + " on " + log
                        + "; see that it is the right broker, and what the profile names under topics.");
            }
            recorder.record(at -> started(at, recorder, profile, from, log));
            Recording recording = new Recording(recorder);
            recording.listen(entry -> {
                if (entry instanceof Observed) {
                    records.increment();
                }
            });
            try (TopicReader reader = TopicReader.start(log, from, recording)) {
                boolean read = progress.time("read", () -> reader.readToEnd(READ_PATIENCE));
                if (!read) {
                    throw new EnvironmentException(
                            reader.trouble().orElse("The topics on " + log + " were not read to their end."));
                }
                recording.record(
                        at -> new Ended(at, End.DRAINED, "the topics were read up to their end", reader.offsets()));
            }
            progress.say(String.format(Locale.ROOT, "%,d records", records.sum()));
        }
    }

    private static Started started(
            long at,
            HistoryRecorder recorder,
            ProducerProfile profile,
            Map<TopicPartition, Long> partitions,
            TopicLog log) {
        Map<String, Integer> counts = new HashMap<>();
        partitions.keySet().forEach(partition -> counts.merge(partition.topic(), 1, Integer::sum));
        Map<String, String> versions = new TreeMap<>(EmbeddedEnvironment.versionOfKit());
        versions.put("broker", "Kafka at " + log);
        return new Started(at, History.VERSION, recorder.wallClock(), profile.name(), 0, counts, versions, Map.of());
    }
}
