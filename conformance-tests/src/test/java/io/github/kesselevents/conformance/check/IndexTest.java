package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.check.Delivery.Binding;
import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.schemas.Operation;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which version a record publishes: by its id; else by its marker; else by content and position. */
class IndexTest {

    private static final String[] NO_MESSAGE = {null, null};

    private final Index index = new Index();
    private final Streams streams = new Streams();
    private int commits;

    /** The id tells, unless the record says itself that it is another's event. */
    @Nested
    class ById {

        @Test
        void theMessageWithItsIdMadeIt() {
            Version version = committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");

            requireBound(delivered(0, "e1-0", "k1", "created", marked("m1")), Binding.ID, version);
            requireBound(delivered(1, "e1-1", "k1", "created", "{}"), Binding.ID, version);
        }

        @Test
        void aRepeatIsOfTheSameMessage() {
            Version version = committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");
            delivered(1, "e1-1", "k1", "created", "{}");

            requireBound(delivered(1, "e1-1", "k1", "created", "{}"), Binding.ID, version);
            requireBound(delivered(1, "e1-1", "k1", "created", "{ }"), Binding.ID, version);
        }

        @Test
        void aRepeatWithAnotherWordIsNoLongerWhatTheIdSays() {
            Version version = committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");
            String value = marked("m1");
            delivered(0, "e1-0", "k1", "created", value);

            requireBound(delivered(0, "e1-0", "k1", "updated", value), Binding.MARKER, version);
        }

        @Test
        void aRepeatWithTheMarkerOfAnotherIsThatOnes() {
            committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");
            Version other = committed("k1", Operation.UPDATED, "m2", "e2-0", "e2-1");
            delivered(0, "e1-0", "k1", "created", marked("m1"));

            requireBound(delivered(0, "e1-0", "k1", "updated", marked("m2")), Binding.MARKER, other);
        }

        @Test
        void aRepeatWithAMarkerOfNobodyKeepsItsId() {
            Version version = committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");
            delivered(0, "e1-0", "k1", "created", marked("m1"));

            requireBound(delivered(0, "e1-0", "k1", "created", marked("m9")), Binding.ID, version);
        }

        @Test
        void aRepeatWithAMarkerOfNobodyKeepsItsIdUnderAnyKey() {
            Version version = committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");
            delivered(0, "e1-0", "k1", "created", marked("m1"));

            requireBound(delivered(0, "e1-0", "k2", "created", marked("m9")), Binding.ID, version);
        }

        @Test
        void aRepeatUnderTheKeyOfAnotherIsThatOnes() {
            committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");
            Version other = committed("k2", Operation.CREATED, "m2", "e2-0", "e2-1");
            delivered(1, "e1-1", "k1", "created", content(1));

            requireBound(delivered(1, "e1-1", "k2", "created", content(2)), Binding.POSITION, other);
        }

        @Test
        void aRepeatWhoseKeyCannotBeReadKeepsItsId() {
            Version version = committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");
            delivered(1, "e1-1", "k1", "created", content(1));

            Delivery unreadable = streams.record(1, "e1-1", "{\"broken", "created", content(1));
            index.bind(unreadable);
            requireBound(unreadable, Binding.ID, version);
        }

        @Test
        void underAnIdThatTwoMessagesHaveEachRecordIsOfItsOwn() {
            Version one = committed("k1", Operation.CREATED, "m1", "e1-0", "same");
            Version other = committed("k2", Operation.CREATED, "m2", "e2-0", "same");

            requireBound(delivered(1, "same", "k1", "created", content(1)), Binding.ID, one);
            requireBound(delivered(1, "same", "k2", "created", content(2)), Binding.ID, other);
        }

        @Test
        void underAnotherKeyItIsThatOnesIfItsContentSaysSo() {
            committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");
            Version other = committed("k2", Operation.CREATED, "m2", "e2-0", "e2-1");

            requireBound(delivered(1, "e1-1", "k2", "created", content(2)), Binding.POSITION, other);
        }

