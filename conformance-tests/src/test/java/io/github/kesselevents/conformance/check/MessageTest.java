package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.conformance.producer.ProducerProfile.Stream;
import io.github.kesselevents.schemas.Operation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** What outbox messages say, and whose they are. */
class MessageTest {

    private static final Stream TIMED = new Stream("timed", "t", null, "/data/time", List.of(), null, null);
    private static final String TIME = "2026-11-25T20:43:16Z";

    private final Transaction transaction = new Transaction(3, new Lsn(8), 9);

    @Test
    void whatIsNoJsonIsAMessageWithoutMembers() {
        Message message = read("{\"broken");

        assertThat(message.lsn()).isEqualTo(new Lsn(7));
        assertThat(message.stream()).isSameAs(TIMED);
        requireNothing(message);
        requireNothing(read("[\"id\"]"));
        requireNothing(read(""));
    }

    private static void requireNothing(Message message) {
        assertThat(message.id()).isNull();
        assertThat(message.key()).isNull();
        assertThat(message.operation()).isNull();
        assertThat(message.time()).isNull();
        assertThat(message.payload().isMissingNode()).isTrue();
    }

    @Test
    void itsMembersMayStandInAnyOrder() {
        Message message = read("{\"payload\":{\"n\":{\"id\":\"no\"},\"data\":{\"time\":\"" + TIME
                + "\"}},\"other\":[{\"id\":\"no\"}],\"id\":\"e1\",\"operation\":\"created\",\"aggregateid\":\"k1\"}");

        assertThat(message.id()).isEqualTo("e1");
        assertThat(message.key()).isEqualTo("k1");
        assertThat(message.operation()).isEqualTo("created");
        assertThat(message.time()).isEqualTo(TIME);
        assertThat(message.payload().at("/n/id").asString()).isEqualTo("no");
    }

    @Test
    void whatIsNoTextIsNone() {
        Message message = read(
                "{\"id\":7,\"aggregateid\":{\"id\":\"no\"},\"operation\":[\"created\"],\"payload\":{\"data\":\"no\"}}");

        assertThat(message.id()).isNull();
        assertThat(message.key()).isNull();
        assertThat(message.operation()).isNull();
        assertThat(message.time()).isNull();
        assertThat(message.payload().at("/data").asString()).isEqualTo("no");
    }

    @Test
    void whatBreaksOffBehindItsHeadHasNoPayload() {
        Message message = read("{\"id\":\"e1\",\"aggregateid\":\"k1\",\"operation\":\"created\",\"payload\":{\"data\":"
                + "{\"time\":\"" + TIME + "\",");

        assertThat(message.id()).isEqualTo("e1");
        assertThat(message.time()).isEqualTo(TIME);
        assertThat(message.payload().isMissingNode()).isTrue();
    }

    @Test
    void aRecordThatShowsTheSameTextIsTakenAtItsWord() {
        Delivery record = new Streams().record(0, "e1", "\"k1\"", "created", "{\"name\":\"é\",\"n\":[1,{}]}");
        Message message = read("{\"id\":\"e1\",\"payload\":{\"name\":\"é\",\"n\":[1,{}]}}");

        assertThat(message.payload(record)).isSameAs(record.payload());
        assertThat(message.payload()).isSameAs(record.payload());
        message.forgetPayload();
        assertThat(message.payload(record)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"payload\":{\"n\": 1}} | {\"n\":1} | {\"n\":1}",
                "{\"payload\":{\"n\":1},\"id\":\"e1\"} | {\"n\":1} | {\"n\":1}",
                "{\"payload\":{\"n\":2}} | {\"n\":1} | {\"n\":2}",
                "{\"payload\":{\"payload\":{\"n\":1}}} | {\"n\":1} | {\"payload\":{\"n\":1}}",
                "{\"payload\":12345} | 12345 | 12345",
                "{\"other\":{\"payload\":{\"n\":1}}} | {\"n\":1} |",
                "{\"payload\":{\"n\":1}, | {\"n\":1} |",
                "{\"payload\":{\"n\":1}] | {\"n\":1} |",
                "{\"id\" \"e1\",\"payload\":{\"n\":1}} | {\"n\":1} |"
            })
    void whatIsWrittenInAnotherWayIsReadByItself(String content, String published, String payload) {
        Delivery record = new Streams().record(0, "e1", "\"k1\"", "created", published);

        assertThat(read(content).payload(record))
                .isNotSameAs(record.payload())
                .isEqualTo(
                        payload == null
                                ? MissingNode.getInstance()
                                : JsonMapper.shared().readTree(payload));
    }

