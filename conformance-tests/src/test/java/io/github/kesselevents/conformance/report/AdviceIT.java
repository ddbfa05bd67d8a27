package io.github.kesselevents.conformance.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.fixtures.environment.ConnectorConfiguration;
import io.github.kesselevents.fixtures.environment.EmbeddedEnvironment;
import io.github.kesselevents.fixtures.environment.EnvironmentSettings;
import io.github.kesselevents.fixtures.environment.RelayState;
import io.github.kesselevents.fixtures.environment.Wait;
import io.github.kesselevents.fixtures.payload.Payload;
import io.github.kesselevents.fixtures.payload.RelayProbes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the advice says that the relay does is what the real one does. One relay, given one configuration after another.
 */
@Tag("full")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodName.class)
class AdviceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TOPIC = "outbox.event.kessel.resources";
    private static final String EXPAND = "transforms.outbox.table.expand.json.payload";
    private static final JsonMapper JSON = JsonMapper.shared();

    private EmbeddedEnvironment environment;
    private KafkaConsumer<byte[], byte[]> consumer;
    /** Values by id. */
    private final Map<String, JsonNode> arrived = new LinkedHashMap<>();

    @BeforeAll
    void launch() {
        environment = EmbeddedEnvironment.launch(EnvironmentSettings.standard());
        environment.awaitStreaming();
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", environment.kafka().bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(
                Stream.of(0, 1, 2).map(i -> new TopicPartition(TOPIC, i)).toList());
    }

    @AfterAll
    void end() {
        consumer.close();
        environment.close();
    }

    @Test
    void a_aRestartRepeatsTheFailureAndASlotBehindTheEventLosesIt() throws SQLException {
        String poison = emit(asObject(stall()));
        environment.relay().reserveSlot();
        awaitFailure();
        environment.relay().stop();
        environment.relay().start();
        awaitFailure();

        goOnBehindIt();
        await(emit(asObject(harmless())));
        assertThat(arrived).doesNotContainKey(poison);
    }

    @Test
    void b_notExpandingThePayloadDoesNotHelpAlone() throws SQLException {
        environment.relay().configure(with(EXPAND, "false"));
        await(emit(asObject(harmless())));
        emit(asObject(stall()));
        environment.relay().reserveSlot();
        awaitFailure();
        assertThat(environment.relay().state().trace()).contains("DecodeLogicalDecodingMessageContent");
        goOnBehindIt();
    }

    @Test
    void c_aPayloadThatIsWrittenAsTextPassesAsItWasWritten() throws SQLException {
        environment.relay().configure(with(EXPAND, "false"));
        Map<String, JsonNode> emitted = new LinkedHashMap<>();
        for (Payload payload : Stream.of(RelayProbes.stalls(), RelayProbes.distortions())
                .flatMap(List::stream)
                .toList()) {
            emitted.put(emit(asText(payload.representation())), payload.representation());
        }
        assertThat(emitted)
                .hasSize(12)
                .allSatisfy((id, representation) ->
                        assertThat(await(id).path("payload")).isEqualTo(asText(representation)));
    }

    @Test
    void d_toleratingErrorsLosesEventsWhileTheRelaySaysThatItRuns() throws SQLException {
        environment.relay().configure(with("errors.tolerance", "all"));
        await(emit(asObject(harmless())));
        List<String> lost = new ArrayList<>();
        for (Payload stall : RelayProbes.stalls()) {
            lost.add(emit(asObject(stall.representation())));
        }
        await(emit(asObject(harmless())));
        assertThat(arrived).doesNotContainKeys(lost.toArray(String[]::new));
        assertThat(environment.relay().state().status()).isEqualTo(RelayState.Status.RUNNING);
    }

    @Test
    void e_nestedObjectsOfOneShapeLoseNothing() throws SQLException {
        environment.relay().configure(ConnectorConfiguration.standard());
        JsonNode alike = JSON.readTree("{\"a\":[{\"x\":{\"p\":1,\"q\":2}},{\"x\":{\"p\":3,\"q\":4}}]}");
        assertThat(await(emit(alike)).path("payload")).isEqualTo(alike);
    }

    private void goOnBehindIt() {
        environment.relay().moveToReservedSlot();
        environment.relay().awaitStreaming(PATIENCE);
    }

    private static ConnectorConfiguration with(String name, String value) {
        Map<String, String> settings =
                new TreeMap<>(ConnectorConfiguration.standard().settings());
        settings.put(name, value);
        return new ConnectorConfiguration(settings);
    }

    private static JsonNode harmless() {
        return JSON.readTree("{\"a\":\"x\"}");
    }

    private static JsonNode stall() {
        return RelayProbes.stalls().get(0).representation();
    }

    /** Whole numbers written out, as inventory-api does. */
    private static JsonNode asObject(JsonNode payload) {
        return JSON.readTree(payload.toString().replace("1.0E20", "100000000000000000000"));
    }

    private static JsonNode asText(JsonNode payload) {
        return JSON.getNodeFactory().stringNode(payload.toString());
    }

    /** Commits one outbox message; its id. */
    private String emit(JsonNode payload) throws SQLException {
        String id = UUID.randomUUID().toString();
        ObjectNode message = JSON.createObjectNode()
                .put("id", id)
                .put("aggregatetype", "kessel.resources")
                .put("aggregateid", id)
                .put("operation", "updated")
                .put("txid", "");
        message.set("payload", payload);
        try (Connection connection = environment.postgres().connect();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT pg_logical_emit_message(true, 'kessel.resources', ?)")) {
            statement.setString(1, message.toString());
            statement.execute();
        }
        return id;
    }

    private void awaitFailure() {
        Wait.until(
                () -> environment.relay().state().failed(),
                PATIENCE,
                () -> "The relay did not fail, but is " + environment.relay().state());
    }

    private JsonNode await(String id) {
        Wait.until(
                () -> {
                    consumer.poll(Duration.ofMillis(50)).forEach(this::keep);
                    return arrived.containsKey(id);
                },
                PATIENCE,
                () -> "The event " + id + " did not arrive; the relay is "
                        + environment.relay().state());
        return arrived.get(id);
    }

    private void keep(ConsumerRecord<byte[], byte[]> event) {
        arrived.put(new String(event.headers().lastHeader("id").value(), UTF_8), JSON.readTree(event.value()));
    }
}
