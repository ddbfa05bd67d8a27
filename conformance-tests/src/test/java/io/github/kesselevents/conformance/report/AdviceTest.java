package io.github.kesselevents.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.fixtures.payload.Payload;
import io.github.kesselevents.fixtures.payload.RelayProbes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

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

    @ParameterizedTest
    @CsvSource({
        "CONSUMER-1, redelivered, unique key",
        "CONSUMER-1, replayed, unique key",
        "CONSUMER-2, lost, earliest",
        "CONSUMER-2, passed-over, earliest",
        "CONSUMER-2, stuck, blocks all behind it",
        "CONSUMER-3, went-back, redelivery",
        "CONSUMER-3, overtaken, one thread",
        "CONSUMER-4, not-deleted, operation",
        "CONSUMER-4, missing, one transaction",
        "CONSUMER-4, stale, one transaction",
        "CONSUMER-5, committed-first, enable.auto.commit=false",
        "CONSUMER-6, beyond-the-bound, offset % 10",
        "CONSUMER-6, nothing-committed, when their effect is stored",
        "CONSUMER-7, replayed, offset + 1",
        "CONSUMER-8, set-aside, FAIL_ON_UNKNOWN_PROPERTIES",
        "CONSUMER-8, dropped, FAIL_ON_UNKNOWN_PROPERTIES",
        "CONSUMER-8, stuck, FAIL_ON_UNKNOWN_PROPERTIES",
        "CONSUMER-9, dropped, dead letters",
        "CONSUMER-9, passed, dead letters",
        "CONSUMER-9, stuck, set the record aside",
        "CONSUMER-10, late-write, fencing"
    })
    void eachMistakeOfAConsumerHasItsAdvice(String id, String cause, String holds) {
        assertThat(ADVICE.on(id, cause)).anyMatch(step -> step.contains(holds));
    }

    @ParameterizedTest
    @MethodSource("stalls")
    void theSchemaThatIsAdvisedRefusesWhatStopsTheRelay(Payload stall) {
        ObjectNode representation = stall.representation();
        assertThat(advised(stall.name()).validate(subject(representation, stall.name())))
                .as(stall.name())
                .isNotEmpty();
        assertThat(advised(stall.name()).validate(subject(harmless(), stall.name())))
                .isEmpty();
    }

    private static List<Payload> stalls() {
        return RelayProbes.stalls();
    }

    /** The first schema in the first step of the advice. */
    private static Schema advised(String cause) {
        String step = ADVICE.on("LIVE-1", cause).get(0);
        String yaml = step.substring(step.indexOf('`') + 1, step.indexOf('`', step.indexOf('`') + 1));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(YAMLMapper.shared().readTree(yaml));
    }

    private static JsonNode subject(ObjectNode representation, String cause) {
        return cause.equals("empty-member-name")
                ? representation
                : representation.iterator().next();
    }

    /** A representation that no advice may refuse. */
    private static ObjectNode harmless() {
        return JsonNodeFactory.instance.objectNode().set("a", JsonNodeFactory.instance.arrayNode());
    }

    @ParameterizedTest
    @CsvSource({"ATOMIC-2, published", "ATOMIC-3, lost", "ATOMIC-8, visible-early", "ORDER-1, swapped"})
    void whereThereIsNoOutboxItSaysWhatThatMeansAndWhatToDo(String id, String cause) {
        List<String> steps = ADVICE.on(id, cause);
        assertThat(steps.get(0)).startsWith("What it usually means: ");
        assertThat(steps)
                .filteredOn(step -> step.startsWith("What to do: "))
                .singleElement(STRING)
                .contains("same transaction", "pg_logical_emit_message(true, …)", "write-ahead log");
    }

    @Test
    void whatTheKitKnowsNothingOfHasNone() {
        assertThat(ADVICE.on("ATOMIC-3", "unheard-of")).isEmpty();
    }
}
