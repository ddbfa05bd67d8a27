package io.github.kesselevents.conformance.check;

import io.github.kesselevents.schemas.Operation;
import java.util.Map;

/**
 * A version of a resource: a transaction that inserted a version row of it. It also keeps its first delivery on each
 * stream, by which all later ones are judged.
 */
final class Version {

    private final Transaction transaction;
    private String key;
    private String subject;
    private String marker;
    private final Operation operation;
    private final Delivery[] first;
    private Map<String, Map<String, String>> rows;
    private int number;
    private Resource resource;
    private Mark mark;

    /**
     * @param key the resource id
     * @param subject the API's key; null when the rows do not tell
     * @param marker of the operation that made it; null for a delete
     * @param operation as its message says, else as its rows suggest
     * @param rows its rows by table, as they stand after it
     * @param streams how many streams there are
     */
    Version(
            Transaction transaction,
            String key,
            String subject,
            String marker,
            Operation operation,
            Map<String, Map<String, String>> rows,
            int streams) {
        this.transaction = transaction;
        this.key = key;
        this.subject = subject;
        this.marker = marker;
        this.operation = operation;
        this.rows = rows;
        this.first = new Delivery[streams];
    }

    /**
     * Says which it is among all, and where it belongs; the mark is null where it has no marker. Their texts, which say
     * the same, stand for its own.
     */
    void indexed(int place, Resource of, Mark by) {
        number = place;
        resource = of;
        mark = by;
        key = of.key();
        subject = Shared.of(of.subject(), subject);
        marker = by == null ? null : by.text();
    }

    Transaction transaction() {
        return transaction;
    }

    /** Its place among all versions, from 0, in commit order; no other has it, not in its transaction either. */
    int number() {
        return number;
    }

    Resource resource() {
        return resource;
    }

    /** Its marker; null when it has none. */
    Mark mark() {
        return mark;
    }

    /** The operation that made it, by its marker; null while none is known. */
    Attempt writer() {
        return mark == null ? null : mark.attempt();
    }

    /** Its place in commit order. */
    int order() {
        return transaction.order();
    }

    String key() {
        return key;
    }

    String subject() {
        return subject;
    }

    String marker() {
        return marker;
    }

    Operation operation() {
        return operation;
    }

    boolean isDelete() {
        return operation == Operation.DELETED;
    }

    /** Its rows by table, as they stand after it; empty once nobody has to compare them any more. */
    Map<String, Map<String, String>> rows() {
        return rows;
    }

    /** Drops the rows. */
    void forgetRows() {
        rows = Map.of();
    }

    /** Its first delivery on the stream of this index; null while there is none. */
    Delivery first(int stream) {
        return first[stream];
    }

    /** How many streams it is to be published to. */
    int streams() {
        return first.length;
    }

    /** Whether it is delivered on every stream. */
    boolean isDeliveredEverywhere() {
        for (Delivery delivery : first) {
            if (delivery == null) {
                return false;
            }
        }
        return true;
    }

    void deliver(int stream, Delivery delivery) {
        if (first[stream] == null) {
            first[stream] = delivery;
        }
    }

    boolean isDelivered() {
        for (Delivery delivery : first) {
            if (delivery != null) {
                return true;
            }
        }
        return false;
    }

    /** For messages: {@code updated of host/hbi/i-1/k7, committed at 0/501F6A8}. */
    String describe() {
        return operation.word() + " of " + (subject == null ? key : subject) + ", committed at " + transaction.lsn();
    }
}
