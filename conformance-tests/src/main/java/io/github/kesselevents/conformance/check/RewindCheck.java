package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.Examination.Draft;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.RelaySampled;
import io.github.kesselevents.conformance.history.HistoryEntry.Restarted;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.history.Lsn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * DUP-5 and DUP-6: the log repeats itself only by rewinds. A rewind is a step back within one partition, from which the
 * repeats run contiguously up to the high-water mark. Rewinds are charged, in log order, each to one disturbance that
 * began before the rewind was read and was not charged in that partition yet; a repeat may show long after the
 * disturbance that caused it. That of a broker can be charged twice. A rewind repeats no more of the transactions that
 * the relay's durable position before its disturbance covers than the profile's slack: a relay may go on from the
 * beginning of a transaction.
 *
 * <p><b>What it cannot see:</b> which of several earlier disturbances caused a rewind: it charges the oldest that can
 * have. The durable position is sampled, so the real one may be newer: the bound is generous by one sample.
 */
final class RewindCheck implements Check {

    private static final String BROKER = "broker";
    private static final Set<String> DISTURBED = Set.of("relay", BROKER, "database", "network");

    /** @param position the relay's durable position when it began; null when none was durable yet */
    private record Disturbance(long at, String what, Lsn position) {}

    /** A rewind in one partition. */
    private record Rewind(Delivery from, Delivery highWater) {}

    /** One partition, as it was read. */
    private static final class Partition {

        /** Place of each version in the order of first deliveries, by its number. */
        private final Slots<Integer> versions = new Slots<>();
        /** The same of what was bound to none. */
        private final Map<Object, Integer> others = new HashMap<>();

        private int known;
        private final List<Rewind> rewinds = new ArrayList<>();
        private Delivery highWater;
        private Delivery last;
        private int current = -1;

        /** Null when it is new. */
        private Integer place(Object event) {
            return event instanceof Version version ? versions.get(version.number()) : others.get(event);
        }

        private void add(Object event) {
            if (event instanceof Version version) {
                versions.put(version.number(), known);
            } else {
                others.put(event, known);
            }
            known++;
        }
    }

    private final Index index;
    private final int slack;
    private final Draft charged = new Draft("DUP-5", "records");
    private final Draft bounded = new Draft("DUP-6", "rewinds");
    private final Map<String, Partition> partitions = new LinkedHashMap<>();
    private final List<Disturbance> disturbances = new ArrayList<>();
    /** All messages in the order in which the relay sends them, by commits; transactions overlap. */
    private final List<Message> messages = new ArrayList<>();

    /** The how-manieth transaction it was that sent the message which stands there, as far as asked for. */
    private final Map<Lsn, Integer> places = new HashMap<>();
    /** The same of each message. */
    private int[] transactions;

    private Lsn durable;

    /** @param slack transactions that the durable position covers and a rewind may repeat */
    RewindCheck(Index index, int slack) {
        this.index = index;
        this.slack = slack;
    }

    @Override
    public void committed(Transaction transaction) {
        for (Message message : transaction.messages()) {
            if (!message.isEarly()) {
                messages.add(message);
            }
        }
    }

    @Override
    public void emitted(Message message) {
        messages.add(message);
    }

    @Override
    public void sampled(RelaySampled relay) {
        if (relay.position() != null) {
            durable = relay.position();
        }
    }

    @Override
    public void faulted(Faulted fault) {
        if (fault.stage() == Stage.ASKED && DISTURBED.contains(fault.component()) && disturbs(fault.what())) {
            Disturbance disturbance =
                    new Disturbance(fault.at(), fault.what() + " of the " + fault.component(), durable);
            disturbances.add(disturbance);
            if (fault.component().equals(BROKER)) {
                // The relay sends again what it got no reply to; then its task, whose group the broker coordinated,
                // begins again at its durable position.
                disturbances.add(disturbance);
            }
        }
    }

    /** Refused and held commits leave the stream alone. */
    private static boolean disturbs(String what) {
        return !what.contains("commit");
    }

    @Override
    public void restarted(Restarted restart) {
        if (DISTURBED.contains(restart.component())) {
            disturbances.add(new Disturbance(restart.at(), "restart of the " + restart.component(), durable));
        }
    }

    @Override
    public void delivered(Delivery delivery) {
        if (delivery.stream() == null || delivery.isMisplaced()) {
            return;
        }
        Object event = delivery.identity();
        if (event == null) {
            return;
        }
        charged.examined();
        Partition partition = partitions.computeIfAbsent(delivery.place(), name -> new Partition());
        Integer place = partition.place(event);
        int mark = partition.known - 1;
        if (place == null) {
            if (partition.current < mark) {
                brokenOff(partition, delivery);
            }
            partition.add(event);
            partition.current = mark + 1;
            partition.highWater = delivery;
        } else {
            if (place <= partition.current) {
                partition.rewinds.add(new Rewind(delivery, partition.highWater));
            } else if (place > partition.current + 1) {
                skipped(partition, delivery);
            }
            partition.current = place;
        }
        partition.last = delivery;
    }

