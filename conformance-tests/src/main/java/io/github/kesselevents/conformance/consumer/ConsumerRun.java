package io.github.kesselevents.conformance.consumer;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.Promised;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.conformance.history.HistoryException;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.conformance.recording.TopicLog;
import io.github.kesselevents.conformance.recording.TopicReader;
import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.conformance.verdict.SavedHistory;
import io.github.kesselevents.conformance.verdict.SavedHistory.Judged;
import io.github.kesselevents.fixtures.environment.ContainerSettings;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.fixtures.environment.Wait;
import io.github.kesselevents.schemas.EventStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * Checks a consumer: events → topic → consumer → sink → history → checks → verdicts. What is observed is recorded first
 * and judged after, from the file alone.
 */
public final class ConsumerRun {

    private static final Duration CALL_PATIENCE = Duration.ofSeconds(30);
    private static final Duration TOPIC_PATIENCE = Duration.ofSeconds(10);

    /**
     * What a run is to be.
     *
     * @param folder where history and reports go; what an earlier run left there is replaced
     * @param containers images of broker, database and members; empty for processes
     * @param records ordinary ones to publish, at least; what the faults need comes on top
     * @param crashes of all members while nothing is in their hands; four, on three partitions, come behind each record
     *     of a round of ten
     * @param seed what events are drawn from
     * @param saved history whose resource events are published first; null for none
     * @param patience for a record to take effect while nothing else does, and for the group to form
     * @param command that asks for the same run again
     */
    public record Settings(
            Path folder,
            ConsumerProfile profile,
            Optional<ContainerSettings> containers,
            int records,
            int crashes,
            long seed,
            Path saved,
            Duration patience,
            String command) {

        /** The history's file. */
        public Path history() {
            return folder.resolve("history.ndjson");
        }
    }

    private ConsumerRun() {}

    /**
     * Starts what the profile says, feeds it, and judges what came of it.
     *
     * @throws ConsumerException when it cannot be checked
     */
    public static Judged run(Settings settings, Progress progress) {
        List<Observed> saved = saved(settings.saved());
        makeFolder(settings);
        try (ConsumerSystem system = ConsumerSystem.launch(settings.profile(), settings.containers(), progress)) {
            record(settings, system, system.bootstrapServers(), saved, progress);
        }
        return progress.time("judge", () -> SavedHistory.judge(settings.history(), null, Grade.A));
    }

    /** The same with a consumer that is run in another way; its topic is there. */
    static Judged run(Settings settings, ConsumerUnderTest consumer, String bootstrapServers, Progress progress) {
        makeFolder(settings);
        record(settings, consumer, bootstrapServers, List.of(), progress);
        return SavedHistory.judge(settings.history(), null, Grade.A);
    }

    private static void record(
            Settings settings,
            ConsumerUnderTest consumer,
            String bootstrapServers,
            List<Observed> saved,
            Progress progress) {
        ConsumerProfile profile = settings.profile();
        try (HistoryRecorder history = HistoryRecorder.begin(settings.history());
                Group group = new Group(bootstrapServers, profile.group(), profile.topic());
                TopicLog log = TopicLog.of(bootstrapServers, Pattern.compile(Pattern.quote(profile.topic())))) {
            Map<TopicPartition, Long> ends = ends(log, profile.topic(), bootstrapServers);
            int partitions = ends.size();
            Recording recording = new Recording(history);
            recording.record(at -> started(at, settings, history.wallClock(), partitions));
            SinkRecorder sink = new SinkRecorder(consumer.sink(), recording);
            try (EventFeed feed = new EventFeed(
                            bootstrapServers, profile.topic(), partitions, profile.wireFormat(), settings.seed());
                    TopicReader reader = TopicReader.start(log, ends, recording)) {
                Ordeal ordeal = new Ordeal(
                        recording,
                        reader,
                        feed,
                        group,
                        consumer,
                        sink,
                        profile.promises().poison(),
                        settings.patience(),
                        progress);
                progress.time("launch: consumer", ordeal::begin);
                sink.leaveAsideWhatIsThere();
                List<String> shows = sink.shows();
                recording.record(at -> new Promised(
                        at,
                        profile.group(),
                        profile.topic(),
                        consumer.members().size(),
                        profile.wireFormat().name(),
                        profile.promises().replays(),
                        profile.promises().poison(),
                        shows));
                progress.say(
                        "the group " + profile.group() + " consumes, and its sink shows " + String.join(", ", shows));
                progress.time("feed", () -> ordeal.run(settings.records(), settings.crashes(), saved));
            }
        }
    }

    /** A topic that was just made is not known to all at once. */
    private static Map<TopicPartition, Long> ends(TopicLog log, String topic, String bootstrapServers) {
        try {
            Wait.until(
                    () -> !log.ends(CALL_PATIENCE).isEmpty(),
                    TOPIC_PATIENCE,
                    () -> "There is no topic " + topic + " on " + bootstrapServers
                            + "; make it, or name another in the consumer's profile.");
            return log.ends(CALL_PATIENCE);
        } catch (EnvironmentException e) {
            throw new ConsumerException(e.getMessage(), e);
        }
    }

    private static Started started(long at, Settings settings, long wallClock, int partitions) {
        return new Started(
                at,
                History.VERSION,
                wallClock,
                settings.profile().name(),
                settings.seed(),
                Map.of(settings.profile().topic(), partitions),
                ConsumerSystem.versions(settings.profile(), settings.containers()),
                settings.command().isEmpty() ? Map.of() : Map.of(Started.COMMAND, settings.command()));
    }

    private static List<Observed> saved(Path history) {
        List<Observed> events = new ArrayList<>();
        if (history != null) {
            History.of(history).read((line, entry) -> {
                if (entry instanceof Observed observed && observed.topic().equals(EventStream.RESOURCES.topic())) {
                    events.add(observed);
                }
            });
            if (events.isEmpty()) {
                throw new ConsumerException(history + " holds no record of " + EventStream.RESOURCES.topic()
                        + " to publish; name another history, or leave it out.");
            }
        }
        return events;
    }

    private static void makeFolder(Settings settings) {
        try {
            Files.createDirectories(settings.folder());
            Files.deleteIfExists(settings.history());
        } catch (IOException e) {
            throw new HistoryException(
                    "The folder " + settings.folder() + " cannot be written (" + e.getMessage() + "); choose another.",
                    e);
        }
    }
}
