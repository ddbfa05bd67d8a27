package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T16:09:26.207090525Z",
                "2026-11-23T16:09:26.19182416Z",
                "2026-11-23T16:09:26.1Z",
                "2026-11-23T16:09:26.000000001Z",
                "2026-11-23T16:09:26Z",
                "2024-02-29T23:59:59.999999999Z",
                "1969-12-31T23:59:59.5Z",
                "0000-01-01T00:00:00Z",
                "2026-11-23T24:00:00Z",
                "2016-12-31T23:59:60Z",
                "2026-11-23T16:09:26.2+02:00",
                "2026-11-23t16:09:26z",
                "+12026-11-23T16:09:26Z"
            })
    void areThoseOfTheLibrary(String text) {
        assertThat(Instants.parse(text)).isEqualTo(Instant.parse(text));
    }

    /** Each character of an instant, replaced: what the library refuses is refused, and the rest is read alike. */
    @Test
    void areRefusedWhereTheLibraryRefuses() {
        String text = "2026-12-30T19:59:26.107Z";
        for (int i = 0; i < text.length(); i++) {
            for (String put : new String[] {"", "0", "9", "-", "x", "Z", ".", ":0"}) {
                String changed = text.substring(0, i) + put + text.substring(i + 1);
                Instant expected;
                try {
                    expected = Instant.parse(changed);
                } catch (DateTimeException e) {
                    assertThatThrownBy(() -> Instants.parse(changed))
                            .as(changed)
                            .isInstanceOf(DateTimeException.class);
                    continue;
                }
                assertThat(Instants.parse(changed)).as(changed).isEqualTo(expected);
            }
        }
    }
}
