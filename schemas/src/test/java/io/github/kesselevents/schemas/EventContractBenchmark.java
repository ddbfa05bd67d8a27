package io.github.kesselevents.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.schemas.EventRecord.Header;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How fast {@link EventContract} checks the real created records, on one core, against one bare parse of the same value
 * with Jackson. {@code mvn verify -Pbench -pl schemas -DskipTests}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class EventContractBenchmark {

    @Param({"CONNECT_JSON", "PLAIN_JSON"})
    public WireFormat wireFormat;

    private final JsonMapper mapper = new JsonMapper();
    private EventContract contract;
    private EventRecord[] records;
    private int next;

    @Setup
    public void readRecords() throws IOException {
        contract = EventContract.of(wireFormat);
        records = records(wireFormat).toArray(EventRecord[]::new);
    }

    @Benchmark
    public List<Violation> check() {
        return contract.check(nextRecord());
    }

    @Benchmark
    public JsonNode parse() {
        return mapper.readTree(nextRecord().value());
    }

    private EventRecord nextRecord() {
        next = next + 1 == records.length ? 0 : next + 1;
        return records[next];
    }

    private static List<EventRecord> records(WireFormat wireFormat) throws IOException {
        String file = "/benchmark/created."
                + wireFormat.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".ndjson";
        List<EventRecord> records = new ArrayList<>();
        try (InputStream in = EventContractBenchmark.class.getResourceAsStream(file);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode node = Json.MAPPER.readTree(line);
                List<Header> headers = new ArrayList<>();
                node.get("headers")
                        .forEach(h -> headers.add(
                                Header.of(h.get(0).stringValue(), h.get(1).stringValue())));
                records.add(new EventRecord(
                        node.get("topic").stringValue(),
                        node.get("partition").intValue(),
                        node.get("offset").longValue(),
                        node.get("timestamp").longValue(),
                        node.get("key").stringValue().getBytes(UTF_8),
                        headers,
                        node.get("value").stringValue().getBytes(UTF_8)));
            }
        }
        return records;
    }

    /** Runs both and prints their ratio. */
    public static void main(String[] args) throws RunnerException, IOException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(EventContractBenchmark.class.getName())
                        .build())
                .run();
        Map<WireFormat, Map<String, Double>> perSecond = new TreeMap<>();
        for (RunResult result : results) {
            WireFormat wireFormat = WireFormat.valueOf(result.getParams().getParam("wireFormat"));
            String name = result.getPrimaryResult().getLabel();
            perSecond
                    .computeIfAbsent(wireFormat, w -> new TreeMap<>())
                    .put(name, result.getPrimaryResult().getScore());
        }
        System.out.printf(
                "%n%-13s %8s %14s %14s %22s%n", "wire format", "bytes", "checked/s", "parsed/s", "check / bare parse");
        for (Map.Entry<WireFormat, Map<String, Double>> entry : perSecond.entrySet()) {
            double bytes = records(entry.getKey()).stream()
                    .mapToInt(r -> r.value().length)
                    .average()
                    .orElse(0);
            double check = entry.getValue().get("check");
            double parse = entry.getValue().get("parse");
            System.out.printf(
                    Locale.ROOT,
                    "%-13s %8.0f %14.0f %14.0f %20.1f x%n",
                    entry.getKey(),
                    bytes,
                    check,
                    parse,
                    parse / check);
        }
    }
}
