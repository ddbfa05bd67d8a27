package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T24:00:01Z",
                "2026-11-23T16:60:00Z",
                "2026-11-23T16:09:60Z",
                "2026-11-23T16:09:2Z",
                "2026-11-23T16:09:26.2070905251Z"
            })
    void areRefusedBeyondTheEndOfAnHourOrADay(String text) {
        assertThatThrownBy(() -> Instants.parse(text)).isInstanceOf(DateTimeException.class);
    }

    /** No calendar has these dates; the library's parser would refuse the text, the quick way only refuses the date. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-30T23:59:59Z",
                "2026-02-30T00:00:00Z",
                "2026-02-30T00:00:00.0Z",
                "2026-02-30T16:09:26.2Z",
                "2026-02-30T16:09:26.207Z",
                "2026-02-30T16:09:26.987654321Z",
                "0000-02-30T16:09:26Z",
                "2026-00-23T16:09:26Z",
                "2026-11-00T16:09:26Z",
                "2026-19-23T16:09:26Z",
                "1111-11-31T11:11:11.111Z"
            })
    void areReadTheQuickWayInTheFormInWhichServicesWriteThem(String text) {
        assertThatThrownBy(() -> Instants.parse(text)).isExactlyInstanceOf(DateTimeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-30T16:09:26.Z", "2026-02-30T16:09:26.2x7Z", "2026-02-30T16:09:26,207Z"})
    void areLeftToTheLibraryInAnyOtherForm(String text) {
        assertThatThrownBy(() -> Instants.parse(text)).isExactlyInstanceOf(DateTimeParseException.class);
    }

    /** Each character of an instant, replaced: what the library refuses is refused, and the rest is read alike. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-12-30T19:59:26.107Z", "2026-12-30T19:59:26Z", "2026-12-30T19:59:26.987654321Z"})
    void areRefusedWhereTheLibraryRefuses(String text) {
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
