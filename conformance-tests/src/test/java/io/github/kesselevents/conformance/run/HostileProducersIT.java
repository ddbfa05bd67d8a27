package io.github.kesselevents.conformance.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.report.ReportWriter;
import io.github.kesselevents.conformance.report.Source;
import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.SavedHistory;
import io.github.kesselevents.fixtures.environment.Part;
import io.github.kesselevents.fixtures.relay.ReferenceRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Producers that publish, beside what is right, what nobody would expect: there is a verdict all the same, in time, and
 * the report of it stays small.
 */
@Tag("full")
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class HostileProducersIT {

    private static final int MIB = 1 << 20;
    private static final int LARGE = 10 * MIB;
    private static final int FLOOD = 100_000;
    private static final int BRACKETS = 200_000;
    private static final long LARGEST_REPORT = 4L * MIB;

    private SharedStage stage;

    @TempDir
    private Path folder;

    @BeforeAll
    void open() {
        stage = SharedStage.open();
    }

    @AfterAll
    void close() {
        stage.close();
    }

    @Test
    void recordsThatNobodyCanReadAreFoundOneByOne() {
        Map<String, byte[]> values = new LinkedHashMap<>();
        values.put("no bytes", new byte[0]);
        values.put("no UTF-8", new byte[] {'{', '"', (byte) 0xC3, '(', '"', ':', '1', '}'});
        values.put("brackets", "[".repeat(BRACKETS).getBytes(UTF_8));
        values.put("members twice", "{\"schema\":{},\"payload\":{\"id\":1,\"id\":2},\"payload\":{}}".getBytes(UTF_8));
        values.put("no JSON", "<event/>".getBytes(UTF_8));

        Judgement judgement = judged("what nobody can read", values);

        assertThat(judgement.exitCode()).isEqualTo(ExitCode.VIOLATED);
        assertThat(judgement.verdict("SHAPE-1").orElseThrow().findings())
                .as("each record once: %s", LightRun.describe(judgement))
                .hasSize(values.size());
        assertThat(judgement.violated()).as("they have neither key nor headers").contains("SHAPE-2", "SHAPE-3");
    }

    @Test
    void recordsOfTenMegabytesAreFoundAndCutShort() {
        Map<String, byte[]> values = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            values.put("large " + i, ("{\"large\":\"" + "x".repeat(LARGE) + "\"}").getBytes(UTF_8));
        }

        Judgement judgement = judged("10 MB", values);

        assertThat(judgement.exitCode()).isEqualTo(ExitCode.VIOLATED);
        assertThat(judgement.verdict("SHAPE-1").orElseThrow().findings()).hasSize(values.size());
    }

    @Test
    void aFloodIsCountedAndToldShortly() {
        Map<String, byte[]> values = new LinkedHashMap<>();
        for (int i = 0; i < FLOOD; i++) {
            values.put("flood " + i, "{}".getBytes(UTF_8));
        }

        Judgement judgement = judged("a flood", values);

        assertThat(judgement.exitCode()).isEqualTo(ExitCode.VIOLATED);
        assertThat(judgement.verdict("SHAPE-1").orElseThrow().findings()).hasSize(FLOOD);
    }

    /** @param values by key */
    private Judgement judged(String name, Map<String, byte[]> values) {
        LightRun run = LightRun.record(
                name,
                stage,
                folder,
                1,
                LightRun.planned("hold commit"),
                ReferenceRelay::of,
                (place, port) -> new Hostile(
                        stage.kafka().bootstrapServers(),
                        LightParts.profile(place).streams().get(0).topic(),
                        LightParts.right(place, port),
                        values));
        Judgement judgement = run.judge(Grade.A);
        assertReportIsSmall(run, judgement);
        return judgement;
    }

    private void assertReportIsSmall(LightRun run, Judgement judgement) {
        Path reports = folder.resolve("reports");
        SavedHistory.Judged judged = SavedHistory.judge(run.history(), run.profile(), Grade.A);
        ReportWriter.write(
                reports, judgement, new Source(run.history().toString(), judged.started(), ""), run.history());
        try (Stream<Path> files = Files.walk(reports)) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(LARGEST_REPORT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A producer that is right, and publishes something of its own when it starts. */
    private record Hostile(String broker, String topic, Part producer, Map<String, byte[]> values) implements Part {

        @Override
        public void start() {
            producer.start();
            publish();
        }

        private void publish() {
            Map<String, Object> client =
                    Map.of("bootstrap.servers", broker, "max.request.size", 2 * LARGE, "buffer.memory", 4L * LARGE);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker));
                    KafkaProducer<byte[], byte[]> kafka =
                            new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
                admin.incrementalAlterConfigs(Map.of(
                                new ConfigResource(Type.TOPIC, topic),
                                List.of(new AlterConfigOp(
                                        new ConfigEntry("max.message.bytes", Integer.toString(2 * LARGE)),
                                        OpType.SET))))
                        .all()
                        .get();
                values.forEach((key, value) -> kafka.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value)));
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String name() {
            return producer.name();
        }

        @Override
        public void stop() {
            producer.stop();
        }

        @Override
        public void kill() {
            producer.kill();
        }

        @Override
        public void pause() {
            producer.pause();
        }

        @Override
        public void resume() {
            producer.resume();
        }

        @Override
        public boolean isRunning() {
            return producer.isRunning();
        }
    }
}