    @Test
    void aRecordWithoutContentLendsNothing() {
        Delivery record = new Streams().record(0, "e1", "\"k1\"", "created", "{}");
        record.forget();

        assertThat(read("{\"payload\":{}}").payload(record)).isEmpty();
    }

    @Test
    void whatWasComparedIsDropped() {
        Message message = read("{\"payload\":{\"data\":{\"time\":\"" + TIME + "\"}}}");
        assertThat(message.isForgotten()).isFalse();
        assertThat(message.payload()).hasSize(1);
        assertThat(message.isForgotten()).isFalse();

        message.forgetPayload();

        assertThat(message.isForgotten()).isTrue();
        assertThat(message.payload()).isNull();
        assertThat(message.time()).isNull();
    }

    @Test
    void whatNobodyAskedForIsDroppedUnread() {
        Message message = read("{\"payload\":{}}");

        message.forgetPayload();

        assertThat(message.payload()).isNull();
    }

    @Test
    void theRelaySendsItAtTheCommitButATooEarlyOneAtOnce() {
        Message early = new MessageReader(List.of(TIMED)).read(new OutboxMessage(new Lsn(7), "timed", "{}"), null);

        assertThat(read("{}").sentAt()).isEqualTo(new Lsn(8));
        assertThat(read("{}").isEarly()).isFalse();
        assertThat(early.sentAt()).isEqualTo(new Lsn(7));
        early.committedBy(transaction);
        assertThat(early.transaction()).isSameAs(transaction);
        assertThat(early.sentAt()).isEqualTo(new Lsn(7));
        assertThat(early.isEarly()).isTrue();
    }

    @Test
    void aPrefixOfNoStreamIsForNone() {
        Message message = new MessageReader(List.of(TIMED))
                .read(new OutboxMessage(new Lsn(7), "other", "{\"id\":\"e1\"}"), transaction);

        assertThat(message.stream()).isNull();
        assertThat(message.id()).isEqualTo("e1");
    }

    @Test
    void aTransactionKnowsTheVersionOfEachKeyOrTheOnlyOne() {
        assertThat(transaction.versionOf("k1")).isNull();

        Version one = version("k1");
        assertThat(transaction.versionOf("k1")).isSameAs(one);
        assertThat(transaction.versionOf("k2")).as("the only one").isSameAs(one);

        Version other = version("k2");
        assertThat(transaction.versionOf("k1")).isSameAs(one);
        assertThat(transaction.versionOf("k2")).isSameAs(other);
        assertThat(transaction.versionOf("k3")).isNull();
    }

    @Test
    void aTransactionKnowsTheMessageToEachStreamAboutEachKeyOrTheOnlyOne() {
        assertThat(transaction.messageTo(TIMED, "k1")).isNull();

        Message one = read("{\"aggregateid\":\"k1\"}");
        transaction.messages().add(one);
        assertThat(transaction.messageTo(TIMED, "k1")).isSameAs(one);
        assertThat(transaction.messageTo(TIMED, "k2")).as("the only one").isSameAs(one);
        assertThat(transaction.messageTo(Streams.BOTH.get(0), "k1")).isNull();

        Message other = read("{\"aggregateid\":\"k2\"}");
        transaction.messages().add(other);
        assertThat(transaction.messageTo(TIMED, "k1")).isSameAs(one);
        assertThat(transaction.messageTo(TIMED, "k2")).isSameAs(other);
        assertThat(transaction.messageTo(TIMED, "k3")).isNull();
    }

    @Test
    void itsNumbersAreThoseOfTheLog() {
        assertThat(transaction.order()).isEqualTo(3);
        assertThat(transaction.lsn()).isEqualTo(new Lsn(8));
        assertThat(transaction.xid()).isEqualTo(9);
    }

    private Version version(String key) {
        Version version = new Version(transaction, key, null, null, Operation.CREATED, Map.of("t", Map.of()), 2);
        transaction.versions().add(version);
        return version;
    }

    private Message read(String content) {
        return new MessageReader(List.of(TIMED)).read(new OutboxMessage(new Lsn(7), "timed", content), transaction);
    }
}
