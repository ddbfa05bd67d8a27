package io.github.kesselevents.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.run.InventoryInThisJvm;
import io.github.kesselevents.fixtures.environment.ProducerProcess;
import io.github.kesselevents.fixtures.inventory.ReferenceInventoryCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What the doctor says of producers that start. */
@Tag("full")
class DoctorIT {

    @TempDir
    private Path folder;

    @Test
    void aProducerThatCanBeCheckedIsWell() throws IOException {
        String said = examine(0, Map.of());

        assertThat(said.lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("well    ").endsWith("producer.yaml can be used"),
                        line -> assertThat(line)
                                .startsWith("well    the program ")
                                .endsWith("java is there"),
                        line -> assertThat(line).startsWith("well    there is room in "),
                        line -> assertThat(line).startsWith("well    PostgreSQL runs at "),
                        line -> assertThat(line).startsWith("well    Kafka runs at "),
                        line -> assertThat(line).startsWith("well    the producer is ready at 127.0.0.1:"),
                        line -> assertThat(line).startsWith("well    it has the tables "),
                        line -> assertThat(line).isEqualTo("well    it acknowledged a report"),
                        line -> assertThat(line).isEqualTo("well    it committed a version"),
                        line -> assertThat(line)
                                .isEqualTo("well    the same transaction wrote the outbox messages kessel.resources,"
                                        + " kessel.tuples"),
                        line -> assertThat(line).startsWith("It can be checked: mvn verify -Pcheck -Dproducer="));
    }

    @Test
    void anOutboxMessageThatIsNotThereIsWhatHasToBeMended() throws IOException {
        List<Map<String, String>> other = List.of(Map.of("prefix", "mine.events", "topic", "outbox.event.mine"));

        assertThat(examine(3, Map.of("class", InventoryInThisJvm.class.getName(), "profile", Map.of("streams", other))))
                .contains("well    the class " + InventoryInThisJvm.class.getName() + " is there")
                .contains("well    the producer is ready in this JVM")
                .contains("well    it committed a version")
                .endsWith("The transaction of that version wrote no outbox message with the prefix mine.events, but:"
                        + " kessel.resources, kessel.tuples; have it call pg_logical_emit_message(true, …) in the same"
                        + " transaction, or say relay: none if it publishes by itself.\n");
    }

    private String examine(int code, Map<String, Object> more) throws IOException {
        Map<String, Object> producer = new TreeMap<>(Map.of(
                "name",
                "mine",
                "environment",
                Map.of("INVENTORY_PORT", "$PORT", "INVENTORY_DATABASE_URL", "$DATABASE_JDBC_URL")));
        if (!more.containsKey("class")) {
            producer.put("command", ProducerProcess.javaCommand(ReferenceInventoryCommand.class.getName()));
        }
        producer.putAll(more);
        Path file = Files.writeString(
                folder.resolve("producer.yaml"), JsonMapper.shared().writeValueAsString(producer));
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        assertThat(Program.run(new KitCommand(Invocation.MAVEN), writer, writer, "doctor", file.toString()))
                .as(said.toString())
                .isEqualTo(code);
        return said.toString();
    }
}
