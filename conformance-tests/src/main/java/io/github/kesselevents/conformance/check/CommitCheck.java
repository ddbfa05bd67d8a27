package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.ConsumerLog.Record;
import io.github.kesselevents.conformance.check.ConsumerStory.Moment;
import io.github.kesselevents.conformance.check.ConsumerStory.Sample;
import io.github.kesselevents.conformance.check.Examination.Draft;
import io.github.kesselevents.conformance.history.HistoryEntry.Promised;
import java.util.List;
import java.util.NavigableMap;

/**
 * CONSUMER-5 to CONSUMER-7: the group's offsets, held against what had taken effect. Records are counted, not offsets,
 * which transactions leave gaps in.
 *
 * <p><b>What it cannot see:</b> an offset that was committed too early and caught up before the crash; whether a
 * consumer that keeps its offsets in its own sink goes on where Kafka says.
 */
final class CommitCheck {

    private static final String NO_EFFECTS =
            "the sink does not show its effects one by one, so that nobody knows what had been processed; name a query"
                    + " for them under sink: effects";

    private final ConsumerStory story;
    private final Draft after = new Draft("CONSUMER-5", "looks with records in hand");
    private final Draft bounded = new Draft("CONSUMER-6", "crashes of a partition");
    private final Draft clean = new Draft("CONSUMER-7", "restarts of a partition");

    CommitCheck(ConsumerStory story) {
        this.story = story;
    }

    List<Examination> examine() {
        if (story.shows(Promised.EFFECTS)) {
            story.samples().forEach(this::tooEarly);
            story.samples(Moment.CRASH).forEach(this::crash);
            story.samples(Moment.CLEAN_STOP).forEach(this::cleanStop);
        } else {
            List.of(after, bounded, clean).forEach(draft -> draft.doubt(NO_EFFECTS));
        }
        return List.of(after.done(), bounded.done(), clean.done());
    }

    private void crash(Sample crash) {
        story.log().partitions().forEach((partition, records) -> {
            List<Record> replayed = replayed(crash, partition, records);
            if (records.values().stream().anyMatch(record -> hadEffect(record, crash))) {
                bounded.examined();
            }
            if (replayed.size() > story.promised().replays()) {
                bounded.found(
                        crash.committed().containsKey(partition) ? "beyond-the-bound" : "nothing-committed",
                        "",
                        "the crash (" + crash.fault() + ") repeats " + replayed.size()
                                + " processed records of partition " + partition + ": " + committed(crash, partition)
                                + ", processed up to "
                                + replayed.get(replayed.size() - 1).position(),
                        "at most " + story.promised().replays() + ", as declared",
                        replayed.size() + " records",
                        replayed.get(0).anchor(),
                        new Anchor.OfPartition(story.promised().topic(), partition));
            }
        });
    }

    private void tooEarly(Sample sample) {
        story.log().partitions().forEach((partition, records) -> tooEarly(sample, partition, records));
    }

    /**
     * Behind all that took effect and before the committed offset: a crash loses such records. One that was passed over
     * is no matter of offsets.
     */
    private void tooEarly(Sample sample, int partition, NavigableMap<Long, Record> records) {
        Long committed = sample.committed().get(partition);
        long processed = records.values().stream()
                .filter(record -> hadEffect(record, sample))
                .mapToLong(Record::offset)
                .max()
                .orElse(-1);
        List<Record> behind = records
                .subMap(processed, false, Math.max(processed, sample.ends().getOrDefault(partition, 0L)), false)
                .values()
                .stream()
                .filter(record -> !story.isSetAside(record) && !hadEffect(record, sample))
                .toList();
        if (behind.stream().anyMatch(record -> !record.isPoison())) {
            after.examined();
        }
        if (committed == null) {
            return;
        }
        for (Record record : behind) {
            if (record.offset() < committed && !record.isPoison()) {
                after.found(
                        "committed-first",
                        record.event().resource(),
                        record.position() + " had not taken effect (" + sample.fault() + "), and partition " + partition
                                + " was committed up to " + committed,
                        "offsets committed after the effect",
                        "committed before",
                        record.event().anchor(),
                        record.anchor());
            }
        }
    }

    private void cleanStop(Sample stop) {
        story.log().partitions().forEach((partition, records) -> {
            if (records.values().stream().noneMatch(record -> hadEffect(record, stop))) {
                return;
            }
            clean.examined();
            List<Record> replayed = replayed(stop, partition, records);
            if (!replayed.isEmpty()) {
                clean.found(
                        "replayed",
                        "",
                        "the clean restart (" + stop.fault() + ") repeats " + replayed.size()
                                + (replayed.size() == 1 ? " processed record" : " processed records")
                                + " of partition " + partition + ": " + committed(stop, partition)
                                + ", processed up to "
                                + replayed.get(replayed.size() - 1).position(),
                        "none",
                        replayed.size() + (replayed.size() == 1 ? " record" : " records"),
                        replayed.get(0).anchor(),
                        new Anchor.OfPartition(story.promised().topic(), partition));
            }
        });
    }

    private static String committed(Sample sample, int partition) {
        Long committed = sample.committed().get(partition);
        return committed == null ? "nothing was committed" : "committed up to " + committed;
    }

    /** What had been processed, and will come again. */
    private static List<Record> replayed(Sample sample, int partition, NavigableMap<Long, Record> records) {
        return records.tailMap(sample.committed().getOrDefault(partition, 0L), true).values().stream()
                .filter(record -> hadEffect(record, sample) && isProcessed(record, sample, records))
                .toList();
    }

    /** An event that had taken effect by an earlier record of it may not have been met here yet. */
    private static boolean isProcessed(Record record, Sample sample, NavigableMap<Long, Record> records) {
        return record.event().first() == record
                || records.tailMap(record.offset(), false).values().stream()
                        .anyMatch(later ->
                                hadEffect(later, sample) && later.event().first() == later);
    }

    private static boolean hadEffect(Record record, Sample sample) {
        return record.event() != null && record.event().hadEffect(sample.effects());
    }
}
