package io.github.kesselevents.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventReaderTest {

    private static final String ID = "01a20929-8c7b-754a-a691-d215cad69374";
    private static final String EVENT_ID = "01a20929-8c8a-7132-a5f1-57de303894c2";

    private final EventReader plain = EventReader.of(WireFormat.PLAIN_JSON);
    private final EventReader connect = EventReader.of(WireFormat.CONNECT_JSON);

    @Test
    void aReportedEventIsRead() throws UnreadableRecordException {
        ResourceEvent event = plain.read(record("\"" + ID + "\"", "updated", "{\"data\":{}}"));

        assertThat(event)
                .isEqualTo(new ResourceEvent.Reported(
                        EVENT_ID, ID, Operation.UPDATED, Json.MAPPER.readTree("{\"data\":{}}")));
    }

    @Test
    void aDeleteIsKnownByItsKeyAndHeadersWhateverItsValue() throws UnreadableRecordException {
        String key = "{\"schema\":{\"type\":\"string\",\"optional\":true},\"payload\":\"" + ID + "\"}";

        assertThat(connect.read(record(key, "deleted", "no JSON"))).isEqualTo(new ResourceEvent.Deleted(EVENT_ID, ID));
    }

    @Test
    void aRecordIsNormalised() throws UnreadableRecordException {
        assertThat(plain.normalise(record("\"" + ID + "\"", "deleted", "{}")))
                .hasToString("{\"topic\":\"outbox.event.kessel.resources\",\"key\":\"" + ID
                        + "\",\"headers\":{\"id\":\"" + EVENT_ID + "\",\"operation\":\"deleted\"},\"value\":{}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    k    | created | {}   | key is not plain JSON: malformed JSON: Unrecognized token 'k' (line 1, column 1).
                    7    | created | {}   | key is 7, not text.
                         | created | {}   | key is null.
                    "id" | read    | {}   | header operation is read, not created, updated or deleted.
                    "id" |         | {}   | header operation is absent or null.
                    "id" | created |      | value is null.
                    "id" | created | {"a" | value is not plain JSON: malformed JSON: Unexpected end-of-input within/between Object entries (line 1, column 5).
                    """)
    void aPoisonRecordIsNamedWithItsPlaceAndItsDamage(String key, String operation, String value, String damage) {
        assertThatThrownBy(() -> plain.read(record(key, operation, value)))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("Record outbox.event.kessel.resources-2@7 holds no readable event: its " + damage);
    }

    private static EventRecord record(String key, String operation, String value) {
        return new EventRecord(
                EventStream.RESOURCES.topic(),
                2,
                7,
                0,
                key == null ? null : key.getBytes(UTF_8),
                List.of(Header.of("id", EVENT_ID), Header.of("operation", operation)),
                value == null ? null : value.getBytes(UTF_8));
    }
}