        @Test
        void underAnotherKeyItKeepsItsIdIfItsContentIsItsOwn() {
            Version version = committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");
            committed("k2", Operation.CREATED, "m2", "e2-0", "e2-1");

            requireBound(delivered(1, "e1-1", "k2", "created", content(1)), Binding.ID, version);
        }

        @Test
        void underAnotherKeyItKeepsItsIdIfItsContentIsNobodys() {
            Version version = committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");
            committed("k2", Operation.CREATED, "m2", "e2-0", "e2-1");

            requireBound(delivered(1, "e1-1", "k2", "created", content(7)), Binding.ID, version);
        }

        @Test
        void whatTheOtherWroteToAnotherStreamDoesNotSaySo() {
            Version version = committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");
            Transaction transaction = new Transaction(commits++, new Lsn(commits), commits);
            message(transaction, 0, "e2-0", "k2", "created", content(2));
            versionOf(transaction, "k2", Operation.CREATED, "m2");
            index.add(transaction);

            requireBound(delivered(1, "e1-1", "k2", "created", content(2)), Binding.ID, version);
        }

        @Test
        void whatItsTransactionWroteAboutAThirdDoesNotSaySo() {
            Version version = committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");
            Transaction transaction = new Transaction(commits++, new Lsn(commits), commits);
            message(transaction, 1, "e2-1", "k3", "created", content(2));
            versionOf(transaction, "k2", Operation.CREATED, "m2");
            versionOf(transaction, "k3", Operation.CREATED, "m3");
            index.add(transaction);

            requireBound(delivered(1, "e1-1", "k2", "created", content(2)), Binding.ID, version);
        }

        @Test
        void underAnotherKeyItIsThatOnesIfItsMarkerSaysSo() {
            committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");
            Version other = committed("k2", Operation.CREATED, "m2", "e2-0", "e2-1");

            requireBound(delivered(0, "e1-0", "k2", "created", marked("m2")), Binding.MARKER, other);
        }

        @Test
        void underAnotherKeyItKeepsItsIdIfItsMarkerIsItsOwn() {
            Version version = committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");
            committed("k2", Operation.CREATED, "m2", "e2-0", "e2-1");

            requireBound(delivered(0, "e1-0", "k2", "created", marked("m1")), Binding.ID, version);
        }

        @Test
        void underAnotherKeyItKeepsItsIdIfItsMarkerIsNobodys() {
            Version version = committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");

            requireBound(delivered(0, "e1-0", "k2", "created", marked("m9")), Binding.ID, version);
        }

        @Test
        void aTransactionWithoutAVersionMadeItNevertheless() {
            Transaction transaction = new Transaction(commits++, new Lsn(commits), commits);
            message(transaction, 1, "e1-1", "k1", "updated", content(1));
            index.add(transaction);
            Delivery delivery = delivered(1, "e1-1", "k1", "updated", content(1));

            requireBound(delivery, Binding.TRANSACTION, null);
            assertThat(delivery.transaction()).isSameAs(transaction);
        }

        @Test
        void onATopicOfNoStreamTheIdStillTells() {
            committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");
            Delivery delivery = delivered(-1, "e1-0", "k1", "created", marked("m1"));

            assertThat(delivery.binding()).isEqualTo(Binding.ID);
            assertThat(delivery.message().id()).isEqualTo("e1-0");
            assertThat(delivery.version()).as("it publishes nothing").isNull();
            assertThat(delivery.isMisplaced()).isTrue();
        }
    }

    /** Whether more has to be shown before a record can be bound. */
    @Nested
    class Knowledge {

