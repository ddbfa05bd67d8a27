package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.check.Comparison.Difference;
import io.github.kesselevents.conformance.check.Comparison.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Each difference has one cause and one place. */
class ComparisonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | {}",
                "{\"a\":1,\"b\":[1,{\"c\":null}]} | {\"b\":[1,{\"c\":null}],\"a\":1}",
                "{\"a\":1e21} | {\"a\":1.0E21}",
                "{\"a\":1.0} | {\"a\":1}",
            })
    void theSameIsTheSameWhateverItsNotation(String before, String after) {
        assertThat(Comparison.of(Step.RELAY, json(before), json(after))).isEmpty();
        assertThat(Comparison.of(Step.API, json(before), json(after))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null-member-dropped | /a | {\"a\":null} | {} | null | absent",
                "null-member-dropped | /a/0/b | {\"a\":[{\"b\":null}]} | {\"a\":[{}]} | null | absent",
                "empty-array-dropped | /a | {\"a\":[]} | {} | [] | absent",
                "array-padded | /a/0/c | {\"a\":[{\"b\":1},{\"c\":2}]} | {\"a\":[{\"b\":1,\"c\":null},{\"c\":2}]} | absent | null",
                "unlike-objects-lose-members | /a/1/x/q | {\"a\":[{\"x\":{\"p\":1}},{\"x\":{\"q\":2}}]} | {\"a\":[{\"x\":{\"p\":1}},{\"x\":{}}]} | 2 | absent",
                "text-garbled | /a | {\"a\":\"é/\"} | {\"a\":\"\uFFFD\uFFFD/\"} | \"é/\" | \"\uFFFD\uFFFD/\"",
                "text-garbled | /a | {\"a\":\"é\"} | {\"a\":\"Ã©\"} | \"é\" | \"Ã©\"",
                "text-garbled | /ü | {\"ü\":3} | {\"\uFFFD\uFFFD\":3} | \"ü\" | \"\uFFFD\uFFFD\"",
                "altered | /a | {\"a\":\"é\"} | {\"a\":\"\uFFFD\"} | \"é\" | \"\uFFFD\"",
                "altered | /a | {\"a\":[1]} | {} | [1] | absent",
                "altered | /a | {\"a\":{}} | {} | {} | absent",
                "altered | /a | {\"a\":\"null\"} | {} | \"null\" | absent",
                "altered | /a | {\"a\":1} | {\"a\":2} | 1 | 2",
                "altered | /a | {\"a\":9007199254740993} | {\"a\":9007199254740992} | 9007199254740993 | 9007199254740992",
                "altered | /a | {\"a\":1} | {\"a\":\"1\"} | 1 | \"1\"",
                "altered | /a | {\"a\":[1,2]} | {\"a\":[1]} | [1,2] | [1]",
                "altered | /b | {} | {\"b\":1} | absent | 1",
                "altered | /b | {} | {\"b\":null} | absent | null",
                "altered | /a/0/b | {\"a\":[{\"b\":1},{\"b\":2}]} | {\"a\":[{},{\"b\":2}]} | 1 | absent",
                "altered | /a/0/c | {\"a\":[{\"b\":1},{\"c\":2}]} | {\"a\":[{\"b\":1,\"c\":3},{\"c\":2}]} | absent | 3",
                "altered | /a/0/d | {\"a\":[{\"b\":1},{\"c\":2}]} | {\"a\":[{\"b\":1,\"d\":null},{\"c\":2}]} | absent | null",
                "altered | /x~1y/z~0 | {\"x/y\":{\"z~\":1}} | {\"x/y\":{}} | 1 | absent",
            })
    void whatTheRelayDoesHasAName(String cause, String pointer, String before, String after, String was, String is) {
        assertThat(Comparison.of(Step.RELAY, json(before), json(after)))
                .containsExactly(new Difference(cause, pointer, was, is));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null-member-dropped | /a | {\"a\":null} | {}",
                "string-null-dropped | /a | {\"a\":\"null\"} | {}",
                "string-null-dropped | /a | {\"a\":\"NULL\"} | {}",
                "empty-object-dropped | /a | {\"a\":{}} | {}",
                "empty-object-dropped | /a | {\"a\":{\"b\":null,\"c\":{\"d\":\"Null\"}}} | {}",
                "number-rounded | /a | {\"a\":9007199254740993} | {\"a\":9007199254740992}",
                "altered | /a | {\"a\":1} | {\"a\":2}",
                "altered | /a | {\"a\":[]} | {}",
                "altered | /a | {\"a\":\"nulls\"} | {}",
                "altered | /a | {\"a\":{\"b\":1}} | {}",
                "altered | /a/0/b | {\"a\":[{\"b\":\"null\"}]} | {\"a\":[{}]}",
                "altered | /a/0/b | {\"a\":[{\"b\":{}}]} | {\"a\":[{}]}",
                "altered | /a/0/c | {\"a\":[{\"b\":1},{\"c\":2}]} | {\"a\":[{\"b\":1,\"c\":null},{\"c\":2}]}",
            })
    void whatTheApiDoesHasAName(String cause, String pointer, String before, String after) {
        assertThat(Comparison.of(Step.API, json(before), json(after)))
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.cause()).isEqualTo(cause);
                    assertThat(difference.pointer()).isEqualTo(pointer);
                });
    }

    @Test
    void longValuesAreShortened() {
        String longest = "x".repeat(118);

        assertThat(Comparison.show(json("\"" + longest + "\""))).isEqualTo("\"" + longest + "\"");
        assertThat(Comparison.show(json("\"" + longest + "x\""))).isEqualTo("\"" + longest + "x… (121 characters)");
        assertThat(Comparison.show(null)).isEqualTo("absent");
    }

    private static tools.jackson.databind.JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
