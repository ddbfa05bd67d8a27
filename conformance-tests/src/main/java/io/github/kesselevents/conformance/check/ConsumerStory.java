package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Applied;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.GroupSampled;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.Promised;
import io.github.kesselevents.conformance.history.HistoryEntry.ReadBack;
import io.github.kesselevents.conformance.history.HistoryEntry.Restarted;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.schemas.WireFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What happened to a consumer, put together from a history: the log with its effects, what the sink showed at each
 * look, and the group's offsets wherever they mean something. Not thread-safe.
 */
final class ConsumerStory {

    private static final String CONSUMER = "consumer";

    /** Why offsets were looked at. */
    enum Moment {
        /** All members were killed. */
        CRASH,
        /** All members were stopped. */
        CLEAN_STOP,
        /** A member that was paused is about to go on. */
        COMEBACK,
        /** Others live, or none can write. */
        OTHER
    }

    /**
     * The group's offsets; they were read before the effects.
     *
     * @param fault the last one that took effect, for messages
     * @param committed the next offset, by partition
     * @param effects how many had been seen
     * @param before how many effects had been seen when the fault took effect
     * @param ends behind the last record that had been fed, by partition
     */
    record Sample(
            Moment moment,
            String fault,
            Map<Integer, Long> committed,
            int effects,
            int before,
            Map<Integer, Long> ends) {}

    /**
     * What the sink showed when a round ended.
     *
     * @param state the event that each resource reflects, by resource
     * @param effects how many had been seen
     */
    record Look(Map<String, String> state, int effects) {}

    private final Promised promised;
    private final ConsumerLog log;
    private final List<Sample> samples = new ArrayList<>();
    private final List<Look> looks = new ArrayList<>();
    private final Set<String> setAside = new HashSet<>();
    private final Map<String, Integer> restarts = new HashMap<>();
    /** By partition, the end of what had its chance to take effect. */
    private final Map<Integer, Long> settled = new HashMap<>();

    private Map<String, String> state = new HashMap<>();
    private Drained last;
    private Ended ended;
    private Faulted fault;
    private int effectsAtFault;

    ConsumerStory(Promised promised) {
        this.promised = promised;
        this.log = new ConsumerLog(WireFormat.valueOf(promised.wireFormat()));
    }

    void accept(HistoryEntry entry) {
        if (entry instanceof Observed observed) {
            if (observed.topic().equals(promised.topic())) {
                log.fed(observed);
            }
        } else if (entry instanceof Applied applied) {
            log.applied(applied);
        } else if (entry instanceof ReadBack row) {
            seen(row);
        } else if (entry instanceof Drained drained) {
            last = drained;
            ends().forEach((partition, end) -> {
                if (isReached(drained, partition)) {
                    settled.put(partition, end);
                }
            });
            looks.add(new Look(state, log.effects()));
            state = new HashMap<>();
        } else if (entry instanceof Faulted faulted) {
            faulted(faulted);
        } else if (entry instanceof GroupSampled sampled) {
            sampled(sampled);
        } else if (entry instanceof Restarted restarted) {
            restarts.merge(restarted.component(), 1, Integer::sum);
        } else if (entry instanceof Ended end) {
            ended = end;
        }
    }

    private void seen(ReadBack row) {
        if (row.table().equals(Promised.STATE)) {
            state.put(row.columns().get("resource"), row.columns().get("event"));
        } else if (row.table().equals(Promised.DEAD_LETTERS)) {
            setAside.add(row.columns().get("partition") + "@" + row.columns().get("offset"));
        }
    }

    private void faulted(Faulted faulted) {
        if (faulted.stage() == Stage.TOOK_EFFECT) {
            fault = faulted;
            effectsAtFault = log.effects();
        } else if (faulted.stage() == Stage.ENDED && fault != null && fault.fault() == faulted.fault()) {
            fault = null;
        }
    }

    private void sampled(GroupSampled sampled) {
        if (fault == null) {
            return;
        }
        Map<Integer, Long> committed = new HashMap<>();
        sampled.committed().forEach((partition, offset) -> {
            if (partition.startsWith(promised.topic() + "-")) {
                committed.put(
                        Integer.parseInt(partition.substring(promised.topic().length() + 1)), offset);
            }
        });
        samples.add(new Sample(
                moment(),
                "fault " + fault.fault() + ", " + fault.what() + " " + fault.component(),
                committed,
                log.effects(),
                effectsAtFault,
                ends()));
    }

    private Map<Integer, Long> ends() {
        Map<Integer, Long> ends = new HashMap<>();
        log.partitions().forEach((partition, records) -> ends.put(partition, records.lastKey() + 1));
        return ends;
    }

    private Moment moment() {
        if (fault.what().equals("pause")) {
            return Moment.COMEBACK;
        }
        if (!fault.component().equals(CONSUMER)) {
            return Moment.OTHER;
        }
        return fault.what().equals("kill") ? Moment.CRASH : Moment.CLEAN_STOP;
    }

    Promised promised() {
        return promised;
    }

    ConsumerLog log() {
        return log;
    }

    List<Sample> samples(Moment moment) {
        return samples.stream().filter(sample -> sample.moment() == moment).toList();
    }

    List<Sample> samples() {
        return samples;
    }

    List<Look> looks() {
        return looks;
    }

    boolean shows(String what) {
        return promised.shows().contains(what);
    }

    boolean isSetAside(ConsumerLog.Record record) {
        return setAside.contains(record.partition() + "@" + record.offset());
    }

    /** How often members ended by themselves. */
    int ownEnds() {
        return restarts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether everything in this partition had its chance to take effect. */
    boolean isSettled(int partition) {
        return last != null && isReached(last, partition);
    }

    /** Whether this record had: its partition may have stopped behind it. */
    boolean isSettled(ConsumerLog.Record record) {
        return record.offset() < settled.getOrDefault(record.partition(), 0L);
    }

    private boolean isReached(Drained round, int partition) {
        return !round.missing().contains(promised.topic() + "-" + partition);
    }

    /** Null when the history was cut off. */
    Ended ended() {
        return ended;
    }
}