    private void brokenOff(Partition partition, Delivery next) {
        charged.found(
                "broken-off",
                subject(next),
                "a rewind ends at " + next.position() + " before it reached the high-water mark",
                "repeats up to " + partition.highWater.position(),
                "a new event",
                Anchor.of(next),
                Anchor.of(partition.last));
    }

    private void skipped(Partition partition, Delivery repeat) {
        charged.found(
                "not-contiguous",
                subject(repeat),
                "the repeats skip events before " + repeat.position(),
                "all events from the rewind up to " + partition.highWater.position(),
                "a gap",
                Anchor.of(repeat));
    }

    @Override
    public List<Examination> examine(Ending ending) {
        findPlaces();
        partitions.values().forEach(this::charge);
        return List.of(charged.done(), bounded.done());
    }

    private void charge(Partition partition) {
        int next = 0;
        for (Rewind rewind : partition.rewinds) {
            int oldest = next;
            int chosen = -1;
            boolean tooDeep = false;
            for (int i = oldest; i < disturbances.size() && began(disturbances.get(i), rewind); i++) {
                if (reaches(rewind, disturbances.get(i))) {
                    chosen = i;
                    break;
                }
                tooDeep = true;
            }
            if (chosen < 0 && !tooDeep) {
                uncharged(rewind, oldest);
            } else if (chosen < 0) {
                bounded.examined();
                tooDeep(rewind, disturbances.get(oldest));
                next = oldest + 1;
            } else {
                if (disturbances.get(chosen).position() != null && message(rewind.from()) != null) {
                    bounded.examined();
                }
                next = chosen + 1;
            }
        }
    }

    private static boolean began(Disturbance disturbance, Rewind rewind) {
        return disturbance.at() < rewind.from().at();
    }

    /** Whether the disturbance can have caused the rewind; always, if no position was durable or known. */
    private boolean reaches(Rewind rewind, Disturbance disturbance) {
        Message from = message(rewind.from());
        return from == null || disturbance.position() == null || behind(from.lsn(), disturbance.position()) <= slack;
    }

    /** The message that it carries, also where a redelivery under another key was told by its marker; else null. */
    private static Message message(Delivery from) {
        if (from.message() != null || from.transaction() == null) {
            return from.message();
        }
        return from.transaction().messages().stream()
                .filter(message -> from.id() != null && from.id().equals(message.id()))
                .findFirst()
                .orElse(null);
    }

    /**
     * How many transactions the relay sends from that of this message up to the last that a position covers, both
     * included. It goes on from the beginning of a transaction: Debezium 3.1.3 repeats the last one as a whole.
     */
    private int behind(Lsn from, Lsn position) {
        return Math.max(0, covered(position) - covered(from) + 1);
    }

    /** How many transactions the relay had sent, if in part, when it had sent the message that stands there. */
    private int covered(Lsn position) {
        return places.computeIfAbsent(position, this::committedBefore);
    }

    /** Of a message that is no event: what committed before it was written was sent before it for sure. */
    private int committedBefore(Lsn position) {
        int low = 0;
        int high = messages.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (messages.get(middle).sentAt().compareTo(position) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? 0 : transactions[low - 1];
    }

    /** One look at each message, whatever is asked for. */
    private void findPlaces() {
        Set<Lsn> wanted = new HashSet<>();
        disturbances.forEach(disturbance -> wanted.add(disturbance.position()));
        for (Partition partition : partitions.values()) {
            for (Rewind rewind : partition.rewinds) {
                Message from = message(rewind.from());
                if (from != null) {
                    wanted.add(from.lsn());
                }
            }
        }
        transactions = new int[messages.size()];
        int sent = 0;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (i == 0 || !message.sentAt().equals(messages.get(i - 1).sentAt())) {
                sent++;
            }
            transactions[i] = sent;
            if (wanted.contains(message.lsn())) {
                places.put(message.lsn(), sent);
            }
        }
    }

    private void uncharged(Rewind rewind, int used) {
        charged.found(
                "unprovoked",
                subject(rewind.from()),
                "the log steps back at " + rewind.from().position() + ", and no disturbance is left to charge it to",
                "a disturbance of relay, broker, database or network before it",
                used == 0 ? "none" : "all " + used + " before it are charged in this partition",
                Anchor.of(rewind.from()));
    }

    private void tooDeep(Rewind rewind, Disturbance disturbance) {
        int depth = behind(message(rewind.from()).lsn(), disturbance.position());
        bounded.found(
                "too-deep",
                subject(rewind.from()),
                "after the " + disturbance.what() + ", the log repeats " + depth
                        + (depth == 1 ? " transaction" : " transactions")
                        + " that the relay's durable position covered",
                "at most " + slack,
                depth + ", from " + rewind.from().position(),
                Anchor.of(rewind.from()),
                // Under a foreign id it is taken for an older event.
                new Anchor.OfEvent(rewind.from().id()));
    }

    private String subject(Delivery delivery) {
        return delivery.key() == null ? "" : index.subject(delivery.key());
    }
}
