package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.check.Excerpt.Found;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick way and the full parser find the same, in documents of any form. */
class ExcerptTest {

    private static final String USUAL = "{\"id\":\"e1\",\"a\":[],\"b\":[-10,0,{\"id\":\"x\"},[{}]],\"c\":{\"p\":{},"
            + "\"q\":true,\"r\":false,\"s\":null},\"payload\":{\"data\":{\"id\":\"y\",\"time\":\"no\"},\"time\":\"t1\"},"
            + "\"last\":\"z\"}";

    private final Excerpt excerpt = new Excerpt("/payload", "/id", "/payload/time", "/last");

    @Test
    void itFindsTextsAndWhereAnObjectBegins() {
        requireUsual(excerpt.quick(USUAL));
        requireUsual(excerpt.parsed(USUAL));
    }

    private static void requireUsual(Found found) {
        assertThat(found.texts()).containsExactly("e1", "t1", "z");
        assertThat(found.at()).isEqualTo(USUAL.indexOf("{\"data\""));
    }

    @Test
    void whatStandsBehindTheLastIsNotLookedAt() {
        requireUsual(excerpt.of(USUAL.substring(0, USUAL.length() - 1) + " garbage"));
        requireUsual(excerpt.parsed(USUAL.substring(0, USUAL.length() - 1) + " garbage"));
    }

    @Test
    void aTextOfAnyLengthIsNumberedByItsCharacters() {
        String json =
                "{\"id\":\"" + "é€\uD83D\uDE00".repeat(20_000) + "\",\"payload\":{\"time\":\"t1\"},\"last\":\"z\"}";

        assertThat(excerpt.of(json).at()).isEqualTo(json.indexOf("{\"time"));
    }

    @Test
    void itIsTheSameHoweverADocumentIsDamaged() {
        for (int i = 0; i < USUAL.length(); i++) {
            requireSame(USUAL.substring(0, i));
            for (char other : "\"\\{}[]:,-0a. \n\u0001é".toCharArray()) {
                requireSame(USUAL.substring(0, i) + other + USUAL.substring(i + 1));
                requireSame(USUAL.substring(0, i) + other + USUAL.substring(i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "[{\"id\":\"e1\"}]",
                "{\"id\":{\"id\":\"no\"},\"payload\":[{\"time\":\"no\"}],\"last\":7}",
                "{\"id\":\"first\",\"id\":\"second\",\"payload\":7,\"payload\":{},\"payload\":{\"time\":\"t\"}}",
                "{\"last\":\"\",\"payload\":{\"time\":\"\"},\"id\":\"\"}",
                "{\"n\":1.5e3,\"id\":\"e1\"}",
                "{\"n\":01,\"id\":\"e1\"}",
                "{\"n\":-,\"id\":\"e1\"}",
                "{\"n\":tru,\"id\":\"e1\"}",
                "{\"n\":nulls,\"id\":\"e1\"}"
            })
    void itIsTheSameWhateverStandsThere(String json) {
        requireSame(json);
    }

    @Test
    void itIsTheSameHoweverDeepADocumentIs() {
        for (int depth : new int[] {98, 99, 100, 101, 5_000}) {
            assertThat(excerpt.quick("{\"n\":" + "[".repeat(depth - 1) + "0" + "]".repeat(depth - 1) + "}") != null)
                    .isEqualTo(depth <= 100);
            requireSame("{\"n\":" + "[".repeat(depth) + "]".repeat(depth) + ",\"id\":\"e1\"}");
            requireSame("{\"n\":" + "{\"n\":".repeat(depth) + "0" + "}".repeat(depth) + ",\"id\":\"e1\"}");
        }
    }

    private void requireSame(String json) {
        Found parsed = excerpt.parsed(json);
        Found found = excerpt.of(json);
        assertThat(found.texts()).as(json).isEqualTo(parsed.texts());
        assertThat(found.at()).as(json).isEqualTo(parsed.at());
    }
}
