package io.github.kesselevents.conformance.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings are exchanged, and every other character stays. */
class JsonStringsTest {

    @Test
    void onlyStringsAtThePlacesAreExchanged() {
        String text = "{ \"a\" : {\"x\":\"s\\u0065cret\", \"n\":1.0E2,\"x\":\"b\"} ,\"secret\":\"stays\"}";
        assertThat(JsonStrings.exchange(text, place -> place.startsWith("/a"), value -> "<" + value + "\">"))
                .hasValue("{ \"a\" : {\"x\":\"<secret\\\">\", \"n\":1.0E2,\"x\":\"<b\\\">\"} ,\"secret\":\"stays\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"b\"", "{\"a\":\"b", "b"})
    void whatIsNotJsonGivesNothing(String text) {
        assertThat(JsonStrings.exchange(text, place -> true, value -> value)).isEmpty();
    }
}
