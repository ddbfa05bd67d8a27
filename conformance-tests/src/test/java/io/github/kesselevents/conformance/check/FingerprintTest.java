package io.github.kesselevents.conformance.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.schemas.EventRecord;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class FingerprintTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int SMALL = 50;
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

    @Test
    void ofJsonTheOrderOfElementsShows() {
        assertThat(Fingerprint.of(JSON.readTree("[1,2]"))).isNotEqualTo(Fingerprint.of(JSON.readTree("[2,1]")));
        assertThat(Fingerprint.of(JSON.readTree("[1,2]"))).isEqualTo(Fingerprint.of(JSON.readTree("[1, 2]")));
    }

    @Test
    void ofJsonEmptyValuesOfOtherKindsAreOthers() {
        assertThat(Stream.of("{}", "[]", "\"\"", "0", "null", "false")
                        .map(JSON::readTree)
                        .map(Fingerprint::of)
                        .distinct())
                .hasSize(6);
    }

    /** By chance alone, two of 2,500 would be alike in 32 bits in one of a thousand such sets. */
    @Test
    void ofJsonEachHalfTellsSmallNumbersApart() {
        Set<Integer> lower = new HashSet<>();
        Set<Integer> upper = new HashSet<>();
        for (int i = 0; i < SMALL; i++) {
            for (int j = 0; j < SMALL; j++) {
                long print = Fingerprint.of(JSON.readTree("{\"a\":" + i + ",\"b\":{\"c\":" + j + "}}"));
                lower.add((int) print);
                upper.add((int) (print >>> 32));
            }
        }
        assertThat(lower).hasSizeGreaterThan(SMALL * SMALL - 3);
        assertThat(upper).hasSizeGreaterThan(SMALL * SMALL - 3);
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
