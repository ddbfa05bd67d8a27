package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.schemas.Operation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What outbox messages say, and whose they are. */
class MessageTest {

    private static final JsonNode PAYLOAD = json("{\"a\":1}");
    private static final JsonNode OTHER = json("{\"a\":2}");

    @Test
    void whatIsNoJsonIsAMessageWithoutMembers() {
        Message message = read("{\"broken");

        assertThat(message.lsn()).isEqualTo(new Lsn(7));
        assertThat(message.stream()).isSameAs(Streams.BOTH.get(0));
        assertThat(message.id()).isNull();
        assertThat(message.key()).isNull();
        assertThat(message.operation()).isNull();
        assertThat(message.payload().isMissingNode()).isTrue();
    }

    @Test
    void whatItSaysIsKnownAlsoWhenItIsDropped() {
        Message message = read("{\"payload\":{\"a\":1}}");
        requireSaysPayloadAlone(message);

        message.forgetPayload();
        assertThat(message.payload()).isNull();
        requireSaysPayloadAlone(message);

        message.forgetPayload();
        requireSaysPayloadAlone(message);
    }

    private static void requireSaysPayloadAlone(Message message) {
        assertThat(message.says(PAYLOAD)).as("its payload").isTrue();
        assertThat(message.says(OTHER)).as("another").isFalse();
        assertThat(message.says(null)).as("what cannot be read").isFalse();
    }

    @Test
    void aTransactionKnowsTheVersionOfEachKeyOrTheOnlyOne() {
        Transaction transaction = new Transaction(3, new Lsn(8), 9);
        assertThat(transaction.versionOf("k1")).isNull();

        Version one = version(transaction, "k1");
        assertThat(transaction.versionOf("k1")).isSameAs(one);
        assertThat(transaction.versionOf("k2")).as("the only one").isSameAs(one);

        Version other = version(transaction, "k2");
        assertThat(transaction.versionOf("k1")).isSameAs(one);
        assertThat(transaction.versionOf("k2")).isSameAs(other);
        assertThat(transaction.versionOf("k3")).isNull();
    }

    @Test
    void itsNumbersAreThoseOfTheLog() {
        Transaction transaction = new Transaction(3, new Lsn(8), 9);

        assertThat(transaction.order()).isEqualTo(3);
        assertThat(transaction.lsn()).isEqualTo(new Lsn(8));
        assertThat(transaction.xid()).isEqualTo(9);
        assertThat(version(transaction, "k1").transactionIds()).containsExactly("tx-1");
    }

    private static Version version(Transaction transaction, String key) {
        Version version =
                new Version(transaction, key, null, null, List.of("tx-1"), Operation.CREATED, Map.of("t", Map.of()), 2);
        transaction.versions().add(version);
        return version;
    }

    private static Message read(String content) {
        return Message.read(new OutboxMessage(new Lsn(7), "s0", content), Streams.BOTH.get(0));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
