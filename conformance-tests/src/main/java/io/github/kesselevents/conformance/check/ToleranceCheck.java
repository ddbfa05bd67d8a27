package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.ConsumerLog.Event;
import io.github.kesselevents.conformance.check.ConsumerLog.Record;
import io.github.kesselevents.conformance.check.Examination.Draft;
import io.github.kesselevents.conformance.history.HistoryEntry.PoisonPolicy;
import io.github.kesselevents.conformance.history.HistoryEntry.Promised;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/**
 * CONSUMER-8 and CONSUMER-9: records that are unusual, and records that hold no event; and whatever else a partition
 * stops at, which is CONSUMER-2. Nothing is said of what stands behind that.
 */
final class ToleranceCheck {

    private final ConsumerStory story;
    private final Draft lost = new Draft("CONSUMER-2", "events");
    private final Draft unusual = new Draft("CONSUMER-8", "unusual events");
    private final Draft poison = new Draft("CONSUMER-9", "poison records");

    ToleranceCheck(ConsumerStory story) {
        this.story = story;
    }

    List<Examination> examine() {
        story.log().partitions().forEach((partition, records) -> {
            records.values().stream().filter(story::isSettled).forEach(record -> passed(record, records));
            if (!story.isSettled(partition)) {
                stopped(partition, records);
            }
        });
        return List.of(lost.done(), unusual.done(), poison.done());
    }

    private void passed(Record record, NavigableMap<Long, Record> records) {
        if (record.isPoison()) {
            if (isAmongLost(record, records)) {
                lost.found(
                        "passed-over",
                        "",
                        record.position() + " holds no event and left no trace, as other records beside it",
                        "every record processed",
                        "passed over",
                        record.anchor());
            } else {
                poison.examined();
                poisonPassed(record);
            }
            return;
        }
        Event event = record.event();
        if (!event.isUnusual()
                || event.first() != record
                || !story.shows(Promised.EFFECTS)
                || isAmongLost(record, records)) {
            return;
        }
        unusual.examined();
        if (event.effects().isEmpty()) {
            unusual.found(
                    story.isSetAside(record) ? "set-aside" : "dropped",
                    event.resource(),
                    event.show() + " has a member or header that is not in the contract, and "
                            + (story.isSetAside(record) ? "was set aside" : "took no effect"),
                    "its effect, as if what is unknown were not there",
                    "none",
                    event.anchor(),
                    record.anchor());
        }
    }

    /**
     * Whether it left no trace, and neither did an ordinary event next to it: then the consumer passed over all of
     * them, and what is special about this one was not the reason.
     */
    private boolean isAmongLost(Record record, NavigableMap<Long, Record> records) {
        boolean trace = story.isSetAside(record)
                || !record.isPoison() && !record.event().effects().isEmpty();
        return !trace
                && story.shows(Promised.EFFECTS)
                && (isLost(records.headMap(record.offset(), false).descendingMap())
                        || isLost(records.tailMap(record.offset(), false)));
    }

    /** Whether the next ordinary event took no effect. */
    private static boolean isLost(NavigableMap<Long, Record> records) {
        return records.values().stream()
                .filter(record -> !record.isPoison() && !record.event().isUnusual())
                .findFirst()
                .filter(record -> record.event().effects().isEmpty())
                .isPresent();
    }

    private void poisonPassed(Record record) {
        if (story.promised().poison() == PoisonPolicy.STOP) {
            poison.found(
                    "passed",
                    "",
                    record.position() + " holds no event, and later records of its partition took effect",
                    "the consumer stops before it, as declared",
                    "it went on",
                    record.anchor());
        } else if (!story.shows(Promised.DEAD_LETTERS)) {
            poison.doubt("the sink does not show what was set aside; name a query for it under sink: dead-letters");
        } else if (!story.isSetAside(record)) {
            poison.found(
                    "dropped",
                    "",
                    record.position() + " holds no event, and the consumer went on without a trace of it",
                    "a dead letter, as declared",
                    "none",
                    record.anchor());
        }
    }

    /** The first record behind all that took effect, or was set aside, is the one that it stopped at. */
    private void stopped(int partition, NavigableMap<Long, Record> records) {
        List<Record> behind = new ArrayList<>();
        for (Record record : records.values()) {
            boolean done = story.isSetAside(record)
                    || record.event() != null && !record.event().effects().isEmpty();
            if (done) {
                behind.clear();
            } else {
                behind.add(record);
            }
        }
        if (behind.isEmpty() || !story.shows(Promised.EFFECTS)) {
            lost.doubt("partition " + partition + " did not come to its end, and it is not seen where it stopped");
            return;
        }
        Record at = behind.get(0);
        int others = behind.size() - 1;
        String what = "partition " + partition + " stops at " + at.position()
                + (others > 0 ? ", and " + others + " more records wait behind it" : "");
        String ends = story.ownEnds() > 0
                ? "no progress, in spite of " + story.ownEnds() + " restarts of members that ended by themselves"
                : "no progress";
        Anchor whole = new Anchor.OfPartition(story.promised().topic(), partition);
        if (at.isPoison()) {
            poison.examined();
            if (story.promised().poison() != PoisonPolicy.STOP) {
                poison.found(
                        "stuck",
                        "",
                        what + "; it holds no event",
                        "a dead letter, as declared, and then the next record",
                        ends,
                        at.anchor(),
                        whole);
            }
        } else if (at.event().isUnusual()) {
            unusual.examined();
            unusual.found(
                    "stuck",
                    at.event().resource(),
                    what + "; it has a member or header that is not in the contract",
                    "its effect, as if what is unknown were not there",
                    ends,
                    at.event().anchor(),
                    at.anchor());
        } else {
            lost.examined();
            lost.found(
                    "stuck",
                    at.event().resource(),
                    what,
                    "every event takes effect",
                    ends,
                    at.event().anchor(),
                    at.anchor());
        }
    }
}
