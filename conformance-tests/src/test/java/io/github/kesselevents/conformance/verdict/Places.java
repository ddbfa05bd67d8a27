package io.github.kesselevents.conformance.verdict;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.verdict.Session.Event;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;

/** Where a damage can be done so that it means one thing. */
final class Places {

    private Places() {}

    /** On the topic with markers; nobody else used its transaction_id, so that nothing stands for it. */
    static boolean isAcknowledgedReport(Event event) {
        return event.isResource() && event.isReport() && event.isAcknowledged() && !event.shared();
    }

    /** An update that nothing else can stand for, and that the rest of the chain does not need. */
    static boolean isPlainUpdate(Event event) {
        if (!isAcknowledgedReport(event) || !event.isUpdate()) {
            return false;
        }
        Event tuple = event.session().twin(event);
        long alike = event.session().ofResource(tuple).stream()
                .filter(other -> other.payload().equals(tuple.payload()))
                .count();
        Event next = event.session().next(event);
        return alike == 1 && (next == null || !next.isDelete());
    }

    /** Repeats of other events stand right before and right behind it in its partition. */
    static boolean isAmidARewind(Event event) {
        if (event.at().size() != 2) {
            return false;
        }
        List<Event> repeated = event.session().events().stream()
                .filter(other -> other.at().size() == 2)
                .filter(other -> other.topic().equals(event.topic())
                        && other.last().partition() == event.last().partition())
                .toList();
        return repeated.stream()
                        .anyMatch(other -> other.last().offset() == event.last().offset() - 1)
                && repeated.stream()
                        .anyMatch(other -> other.last().offset() == event.last().offset() + 1);
    }

    /** It and its successor are reports that did not overlap, were acknowledged, and are delivered once. */
    static boolean canBeSwapped(Event event) {
        Event next = event.session().next(event);
        if (next == null || next.isRepeated() || event.isRepeated() || !next.isSettled()) {
            return false;
        }
        boolean reports = isAcknowledgedReport(marked(event)) && isAcknowledgedReport(marked(next));
        return reports && event.reply().at() < next.writer().at();
    }

    private static Event marked(Event event) {
        return event.isResource() ? event : event.session().twin(event);
    }

    static boolean hasPredecessor(Event event) {
        return event.session().ofResource(event).stream()
                .anyMatch(other -> other.commit() < event.commit() && !other.isDelete());
    }

    /** Place of the last delivery. */
    static int last(Event event) {
        return event.at().get(event.at().size() - 1);
    }

    /** Events of other resources on the same topic, delivered once. */
    static List<Event> others(Event event, Predicate<Event> which) {
        return event.session().events().stream()
                .filter(other ->
                        other.topic().equals(event.topic()) && !other.key().equals(event.key()) && !other.isRepeated())
                .filter(which)
                .toList();
    }

    /** The first report behind the event's commit that was refused, and shared its transaction_id with nobody. */
    static Optional<Invoked> refused(Event event) {
        List<Long> refusals = event.session().entries().stream()
                .filter(entry -> entry instanceof Returned reply && reply.outcome() == Outcome.REFUSED)
                .map(entry -> ((Returned) entry).operation())
                .toList();
        return event.session().entries().stream()
                .skip(event.commit())
                .filter(entry -> entry instanceof Invoked)
                .map(entry -> (Invoked) entry)
                .filter(operation -> operation.action() == Action.REPORT
                        && operation.transactionId() == null
                        && refusals.contains(operation.operation()))
                .findFirst();
    }

    /** Its key becomes that of another resource. */
    static void replaceKey(Event event, Edit edit, Random random) {
        String key = pick(others(event, other -> true), random).key();
        edit.records(event.at(), record -> Edit.withKey(record, key));
    }

    static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    static String newId(Random random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return UUID.nameUUIDFromBytes(bytes).toString();
    }
}
