package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.schemas.EventRecord;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {

    private static final Header ID = Header.of("id", "1");
    private static final Header WORD = Header.of("operation", "created");

    @Test
    void areTheSameByNameValueAndOrder() {
        assertThat(Headers.same(record(ID, WORD), record(Header.of("id", "1"), WORD)))
                .isTrue();
        assertThat(Headers.same(record(ID, WORD), record(Header.of("id", "2"), WORD)))
                .as("another value")
                .isFalse();
        assertThat(Headers.same(record(ID, WORD), record(Header.of("ID", "1"), WORD)))
                .as("another name")
                .isFalse();
        assertThat(Headers.same(record(ID, WORD), record(WORD, ID)))
                .as("another order")
                .isFalse();
        assertThat(Headers.same(record(ID, WORD), record(ID))).as("one less").isFalse();
        assertThat(Headers.same(record(ID), record(ID, WORD))).as("one more").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"traceparent", "b3", "x-b3-spanid", "Traceparent", "X-Request-Id"})
    void thoseOfTracingDoNotCount(String name) {
        EventRecord traced = record(ID, Header.of(name, "00-1"), WORD);

        assertThat(Headers.same(traced, record(ID, WORD))).isTrue();
        assertThat(Headers.withoutTracing(traced)).containsExactly(ID, WORD);
        assertThat(Headers.show(traced)).isEqualTo("id=1, operation=created");
    }

    @Test
    void withoutAnyOfTracingTheyAreAsTheyWere() {
        EventRecord plain = record(ID, WORD);

        assertThat(Headers.withoutTracing(plain)).isSameAs(plain.headers());
    }

    private static EventRecord record(Header... headers) {
        return new EventRecord("t", 0, 1, 1, null, List.of(headers), null);
    }
}