        @Test
        void anIdThatIsWrittenIsKnown() {
            committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");

            assertThat(index.bindAtOnce(streams.record(1, "e1-1", "\"k1\"", "created", content(1))))
                    .isTrue();
            assertThat(index.bindAtOnce(streams.record(1, "e9-1", "\"k1\"", "created", content(1))))
                    .isFalse();
        }

        @Test
        void anIdOfAnotherKeyMayBeBorrowed() {
            committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");

            assertThat(index.bindAtOnce(streams.record(1, "e1-1", "\"k2\"", "created", content(1))))
                    .isFalse();
            assertThat(index.bindAtOnce(streams.record(1, "e1-1", "{\"broken", "created", content(1))))
                    .isTrue();
            assertThat(index.bindAtOnce(streams.record(-1, "e1-1", "\"k2\"", "created", content(1))))
                    .as("on a topic of no stream")
                    .isTrue();
        }

        @Test
        void anIdUnderWhichAnotherWasDeliveredMayBeBorrowed() {
            committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");
            committed("k1", Operation.UPDATED, "m2", "e2-0", "e2-1");
            delivered(0, "e1-0", "k1", "created", marked("m1"));

            assertThat(index.bindAtOnce(streams.record(0, "e1-0", "\"k1\"", "updated", marked("m2"))))
                    .isFalse();
        }

        @Test
        void aMessageThatNamesNoKeyIsTakenAtItsId() {
            Transaction transaction = new Transaction(commits++, new Lsn(commits), commits);
            transaction.messages().add(Streams.message(1, "{\"id\":\"e1-1\"}", transaction));
            versionOf(transaction, "k1", Operation.CREATED, "m1");
            index.add(transaction);

            assertThat(index.bindAtOnce(streams.record(1, "e1-1", "\"k1\"", "created", content(1))))
                    .isTrue();
        }
    }

    /** Under an unknown id, the next version of the key in commit order that has the record's word and content. */
    @Nested
    class ByPosition {

        @Test
        void theNextBehindWhatThePartitionDeliveredLast() {
            Version first = committed("k1", Operation.DELETED, null, NO_MESSAGE);
            Version second = committed("k1", Operation.DELETED, null, NO_MESSAGE);
            Version third = committed("k1", Operation.DELETED, null, NO_MESSAGE);

            requireBound(delivered(1, "x1", "k1", "deleted", "{}"), Binding.POSITION, first);
            requireBound(delivered(1, "x2", "k1", "deleted", "{}"), Binding.POSITION, second);
            requireBound(delivered(1, "x3", "k1", "deleted", "{}"), Binding.POSITION, third);
        }

        @Test
        void elseTheFirstThatWasNotDelivered() {
            committed("k1", Operation.DELETED, null, NO_MESSAGE);
            Version skipped = committed("k1", Operation.DELETED, null, NO_MESSAGE);
            committed("k1", Operation.DELETED, null, NO_MESSAGE);
            committed("k2", Operation.CREATED, "m2", "e2-0", "e2-1");
            delivered(1, "x1", "k1", "deleted", "{}");
            delivered(1, "e2-1", "k2", "created", content(3));

            requireBound(delivered(1, "x2", "k1", "deleted", "{}"), Binding.POSITION, skipped);
        }

        @Test
        void elseTheLast() {
            committed("k1", Operation.DELETED, null, NO_MESSAGE);
            Version last = committed("k1", Operation.DELETED, null, NO_MESSAGE);
            delivered(1, "x1", "k1", "deleted", "{}");
            delivered(1, "x2", "k1", "deleted", "{}");

            requireBound(delivered(1, "x3", "k1", "deleted", "{}"), Binding.POSITION, last);
        }

        @Test
        void anotherWordIsAnotherEvent() {
            committed("k1", Operation.CREATED, "m1", NO_MESSAGE);
            Version delete = committed("k1", Operation.DELETED, null, NO_MESSAGE);

            requireBound(delivered(1, "x1", "k1", "deleted", "{}"), Binding.POSITION, delete);
        }

