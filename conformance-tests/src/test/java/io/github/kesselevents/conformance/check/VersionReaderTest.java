package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.HistoryEntry.Change;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.conformance.producer.ColumnReference;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerProfile.Table;
import io.github.kesselevents.schemas.Operation;
import io.github.kesselevents.schemas.WireFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The versions in the rows of a transaction. */
class VersionReaderTest {

    private static final ColumnReference DELETED = ColumnReference.of("versions.deleted");
    private static final ColumnReference MARKER = ColumnReference.of("versions.marker");

    private final VersionReader reader = new VersionReader(profile(DELETED, MARKER));

    @Test
    void anInsertedVersionRowIsAVersion() {
        Version version = only(read(row("key", "k1", "marker", "m1", "name", "n1", "part", "p1", "deleted", "f")));

        assertThat(version.key()).isEqualTo("k1");
        assertThat(version.marker()).isEqualTo("m1");
        assertThat(version.subject()).isEqualTo("n1/p1");
        assertThat(version.operation()).isEqualTo(Operation.CREATED);
        assertThat(version.isDelete()).isFalse();
    }

    @Test
    void anUpdatedRowIsNone() {
        assertThat(read(new RowChange("versions", Change.UPDATE, Map.of("key", "k1")))
                        .versions())
                .isEmpty();
        assertThat(read(new RowChange("others", Change.INSERT, Map.of("key", "k1")))
                        .versions())
                .isEmpty();
    }

    @Test
    void thePartOfANameThatIsNullLeavesItWithoutOne() {
        assertThat(only(read(row("key", "k1", "name", "n1", "part", null))).subject())
                .isNull();
    }

    @Test
    void withoutAMessageTheRowsSuggestWhatItIs() {
        assertThat(only(read(row("key", "k1"))).operation()).isEqualTo(Operation.CREATED);
        assertThat(only(read(row("key", "k1"))).operation()).isEqualTo(Operation.UPDATED);
        assertThat(only(read(row("key", "k2"))).operation()).isEqualTo(Operation.CREATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "true"})
    void aTombstoneIsADeleteWithoutAMarker(String yes) {
        Version version = only(read(row("key", "k1", "marker", "m1", "deleted", yes)));

        assertThat(version.isDelete()).isTrue();
        assertThat(version.marker()).isNull();
    }

    @Test
    void aProfileThatNamesNeitherTombstoneNorMarkerKnowsNone() {
        VersionReader plain = new VersionReader(profile(null, null));
        Transaction transaction = new Transaction(0, new Lsn(1), 1);
        plain.read(transaction, List.of(row("key", "k1", "marker", "m1", "deleted", "t")));

        assertThat(only(transaction).isDelete()).isFalse();
        assertThat(only(transaction).marker()).isNull();
    }

    @Test
    void theOnlyMessageSaysWhatItIsWhateverItsKey() {
        assertThat(only(read(transaction(message("other", "updated")), row("key", "k1")))
                        .operation())
                .isEqualTo(Operation.UPDATED);
    }

    @Test
    void ofSeveralMessagesTheOneOfItsKeySaysWhatItIs() {
        Transaction transaction = transaction(message("k2", "updated"), message("k1", "deleted"));

        assertThat(only(read(transaction, row("key", "k1"))).operation()).isEqualTo(Operation.DELETED);
    }

    @Test
    void severalMessagesOfOtherKeysSayNothing() {
        Transaction transaction = transaction(message("k2", "updated"), message("k3", "deleted"));

        assertThat(only(read(transaction, row("key", "k1"))).operation()).isEqualTo(Operation.CREATED);
    }

    @Test
    void aMessageWithoutAWordSaysNothing() {
        Transaction transaction = transaction("{\"aggregateid\":\"k1\"}", message("k1", "deleted"));

        assertThat(only(read(transaction, row("key", "k1"))).operation()).isEqualTo(Operation.DELETED);
    }

    private Transaction read(RowChange... rows) {
        return read(new Transaction(0, new Lsn(1), 1), rows);
    }

    private Transaction read(Transaction transaction, RowChange... rows) {
        reader.read(transaction, List.of(rows));
        return transaction;
    }

    private static Version only(Transaction transaction) {
        assertThat(transaction.versions()).hasSize(1);
        return transaction.versions().get(0);
    }

    private static Transaction transaction(String... messages) {
        Transaction transaction = new Transaction(0, new Lsn(1), 1);
        for (String content : messages) {
            transaction.messages().add(Streams.message(0, content, transaction));
        }
        return transaction;
    }

    private static String message(String key, String operation) {
        return "{\"aggregateid\":\"" + key + "\",\"operation\":\"" + operation + "\"}";
    }

    private static RowChange row(String... namesAndValues) {
        Map<String, String> columns = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            columns.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new RowChange("versions", Change.INSERT, columns);
    }

    private static ProducerProfile profile(ColumnReference deleted, ColumnReference marker) {
        return new ProducerProfile(
                "one-table",
                WireFormat.PLAIN_JSON,
                Set.of(),
                Pattern.compile("t."),
                Streams.BOTH,
                Map.of("versions", new Table(true, "key", null)),
                deleted,
                marker,
                List.of(ColumnReference.of("versions.tx"), ColumnReference.of("versions.tx2")),
                List.of(ColumnReference.of("versions.name"), ColumnReference.of("versions.part")),
                Map.of(),
                0,
                Map.of(),
                Map.of(),
                List.of(),
                Map.of());
    }
}
