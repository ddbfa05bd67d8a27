package io.github.kesselevents.conformance.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pseudonym has the form that a schema looks at, and says nothing else. */
class PseudonymsTest {

    private final Pseudonyms pseudonyms = new Pseudonyms(new byte[32]);

    @Test
    void theSameStringHasTheSamePseudonymAndAnotherHasAnother() {
        assertThat(pseudonyms.of("db-17.example")).isEqualTo(pseudonyms.of("db-17.example"));
        assertThat(pseudonyms.of("db-17.example")).isNotEqualTo(pseudonyms.of("db-18.example"));
        assertThat(new Pseudonyms(new byte[] {1}).of("db-17.example")).isNotEqualTo(pseudonyms.of("db-17.example"));
    }

    @Test
    void aUuidBecomesAUuidAndTenDigitsBecomeTenDigits() {
        String uuid = pseudonyms.of("0195c8e2-0000-7000-8000-000000000001");
        assertThat(UUID.fromString(uuid)).hasToString(uuid);
        assertThat(pseudonyms.of("1234567890")).matches("[0-9]{10}").isNotEqualTo("1234567890");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "NULL", "BAREMETAL_IPI", "EKS"})
    void whatTellsNothingStays(String text) {
        assertThat(pseudonyms.of(text)).isEqualTo(text);
    }

    @Test
    void aLongStringStaysAsLong() {
        assertThat(pseudonyms.of("h".repeat(255))).hasSize(255).startsWith("redacted-");
    }
}
