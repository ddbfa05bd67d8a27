package io.github.kesselevents.conformance.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.schemas.EventRecord;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {

    private static final List<Header> HEADERS = List.of(Header.of("id", "1"), Header.of("operation", "created"));

    @Test
    void positionTimeAndTracingDoNotShow() {
        List<Header> traced = List.of(HEADERS.get(0), Header.of("traceparent", "00-1"), HEADERS.get(1));
        EventRecord again = new EventRecord("t", 0, 9, 9, bytes("k"), traced, bytes("v"));
        assertThat(Fingerprint.of(again, null)).isEqualTo(Fingerprint.of(record("k", HEADERS, "v"), null));
    }

    @Test
    void eachPartShowsAlone() {
        Fingerprint first = Fingerprint.of(record("k", HEADERS, "v"), null);
        Fingerprint otherKey = Fingerprint.of(record("l", HEADERS, "v"), null);
        Fingerprint otherValue = Fingerprint.of(record("k", HEADERS, "w"), null);
        assertThat(otherKey).isEqualTo(new Fingerprint(otherKey.key(), first.headers(), first.value(), 0));
        assertThat(otherKey.key()).isNotEqualTo(first.key());
        assertThat(otherValue).isEqualTo(new Fingerprint(first.key(), first.headers(), otherValue.value(), 0));
        assertThat(otherValue.value()).isNotEqualTo(first.value());
    }

    @Test
    void theOrderAndTheNamesOfHeadersShow() {
        long headers = Fingerprint.of(record("k", HEADERS, "v"), null).headers();
        List<Header> swapped = List.of(HEADERS.get(1), HEADERS.get(0));
        List<Header> renamed = List.of(Header.of("ID", "1"), HEADERS.get(1));
        assertThat(Fingerprint.of(record("k", swapped, "v"), null).headers()).isNotEqualTo(headers);
        assertThat(Fingerprint.of(record("k", renamed, "v"), null).headers()).isNotEqualTo(headers);
    }

    @Test
    void anEmptyPartIsNotAnAbsentOne() {
        assertThat(Fingerprint.of(record("k", HEADERS, ""), null).value())
                .isNotEqualTo(Fingerprint.of(new EventRecord("t", 0, 1, 1, bytes("k"), HEADERS, null), null)
                        .value());
    }

    /** A sum of 32 bits takes each of these pairs for the same: that of the one polynomial, that of the other. */
    @ParameterizedTest
    @CsvSource({"host 9az9pk, host 4o0jf9", "host nbh5ue, host tjpo8j"})
    void noOneSumDecides(String one, String other) {
        assertThat(Fingerprint.of(record("k", HEADERS, one), null).value())
                .isNotEqualTo(Fingerprint.of(record("k", HEADERS, other), null).value());
    }

    private static EventRecord record(String key, List<Header> headers, String value) {
        return new EventRecord("t", 0, 1, 1, bytes(key), headers, bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
