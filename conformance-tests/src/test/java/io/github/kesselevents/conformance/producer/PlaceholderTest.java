package io.github.kesselevents.conformance.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands behind a dollar. */
class PlaceholderTest {

    private static final Map<Placeholder, String> VALUES =
            Map.of(Placeholder.PORT, "9081", Placeholder.DATABASE_URL, "postgresql://a$1@b:1/c");

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:$PORT, 127.0.0.1:9081",
        "$DATABASE_URL?x=$PORT, postgresql://a$1@b:1/c?x=9081",
        "echo $$PORT for $$1, echo $PORT for $1",
        "plain, plain"
    })
    void eachIsFilledAndTwoDollarsAreOne(String text, String filled) {
        assertThat(Placeholder.fill(text, VALUES)).isEqualTo(filled);
    }

    @Test
    void whatIsNoneIsFound() {
        List<String> unknown = new ArrayList<>();
        Placeholder.findUnknown("$PORT $$HOME $HOME $PORTS $1", unknown::add);

        assertThat(unknown).containsExactly("$HOME", "$PORTS", "$");
    }

    @Test
    void oneThatStandsBehindADollarOfItsOwnIsNotThere() {
        assertThat(Placeholder.PORT.isIn("$$PORT")).isFalse();
        assertThat(Placeholder.PORT.isIn("$$$PORT")).isTrue();
    }
}
