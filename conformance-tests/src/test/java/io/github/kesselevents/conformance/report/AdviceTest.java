package io.github.kesselevents.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.producer.ProducerProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stops or alters Kessel's events, as the relay puts it and as the profile names it, has advice. */
class AdviceTest {

    private static final Advice ADVICE = Advice.bundled();

    @Test
    void everyKnownCauseOfARelayHasAdvice() {
        assertThat(ProducerProfile.kessel().known())
                .filteredOn(known -> known.id().equals("LIVE-1") || known.id().equals("FIDELITY-2"))
                .isNotEmpty()
                .allSatisfy(known ->
                        assertThat(ADVICE.on(known.id(), known.cause())).hasSizeGreaterThan(1));
    }

    /** Messages of the real relay, one for each payload that stops it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Field is not a homogenous array (1 x 1.5), different number types (Schema{INT32} x Schema{FLOAT64}) | type: integer
                    Field is not a homogenous array (1 x 3000000000), different number types (Schema{INT32} x Schema{INT64}) | 32 bits
                    Field is not a homogenous array (1 x STRING). | exactly one
                    "Array '' has unrecognized member schema." | minItems
                    Invalid Java object for schema with type INT32: class java.lang.String for field: "x" | one type in all
                    Invalid Java object for schema with type FLOAT64: class java.math.BigDecimal for field: "a" | 9223372036854775807
                    fieldName cannot be null. | propertyNames
                    """)
    void eachMessageOfTheRelayHasItsAdvice(String message, String first) {
        assertThat(ADVICE.on("LIVE-1", message).get(0)).contains(first);
        assertThat(ADVICE.on("LIVE-1", message)).anyMatch(step -> step.contains("errors.tolerance=all"));
    }

    @Test
    void whatTheKitKnowsNothingOfHasNone() {
        assertThat(ADVICE.on("ATOMIC-3", "lost")).isEmpty();
    }
}
