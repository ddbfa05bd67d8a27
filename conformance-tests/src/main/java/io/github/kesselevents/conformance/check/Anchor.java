package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.Lsn;

/** What a finding is about. Two findings about the same thing may have the same cause. */
public sealed interface Anchor {

    /** A record. */
    record OfRecord(String topic, int partition, long offset) implements Anchor {

        @Override
        public String toString() {
            return "record " + topic + "-" + partition + "@" + offset;
        }
    }

    /** A committed transaction. */
    record OfCommit(Lsn lsn) implements Anchor {

        @Override
        public String toString() {
            return "commit " + lsn;
        }
    }

    /** An operation. */
    record OfOperation(long number) implements Anchor {

        @Override
        public String toString() {
            return "operation " + number;
        }
    }

    /** All events with this id. */
    record OfEvent(String id) implements Anchor {

        @Override
        public String toString() {
            return "event " + id;
        }
    }

    /** All events of a resource on one topic. */
    record OfResource(String topic, String key) implements Anchor {

        @Override
        public String toString() {
            return "resource " + key + " on " + topic;
        }
    }

    /** A partition, as a whole. */
    record OfPartition(String topic, int partition) implements Anchor {

        @Override
        public String toString() {
            return "partition " + topic + "-" + partition;
        }
    }

    static Anchor of(Delivery delivery) {
        return new OfRecord(delivery.event().topic(), delivery.partition(), delivery.offset());
    }

    static Anchor of(Transaction transaction) {
        return new OfCommit(transaction.lsn());
    }

    static Anchor of(Version version) {
        return of(version.transaction());
    }

    static Anchor of(Attempt attempt) {
        return new OfOperation(attempt.number());
    }
}
