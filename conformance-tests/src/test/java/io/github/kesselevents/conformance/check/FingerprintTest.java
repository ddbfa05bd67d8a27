package io.github.kesselevents.conformance.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.schemas.EventRecord;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class FingerprintTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<Header> HEADERS = List.of(Header.of("id", "1"), Header.of("operation", "created"));

    @Test
    void positionTimeAndTracingDoNotShow() {
        List<Header> traced = List.of(HEADERS.get(0), Header.of("traceparent", "00-1"), HEADERS.get(1));
        EventRecord again = new EventRecord("t", 0, 9, 9, bytes("k"), traced, bytes("v"));
        assertThat(Fingerprint.of(again)).isEqualTo(Fingerprint.of(record("k", HEADERS, "v")));
    }

    @Test
    void eachPartShowsAlone() {
        Fingerprint first = Fingerprint.of(record("k", HEADERS, "v"));
        Fingerprint otherKey = Fingerprint.of(record("l", HEADERS, "v"));
        Fingerprint otherValue = Fingerprint.of(record("k", HEADERS, "w"));
        assertThat(otherKey).isEqualTo(new Fingerprint(otherKey.key(), first.headers(), first.value()));
        assertThat(otherKey.key()).isNotEqualTo(first.key());
        assertThat(otherValue).isEqualTo(new Fingerprint(first.key(), first.headers(), otherValue.value()));
        assertThat(otherValue.value()).isNotEqualTo(first.value());
    }

    @Test
    void theOrderAndTheNamesOfHeadersShow() {
        long headers = Fingerprint.of(record("k", HEADERS, "v")).headers();
        List<Header> swapped = List.of(HEADERS.get(1), HEADERS.get(0));
        List<Header> renamed = List.of(Header.of("ID", "1"), HEADERS.get(1));
        assertThat(Fingerprint.of(record("k", swapped, "v")).headers()).isNotEqualTo(headers);
        assertThat(Fingerprint.of(record("k", renamed, "v")).headers()).isNotEqualTo(headers);
    }

    @Test
    void anEmptyPartIsNotAnAbsentOne() {
        assertThat(Fingerprint.of(record("k", HEADERS, "")).value())
                .isNotEqualTo(Fingerprint.of(new EventRecord("t", 0, 1, 1, bytes("k"), HEADERS, null))
                        .value());
    }

    @Test
    void ofJsonSmallNumbersShowWhereTheyStand() {
        long first = Fingerprint.of(JSON.readTree("{\"common_version\":2,\"representation_version\":1}"));

        assertThat(Fingerprint.of(JSON.readTree("{\"common_version\":1,\"representation_version\":2}")))
                .isNotEqualTo(first);
        assertThat(Fingerprint.of(JSON.readTree("{\"common_version\":3,\"representation_version\":0}")))
                .isNotEqualTo(first);
        assertThat(Fingerprint.of(JSON.readTree("{\"representation_version\":1,\"common_version\":2}")))
                .isEqualTo(first);
    }

    private static EventRecord record(String key, List<Header> headers, String value) {
        return new EventRecord("t", 0, 1, 1, bytes(key), headers, bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
