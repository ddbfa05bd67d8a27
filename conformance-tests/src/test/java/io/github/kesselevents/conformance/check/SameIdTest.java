package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.schemas.Operation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether two records are one event, where only the records tell: what cannot be read is no contradiction. */
class SameIdTest {

    private static final String UNREADABLE = "{\"broken";
    private static final String KEY = "\"k1\"";

    private final Streams streams = new Streams();
    private final Index index = new Index();
    private final DupCheck check = new DupCheck(index);

    @Test
    void aRepeatWhoseKeyCannotBeReadDiffersInItsKey() {
        delivered("e1", KEY, "created", marked("m1"));
        delivered("e1", UNREADABLE, "created", marked("m1"));

        assertThat(found())
                .containsExactly("DUP-1 (key): the redelivery at t0-0@1 of the record at t0-0@0 differs in its key;"
                        + " expected byte 0: …\"k1\"…, but was byte 0: …{\"broken…");
    }

    @Test
    void aRepeatOfWhatHadNoReadableKeyDiffersInItsKey() {
        delivered("e1", UNREADABLE, "created", marked("m1"));
        delivered("e1", KEY, "created", marked("m1"));

        assertThat(found())
                .containsExactly("DUP-1 (key): k1: the redelivery at t0-0@1 of the record at t0-0@0 differs in its key;"
                        + " expected byte 0: …{\"broken…, but was byte 0: …\"k1\"…");
    }

    @Test
    void anotherReadableKeyIsAnotherEvent() {
        delivered("e1", KEY, "created", marked("m1"));
        delivered("e1", "\"k2\"", "created", marked("m1"));

        assertThat(found())
                .containsExactly("DUP-2 (reused): k2: the id e1 names two events; expected t0-0@0, but was t0-0@1");
    }

    @Test
    void anotherWordIsAnotherEvent() {
        delivered("e1", KEY, "created", "{}");
        delivered("e1", KEY, "updated", "{}");

        assertThat(found())
                .containsExactly("DUP-2 (reused): k1: the id e1 names two events; expected t0-0@0, but was t0-0@1");
    }

    @Test
    void aWordThatIsNoneDiffersInTheHeaders() {
        delivered("e1", KEY, "created", "{}");
        delivered("e1", KEY, "frobbed", "{}");

        assertThat(found())
                .containsExactly("DUP-1 (headers): k1: the redelivery at t0-0@1 of the record at t0-0@0 differs in its"
                        + " headers; expected id=e1, operation=created, but was id=e1, operation=frobbed");
    }

    @Test
    void aMarkerThatIsGoneOrNewDiffersInTheValue() {
        delivered("e1", KEY, "created", marked("m1"));
        delivered("e1", KEY, "created", "{}");
        delivered("e2", KEY, "created", "{}");
        delivered("e2", KEY, "created", marked("m2"));

        assertThat(found())
                .containsExactly(
                        "DUP-1 (value): k1: the redelivery at t0-0@1 of the record at t0-0@0 differs in its value;"
                                + " expected byte 1: …{\"marker\":\"m1\"}…, but was byte 1: …{}…",
                        "DUP-1 (value): k1: the redelivery at t0-0@3 of the record at t0-0@2 differs in its value;"
                                + " expected byte 1: …{}…, but was byte 1: …{\"marker\":\"m2\"}…");
    }

    @Test
    void anotherMarkerIsAnotherEvent() {
        delivered("e1", KEY, "created", marked("m1"));
        delivered("e1", KEY, "created", marked("m2"));

        assertThat(found())
                .containsExactly("DUP-2 (reused): k1: the id e1 names two events; expected t0-0@0, but was t0-0@1");
    }

    @Test
    void aWriteThatWasBoundIsRememberedForWhatCannotBe() {
        Transaction transaction = new Transaction(0, new Lsn(1), 1);
        for (int stream = 0; stream < 2; stream++) {
            String outbox = "{\"id\":\"e1-" + stream
                    + "\",\"aggregateid\":\"k1\",\"operation\":\"created\",\"payload\":" + marked("m1") + "}";
            transaction.messages().add(Streams.message(stream, outbox, transaction));
        }
        transaction.versions().add(new Version(transaction, "k1", null, "m1", Operation.CREATED, Map.of(), 2));
        index.add(transaction);
        delivered("e1-0", KEY, "created", marked("m1"));
        Delivery misplaced = delivered("e1-1", KEY, "created", marked("m1"));

        assertThat(misplaced.isMisplaced()).isTrue();
        assertThat(found())
                .containsExactly("DUP-3 (new-id): k1: the write marked m1 is delivered again at t0-0@1 under another"
                        + " id; expected e1-0, but was e1-1");
    }

    private Delivery delivered(String id, String key, String operation, String value) {
        Delivery delivery = streams.record(0, id, key, operation, value);
        index.bind(delivery);
        check.delivered(delivery);
        return delivery;
    }

    private List<String> found() {
        return check.examine(new Ending(Grade.C, 0, 0, 0, true, End.DRAINED, "")).stream()
                .flatMap(examination -> examination.findings().stream())
                .map(Finding::toString)
                .toList();
    }

    private static String marked(String marker) {
        return "{\"marker\":\"" + marker + "\"}";
    }
}
