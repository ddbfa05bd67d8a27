package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.Emitted;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.Purpose;
import io.github.kesselevents.conformance.history.HistoryEntry.ReadBack;
import io.github.kesselevents.conformance.history.HistoryEntry.RelaySampled;
import io.github.kesselevents.conformance.history.HistoryEntry.Restarted;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerProfile.Stream;
import io.github.kesselevents.schemas.EventReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the entries of a history together and tells the checks: which transaction made which version, which record
 * publishes which, which operation asked for it. One pass; each entry is looked at once.
 *
 * <p>A record waits, with those behind it in its partition, until the witness has shown the transaction that made it,
 * or until it is sure that there is none: sentinels that were sent after the record was read have passed the witness.
 * So the order in which the recorder heard of things does not matter. What is read while a commit is held back waits
 * until it is released.
 *
 * <p>It remembers every version, operation and id of the stretch that it is told of, but drops their content once it
 * was compared: rows and messages with the last first delivery, requests with the commit, records when {@value #WINDOW}
 * more were told. With less than all ids, a rewind to the beginning would look like events that nobody committed, and
 * an id that is used again after long like a new one. Not thread-safe.
 */
final class Ledger {

    /** A partition of a topic, with the records that wait in it. */
    private record Partition(String name, Stream stream, int streamIndex, Deque<Delivery> waiting) {}

    /** How many records keep their content, so that a redelivery can be shown beside its first delivery. */
    private static final int WINDOW = 2_000;

    private final ProducerProfile profile;
    private final EventReader reader;
    private final MessageReader messages;
    private final VersionReader versions;
    private final EarlyMessages early;
    private final List<Check> checks;
    private final boolean useWitness;
    private final boolean useReadBack;
    private final Index index;
    private final Pointers pointers = new Pointers();
    /** In the order in which they showed their first record. */
    private final List<Partition> partitions = new ArrayList<>();

    private final Map<String, Map<Integer, Partition>> byTopic = new HashMap<>();
    private final Deque<Delivery> recent = new ArrayDeque<>();
    private final List<Attempt> sentinels = new ArrayList<>();
    private int order;
    private boolean witnessed;
    /** Whether records were told although no witness had shown anything, as if there were none. */
    private boolean toldWithoutWitness;

    private boolean readBack;
    private int settledOrder;
    private long settledAt = Long.MIN_VALUE;
    private long witnessedAt = Long.MIN_VALUE;
    private long heldSince = Long.MAX_VALUE;
    private boolean lastRoundComplete;
    /** Probes are few, and judged at the end: nothing of them is dropped. */
    private boolean probing;

    private Ended ended;

    /**
     * @param grade evidence beyond this grade is left aside
     * @param checks who is told
     */
    Ledger(ProducerProfile profile, Grade grade, Index index, List<Check> checks) {
        this.profile = profile;
        this.reader = EventReader.of(profile.wireFormat());
        this.messages = new MessageReader(profile.streams());
        this.versions = new VersionReader(profile);
        this.early = new EarlyMessages(profile.streams());
        this.useWitness = grade == Grade.A;
        this.useReadBack = grade != Grade.C;
        this.index = index;
        this.checks = new ArrayList<>(checks);
    }

    /** The next entry. */
    void accept(HistoryEntry entry) {
        if (entry instanceof Observed observed) {
            observe(observed);
        } else if (entry instanceof Invoked invoked) {
            Attempt attempt = new Attempt(invoked);
            index.add(attempt);
            if (invoked.purpose() == Purpose.SENTINEL) {
                sentinels.add(attempt);
            }
            checks.forEach(check -> check.attempted(attempt));
            if (attempt.version() != null) {
                forgetRequest(attempt);
            }
        } else if (entry instanceof Returned returned) {
            index.attempt(returned.operation()).ifPresent(attempt -> attempt.returned(returned));
        } else if (entry instanceof Committed committed) {
            commit(committed);
        } else if (entry instanceof Emitted emitted) {
            emit(emitted);
        } else if (entry instanceof Faulted fault) {
            hold(fault);
            checks.forEach(check -> check.faulted(fault));
        } else if (entry instanceof Restarted restart) {
            checks.forEach(check -> check.restarted(restart));
        } else if (entry instanceof RelaySampled sample) {
            checks.forEach(check -> check.sampled(sample));
        } else if (entry instanceof Drained round) {
            drain(round);
        } else if (entry instanceof ReadBack row) {
            if (useReadBack) {
                readBack = true;
                checks.forEach(check -> check.readBack(row));
            }
        } else if (entry instanceof Ended last) {
            ended = last;
        }
    }

    /** Tells what still waits, and how the stretch ended. */
    Ending end() {
        release(Long.MAX_VALUE);
        Grade grade = witnessed ? Grade.A : readBack ? Grade.B : Grade.C;
        boolean cut = ended == null;
        return new Ending(
                grade,
                settledOrder,
                settledAt,
                witnessedAt,
                lastRoundComplete && !cut && ended.reason() == HistoryEntry.End.DRAINED,
                cut ? null : ended.reason(),
                cut ? "" : ended.what());
    }

    /** As if the recording had ended here, having done all that it wanted. */
    Ending endOfPhase() {
        ended = new Ended(0, HistoryEntry.End.DRAINED, "the phase is over", Map.of());
        Ending ending = end();
        ended = null;
        probing = true;
        return ending;
    }

    /** Tells others from now on. */
    void tell(List<Check> others) {
        checks.clear();
        checks.addAll(others);
    }

    private void commit(Committed committed) {
        if (!useWitness) {
            return;
        }
        if (toldWithoutWitness) {
            throw new IllegalStateException("its witness was silent until after a round of sentinels, so what was read"
                    + " before has been taken for events that nobody committed");
        }
        witnessed = true;
        Transaction transaction = new Transaction(order++, committed.lsn(), committed.xid());
        committed.messages().forEach(message -> transaction.messages().add(messages.read(message, transaction)));
        versions.read(transaction, committed.rows());
        early.completeBy(transaction);
        index.add(transaction);
        checks.forEach(check -> check.committed(transaction));
        transaction.versions().forEach(version -> forgetRequest(version.writer()));
        release(Long.MIN_VALUE);
    }

    private void emit(Emitted emitted) {
        if (useWitness) {
            Message message = messages.read(emitted.message(), null);
            early.add(message);
            index.addEmitted(message);
            checks.forEach(check -> check.emitted(message));
        }
    }

    private void observe(Observed observed) {
        Partition partition = byTopic.computeIfAbsent(observed.topic(), topic -> new HashMap<>())
                .computeIfAbsent(observed.partition(), number -> partition(observed));
        Delivery delivery =
                new Delivery(observed, partition.name(), partition.stream(), partition.streamIndex(), reader, pointers);
        checks.forEach(check -> check.observed(delivery));
        partition.waiting().add(delivery);
        release(partition.waiting(), Long.MIN_VALUE);
    }

    private Partition partition(Observed first) {
        Stream stream = profile.streamOfTopic(first.topic()).orElse(null);
        Partition partition = new Partition(
                first.topic() + "-" + first.partition(),
                stream,
                stream == null ? -1 : profile.streams().indexOf(stream),
                new ArrayDeque<>());
        partitions.add(partition);
        return partition;
    }

    /** Whether any was told. */
    private boolean release(long before) {
        boolean told = false;
        for (Partition partition : partitions) {
            told |= release(partition.waiting(), before);
        }
        return told;
    }

    /** Tells of records, in their order, up to the first whose transaction may still be shown. */
    private boolean release(Deque<Delivery> partition, long before) {
        int waiting = partition.size();
        while (!partition.isEmpty()) {
            Delivery head = partition.peek();
            if (!index.bindAtOnce(head)) {
                if (useWitness && head.at() >= before) {
                    break;
                }
                index.bind(head);
            }
            partition.remove();
            for (Check check : checks) {
                check.delivered(head);
            }
            forget(head);
        }
        return partition.size() < waiting;
    }

    private void forgetRequest(Attempt attempt) {
        if (attempt != null && !probing) {
            attempt.forgetRequest();
        }
    }

    private void forget(Delivery told) {
        told.told();
        if (probing) {
            return;
        }
        Version version = told.version();
        if (told.isFirst() && isCompared(version.transaction())) {
            version.transaction().forgetContent();
        }
        boolean unexplained = useWitness && version == null;
        if (!unexplained) {
            recent.add(told);
        }
        if (recent.size() > WINDOW) {
            recent.remove().forget();
        }
    }

    /** The recorder may hear of a version, and of its events, before it hears of the request. */
    private boolean isCompared(Transaction transaction) {
        for (Version version : transaction.versions()) {
            boolean unheard = version.mark() != null && version.writer() == null;
            if (unheard || !version.isDeliveredEverywhere()) {
                return false;
            }
        }
        return true;
    }

    /** While a commit is held back, sentinels overtake it: they do not prove that a record will get no transaction. */
    private void hold(Faulted fault) {
        if (fault.what().equals(HoldCheck.HOLD)) {
            if (fault.stage() == Stage.ASKED || fault.stage() == Stage.TOOK_EFFECT) {
                heldSince = Math.min(heldSince, fault.at());
            } else if (fault.stage() == Stage.ENDED) {
                heldSince = Long.MAX_VALUE;
            }
        }
    }

    private void drain(Drained round) {
        lastRoundComplete = round.complete();
        if (round.witnessed() || !witnessed) {
            long before = Math.min(round.since(), heldSince);
            witnessedAt = Math.max(witnessedAt, before);
            boolean told = release(before);
            toldWithoutWitness |= told && useWitness && !round.witnessed();
        }
        if (round.complete()) {
            settledAt = Math.max(settledAt, round.since());
            sentinels.stream()
                    .filter(sentinel -> sentinel.invoked().at() >= round.since())
                    .map(sentinel -> sentinel.version())
                    .filter(version -> version != null)
                    .mapToInt(Version::order)
                    .min()
                    .ifPresent(first -> settledOrder = Math.max(settledOrder, first));
        }
        sentinels.clear();
        checks.forEach(check -> check.drained(round));
    }
}
