package io.github.kesselevents.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Short texts are read without a parser, where that makes no difference. */
class BareTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"\"\"", "\"a\"", "\"01a2-b\"", "\"\u007f\"", "\"a\\\"b\"", "\"é\"", "\"\\u0041\"", "\"a\" "})
    void isReadAsTheParserReadsIt(String json) throws Json.Malformed {
        byte[] bytes = ("x" + json + "x").getBytes(UTF_8);
        assertThat(Json.parse(bytes, 1, bytes.length - 2)).isEqualTo(Json.MAPPER.readTree(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\"a", "a\"", "\"a\"b\"", "\"a\\\"", "\"a\tb\"", "\"a\" \"b\""})
    void isRefusedWhereTheParserRefusesIt(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        assertThatThrownBy(() -> Json.parse(bytes, 0, bytes.length)).isInstanceOf(Json.Malformed.class);
    }
}
