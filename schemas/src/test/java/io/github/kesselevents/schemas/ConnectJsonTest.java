package io.github.kesselevents.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.schemas.PayloadDecoder.Damaged;
import io.github.kesselevents.schemas.PayloadDecoder.Decoded;
import io.github.kesselevents.schemas.PayloadDecoder.Payload;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The wrapper is read the same way whether its schema part was seen before or not, and held to its own schema. */
class ConnectJsonTest {

    private static final com.networknt.schema.Schema WRAPPER =
            new JsonSchemas().get("event/connect.schema.json").validator();

    private final ConnectJson decoder = new ConnectJson();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schema\":{\"type\":\"string\",\"optional\":true},\"payload\":\"a\"}",
                "{\"schema\":{\"type\":\"string\",\"optional\":true},\"payload\":\"b\"} \n",
                "{\"schema\":{\"type\":\"string\",\"optional\":true},\"payload\":null}",
                "{\"payload\":\"a\",\"schema\":{\"type\":\"string\"}}",
                "{ \"schema\" : { \"type\" : \"string\" } , \"payload\" : \"a\" }",
                // What looks like the payload's name stands in a string, or inside the schema.
                "{\"schema\":{\"type\":\"string\",\"name\":\",\\\"payload\\\":\"},\"payload\":\"a\"}",
                "{\"schema\":{\"type\":\"string\",\"parameters\":{\"a\":\"b\",\"payload\":\"c\"}},\"payload\":\"a\"}"
            })
    void aWrapperIsReadAlikeTheFirstTimeAndTheSecond(String wrapper) {
        Decoded first = decoder.decode(wrapper.getBytes(UTF_8));
        Decoded second = decoder.decode(wrapper.getBytes(UTF_8));

        assertThat(first).isInstanceOf(Payload.class).isEqualTo(second);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"schema\":{\"type\":\"string\"},\"payload\":\"é\"} | \"é\" | true",
                "{\"schema\":{\"type\":\"string\"},\"payload\":\"é\"} | \"e\" | false",
                "`{\"schema\":{\"type\":\"string\"},\"payload\":\"a\"} ` | \"a\" | true",
                "{\"schema\":{\"type\":\"string\"},\"payload\":\"a\" } | \"a\" | false",
                // Its place is not known: a schema is not to be before it.
                "{\"payload\":\"a\",\"schema\":{\"type\":\"string\"}} | \"a\" | false",
                "{\"schema\":{\"type\":\"string\",\"name\":\",\\\"payload\\\":\"},\"payload\":\"a\"} | \"a\" | true",
                "{\"schema\":{\"type\":\"string\",\"p\":{\"a\":1,\"payload\":2}},\"payload\":\"a\"} | \"a\" | false",
                "{\"payload\":\"a\"} | \"a\" | false"
            })
    void whereThePayloadIsCertainItIsComparedAsItIsWritten(String wrapper, String text, boolean written) {
        for (int time = 0; time < 2; time++) {
            EventRecord event = new EventRecord("t", 0, 0, 0, null, List.of(), wrapper.getBytes(UTF_8));
            assertThat(new DecodedRecord(event, decoder).isWritten("<" + text + ">", 1, text.length() + 1))
                    .isEqualTo(written);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schema\":{\"type\":\"string\"},\"payload\":\"b\"",
                "{\"schema\":{\"type\":\"string\"},\"payload\":}",
                "{\"schema\":{\"type\":\"string\"},\"payload\":\"b\",\"more\":1}",
                "{\"schema\":{\"type\":\"string\"},\"payload\":\"b\"}}",
                "{\"schema\":{\"type\":\"string\"},\"payload\":\"b\",\"payload\":\"c\"}",
                "{\"schema\":{\"type\":\"string\"},\"payload\":"
            })
    void aKnownOpeningExcusesNothingBehindIt(String damaged) {
        decoder.decode("{\"schema\":{\"type\":\"string\"},\"payload\":\"a\"}".getBytes(UTF_8));

        assertThat(decoder.decode(damaged.getBytes(UTF_8))).isInstanceOf(Damaged.class);
    }

    @Test
    void theMessageCountsFromTheBeginningOfTheValueEvenIfItsOpeningIsKnown() {
        decoder.decode("{\"schema\":{\"type\":\"string\"},\"payload\":\"a\"}".getBytes(UTF_8));

        Decoded damaged = decoder.decode("{\"schema\":{\"type\":\"string\"},\"payload\":tru}".getBytes(UTF_8));

        assertThat(((Damaged) damaged).actual())
                .isEqualTo("malformed JSON: Unrecognized token 'tru' (line 1, column 39)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"type":"int8"}                  | 127        |
                    {"type":"int8"}                  | 128        | int8, as the schema beside the payload declares
                    {"type":"int32"}                 | 2147483648 | int32, as the schema beside the payload declares
                    {"type":"int64"}                 | 1.5        | int64, as the schema beside the payload declares
                    {"type":"double"}                | 1.0E21     |
                    {"type":"boolean"}               | "true"     | boolean, as the schema beside the payload declares
                    {"type":"string"}                | null       | string, as the schema beside the payload declares
                    {"type":"string","optional":true}| null       |
                    {"type":"array","items":{"type":"string"}} | ["a",1] | string, as the schema beside the payload declares
                    {"type":"map","keys":{"type":"string"},"values":{"type":"int32"}} | {"a":1} |
                    {"type":"map","keys":{"type":"string"},"values":{"type":"int32"}} | {"a":"b"} | int32, as the schema beside the payload declares
                    """)
    void aPayloadIsHeldToTheSchemaBesideIt(String schema, String payload, String expected) throws Exception {
        var mismatch = ConnectSchema.of(Json.MAPPER.readTree(schema)).mismatch(Json.MAPPER.readTree(payload));

        assertThat(mismatch.map(ConnectSchema.Mismatch::expected).orElse(null)).isEqualTo(expected);
    }

    @Property
    void theDecoderAndTheJsonSchemaOfTheWrapperAgree(@ForAll("schemas") JsonNode schema) {
        JsonNode wrapper = JsonNodeFactory.instance
                .objectNode()
                .<ObjectNode>set("schema", schema)
                .set("payload", JsonNodeFactory.instance.stringNode("x"));

        boolean decoded = decoder.decode(wrapper.toString().getBytes(UTF_8)) instanceof Payload;

        assertThat(decoded)
                .as(wrapper.toString())
                .isEqualTo(WRAPPER.validate(wrapper).isEmpty());
    }

    @Provide
    Arbitrary<JsonNode> schemas() {
        return schema(3);
    }

    /** Connect schemas, mostly right. */
    private static Arbitrary<JsonNode> schema(int depth) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        Arbitrary<JsonNode> leaf = Arbitraries.of(
                json.objectNode().put("type", "string"),
                json.objectNode().put("type", "int32").put("optional", true),
                json.objectNode().put("type", "double").put("optional", "yes"),
                json.objectNode().put("type", "timestamp"),
                json.objectNode().put("type", "struct"),
                json.objectNode(),
                json.nullNode());
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<JsonNode> array = schema(depth - 1)
                .map(items -> json.objectNode().put("type", "array").set("items", items));
        Arbitrary<JsonNode> map = schema(depth - 1).map(values -> {
            var node = json.objectNode().put("type", "map");
            node.putObject("keys").put("type", "string");
            return node.set("values", values);
        });
        Arbitrary<JsonNode> struct = schema(depth - 1).list().ofMaxSize(3).map(fields -> {
            var node = json.objectNode().put("type", "struct");
            var all = node.putArray("fields");
            for (int i = 0; i < fields.size(); i++) {
                JsonNode field = fields.get(i).deepCopy();
                if (field instanceof ObjectNode object) {
                    object.put("field", "f" + i);
                }
                all.add(field);
            }
            return node;
        });
        return Arbitraries.oneOf(leaf, array, map, struct);
    }
}
