package io.github.kesselevents.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.format.EventDeserializationException;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * The payload looks like a CloudEvent and is none, says the CloudEvents SDK for Java. A record cannot be read as one,
 * in any wire format; and a consumer that insists, by handing the bare payload to the SDK's JSON parser, gets an event
 * without a source, which CloudEvents 1.0 forbids ("source … MUST be a non-empty URI-reference").
 */
class NotACloudEventTest {

    private static final JsonNode EVENT = schema("created").at("/examples/0");

    @ParameterizedTest
    @ValueSource(strings = {"created", "updated", "deleted"})
    void theSdkFindsNoCloudEventInARecord(String operation) {
        byte[] value = schema(operation).at("/examples/0").toString().getBytes(UTF_8);

        // Neither ce_specversion, for binary mode, nor a content type, for structured mode.
        assertThatThrownBy(() -> KafkaMessageFactory.createReader(headers(operation), value)
                        .toEvent())
                .isInstanceOf(CloudEventRWException.class)
                .hasMessage("Could not parse. Unknown encoding. Invalid content type or spec version");
    }

    @Test
    void theSdkRejectsTheValueAsItIsOnTheWire() {
        String wrapped = "{\"schema\":{\"type\":\"struct\",\"fields\":[]},\"payload\":" + EVENT + "}";

        assertThatThrownBy(() -> new JsonFormat().deserialize(wrapped.getBytes(UTF_8)))
                .isInstanceOf(EventDeserializationException.class)
                .hasMessageContaining("Missing mandatory specversion attribute");
    }

    @Test
    void theSdkRejectsADelete() {
        assertThatThrownBy(() -> new JsonFormat().deserialize("{}".getBytes(UTF_8)))
                .isInstanceOf(EventDeserializationException.class)
                .hasMessageContaining("Missing mandatory specversion attribute");
    }

    @Test
    void whoInsistsGetsAnEventWithoutASource() {
        CloudEvent event = new JsonFormat().deserialize(EVENT.toString().getBytes(UTF_8));

        // The parser does not check; the specification is clear. source and id together would have to name the event.
        assertThat(event.getSource().toString()).isEmpty();
        assertThat(event.getId()).isNotEqualTo(text(headers("created"), "id"));
    }

    @Test
    void theContractForbidsToFillTheGap() {
        JsonNode source = schema("members").at("/$defs/source");

        assertThat(source.at("/const").asString()).isEmpty();
    }

    private static Headers headers(String operation) {
        return new RecordHeaders()
                .add("id", "01a20929-8c8a-7132-a5f1-57de303894c2".getBytes(UTF_8))
                .add("operation", operation.getBytes(UTF_8))
                .add("txid", new byte[0]);
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), UTF_8);
    }

    private static JsonNode schema(String name) {
        return Json.MAPPER.readTree(
                NotACloudEventTest.class.getResourceAsStream("/kessel-events/event/" + name + ".schema.json"));
    }
}