        @Test
        void otherContentIsAnotherEvent() {
            committed("k1", Operation.CREATED, "m1", "e1-0", "e1-1");
            committed("k1", Operation.UPDATED, "m2", "e2-0", "e2-1");
            Version version = committed("k1", Operation.UPDATED, "m3", "e3-0", "e3-1");

            requireBound(delivered(1, "x1", "k1", "updated", content(3)), Binding.POSITION, version);
            requireBound(delivered(1, "x2", "k1", "updated", content(7)), Binding.NONE, null);
        }

        @Test
        void aTransactionThatWroteToOtherStreamsAlonePublishesNothingHere() {
            Transaction transaction = new Transaction(commits++, new Lsn(commits), commits);
            message(transaction, 0, "e1-0", "k1", "created", content(1));
            versionOf(transaction, "k1", Operation.CREATED, "m1");
            index.add(transaction);

            requireBound(delivered(1, "x1", "k1", "created", content(1)), Binding.NONE, null);
        }

        @Test
        void whatHasAMarkerOfNobodyIsBoundToNothing() {
            committed("k1", Operation.CREATED, "m1", NO_MESSAGE);

            requireBound(delivered(0, "x1", "k1", "created", marked("m9")), Binding.NONE, null);
        }
    }

    @Test
    void theNameOfAResourceIsLearntFromItsEvents() {
        delivered(0, "x1", "k1", "created", "{\"name\":\"host/k1\"}");
        delivered(0, "x2", "k1", "created", "{\"name\":\"host/other\"}");

        assertThat(index.subject("k1")).isEqualTo("host/k1");
        assertThat(index.subject("k2")).isEqualTo("k2");
        assertThat(index.resources()).extracting(Resource::key).containsExactly("k1");
    }

    @Test
    void versionsAreFoundByTheirTransactionId() {
        Transaction transaction = new Transaction(0, new Lsn(1), 1);
        Version version = new Version(transaction, "k1", "host/k1", "m1", Operation.CREATED, Map.of(), 2);
        transaction.versions().add(version);
        index.add(transaction);

        assertThat(index.subject("k1")).isEqualTo("host/k1");
    }

    /** A version of the key, whose transaction wrote these messages, numbered as their transaction is. */
    private Version committed(String key, Operation operation, String marker, String... ids) {
        Transaction transaction = new Transaction(commits++, new Lsn(commits), commits);
        for (int stream = 0; stream < ids.length; stream++) {
            if (ids[stream] != null) {
                String content = stream == 0 && marker != null ? marked(marker) : content(commits);
                message(transaction, stream, ids[stream], key, operation.word(), content);
            }
        }
        Version version = versionOf(transaction, key, operation, marker);
        index.add(transaction);
        return version;
    }

    private static Version versionOf(Transaction transaction, String key, Operation operation, String marker) {
        Version version = new Version(transaction, key, null, marker, operation, Map.of(), 2);
        transaction.versions().add(version);
        return version;
    }

    private static void message(
            Transaction transaction, int stream, String id, String key, String operation, String payload) {
        String outbox = "{\"id\":\"" + id + "\",\"aggregateid\":\"" + key + "\",\"operation\":\"" + operation
                + "\",\"payload\":" + payload + "}";
        transaction.messages().add(Streams.message(stream, outbox, transaction));
    }

    private static String marked(String marker) {
        return "{\"marker\":\"" + marker + "\"}";
    }

    private static String content(int number) {
        return "{\"n\":" + number + "}";
    }

    private Delivery delivered(int stream, String id, String key, String operation, String payload) {
        Delivery delivery = streams.record(stream, id, '"' + key + '"', operation, payload);
        index.bind(delivery);
        return delivery;
    }

    private static void requireBound(Delivery delivery, Binding how, Version to) {
        assertThat(delivery.binding()).isEqualTo(how);
        assertThat(delivery.version()).isSameAs(to);
    }
}
