package io.github.kesselevents.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is accepted quickly, the validator accepts: whatever the schema, whatever the damage. */
class QuickAcceptTest {

    private static final JsonSchemas SCHEMAS = new JsonSchemas();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The schemas that every record meets. */
    static Stream<String> usedForRecords() {
        ResourceTypes types = ResourceTypes.bundled();
        return Stream.concat(
                Stream.of(
                        "event/created.schema.json",
                        "event/updated.schema.json",
                        "event/deleted.schema.json",
                        "event/tuple.schema.json#/$defs/reported",
                        "event/tuple.schema.json#/$defs/deleted",
                        "event/record.schema.json#/$defs/key",
                        "event/record.schema.json#/$defs/resource_headers",
                        "event/record.schema.json#/$defs/tuple_headers"),
                types.all().stream()
                        .flatMap(type -> types.reportersOf(type).stream()
                                .map(reporter -> "resource-data/" + type + "/" + reporter + ".schema.json")));
    }

    @ParameterizedTest
    @MethodSource("usedForRecords")
    void everyKeywordOfTheContractIsKnown(String name) {
        assertThat(SCHEMAS.isQuick(name)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("usedForRecords")
    void theExamplesAreAcceptedQuickly(String name) {
        JsonNode examples = example(name);

        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(e -> assertThat(SCHEMAS.get(name).acceptsQuickly(e)).isTrue());
    }

    @Property(tries = 20_000)
    void whatIsAcceptedQuicklyIsValid(@ForAll("names") String name, @ForAll("odd") JsonNode odd, @ForAll int place) {
        JsonNode value = example(name).get(0).deepCopy();
        List<String> pointers = pointers(value, "", new ArrayList<>(List.of("")));
        String pointer = pointers.get(Math.floorMod(place, pointers.size()));
        value = replace(value, pointer, odd);

        ContractSchema schema = SCHEMAS.get(name);
        if (schema.acceptsQuickly(value)) {
            assertThat(schema.validator().validate(value))
                    .as("%s with %s", name, value)
                    .isEmpty();
        }
    }

    @Property
    void whatIsNoUuidForTheValidatorIsNoneHere(@ForAll("uuidLike") String text) {
        assertFormat("{\"format\":\"uuid\"}", text, QuickFormats.isUuid(text));
    }

    @Property(tries = 5_000)
    void whatIsNoInstantForTheValidatorIsNoneHere(@ForAll("instantLike") String text) {
        assertFormat("{\"format\":\"date-time\"}", text, QuickFormats.isUtcInstant(text));
    }

    @Property
    void instantsAreMostlyAcceptedQuickly(@ForAll("seconds") long seconds) {
        String text = Instant.ofEpochSecond(seconds, 123_000_000).toString();

        assertThat(QuickFormats.isUtcInstant(text)).isEqualTo(!text.contains("-02-29T"));
    }

    private static void assertFormat(String schema, String text, boolean quick) {
        if (quick) {
            assertThat(com.networknt.schema.SchemaRegistry.withDefaultDialect(
                                    com.networknt.schema.SpecificationVersion.DRAFT_2020_12)
                            .getSchema(Json.MAPPER.readTree(schema))
                            .validate(
                                    JSON.stringNode(text),
                                    context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                    .as(text)
                    .isEmpty();
        }
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(usedForRecords().toList());
    }

    @Provide
    Arbitrary<JsonNode> odd() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(60).map(JSON::stringNode),
                uuidLike().map(JSON::stringNode),
                instantLike().map(JSON::stringNode),
                Arbitraries.of(
                                "host",
                                "",
                                " ",
                                "READY",
                                "1234567890",
                                "x".repeat(255),
                                "😀".repeat(200),
                                "x".repeat(256))
                        .map(JSON::stringNode),
                Arbitraries.longs().map(JSON::numberNode),
                Arbitraries.doubles().map(JSON::numberNode),
                Arbitraries.bigIntegers().map(JSON::numberNode),
                Arbitraries.of(JSON.nullNode(), JSON.booleanNode(true), JSON.objectNode(), JSON.arrayNode()),
                Arbitraries.of(JSON.arrayNode().add("x"), JSON.objectNode().put("name", "x")));
    }

    @Provide
    Arbitrary<String> uuidLike() {
        return Arbitraries.strings()
                .withChars("0123456789abcdefABCDEFg-{}")
                .ofLength(36)
                .map(text -> text.charAt(0) < '5'
                        ? text
                        : text.substring(0, 8) + "-" + text.substring(9, 13) + "-" + text.substring(14, 18) + "-"
                                + text.substring(19, 23) + "-" + text.substring(24));
    }

    @Provide
    Arbitrary<String> instantLike() {
        Arbitrary<Integer> two = Arbitraries.integers().between(0, 65);
        return net.jqwik.api.Combinators.combine(
                        Arbitraries.integers().between(0, 9999),
                        two,
                        two,
                        two,
                        two,
                        two,
                        Arbitraries.of("Z", ".5Z", ".123456789Z", ".Z", "z", "+02:00", "", ".1234567890123Z", ".1x"))
                .as((year, month, day, hour, minute, second, end) -> String.format(
                        "%04d-%02d-%02dT%02d:%02d:%02d%s", year, month % 14, day % 33, hour % 26, minute, second, end));
    }

    @Provide
    Arbitrary<Long> seconds() {
        return Arbitraries.longs()
                .between(
                        0,
                        Instant.parse("2100-01-01T00:00:00Z")
                                .truncatedTo(ChronoUnit.SECONDS)
                                .getEpochSecond());
    }

    private static JsonNode example(String name) {
        JsonNode own = schema(name).path("examples");
        assertThat(own.size()).isPositive();
        return own;
    }

    private static JsonNode schema(String name) {
        String[] parts = name.split("#", 2);
        JsonNode file = Json.MAPPER.readTree(QuickAcceptTest.class.getResourceAsStream("/kessel-events/" + parts[0]));
        return parts.length == 1 ? file : file.at(parts[1]);
    }

    private static List<String> pointers(JsonNode node, String at, List<String> all) {
        node.properties().forEach(member -> {
            all.add(at + "/" + Pointers.escape(member.getKey()));
            pointers(member.getValue(), at + "/" + Pointers.escape(member.getKey()), all);
        });
        return all;
    }

    private static JsonNode replace(JsonNode value, String pointer, JsonNode by) {
        if (pointer.isEmpty()) {
            return by;
        }
        int slash = pointer.lastIndexOf('/');
        ((ObjectNode) value.at(pointer.substring(0, slash))).set(pointer.substring(slash + 1), by);
        return value;
    }
}
