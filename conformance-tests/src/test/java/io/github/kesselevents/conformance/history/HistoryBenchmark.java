package io.github.kesselevents.conformance.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * How fast a history of the real inventory-api ({@link RecordedSession#KILLED}) is read and written on one core,
 * against Jackson's bare tokens of the same file. {@code mvn verify -Pbench -pl schemas,fixtures,conformance-tests
 * -DskipTests}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class HistoryBenchmark {

    private List<HistoryEntry> entries;
    private Path folder;
    private Path file;

    @Setup
    public void writeHistory() throws IOException {
        entries = RecordedSession.KILLED.entries();
        folder = Files.createTempDirectory("history");
        file = RecordedSession.KILLED.writeTo(folder.resolve("read.ndjson"));
    }

    @TearDown(Level.Trial)
    public void sweep() throws IOException {
        Files.delete(file);
        Files.delete(folder);
    }

    @Benchmark
    public void read(Blackhole hole) {
        History.of(file).read((line, entry) -> hole.consume(entry));
    }

    /** Every token, and every string with its escapes undone: what any reader must do at least. */
    @Benchmark
    public void tokens(Blackhole hole) {
        try (JsonParser json =
                HistoryFormat.MAPPER.tokenStreamFactory().createParser(ObjectReadContext.empty(), file)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                hole.consume(token == JsonToken.VALUE_STRING ? json.getString() : token);
            }
        }
    }

    @Benchmark
    public void record() throws IOException {
        Path written = folder.resolve("written.ndjson");
        try (HistoryRecorder recorder = HistoryRecorder.begin(written)) {
            entries.forEach(recorder::record);
        }
        Files.delete(written);
    }

    /** Runs all and prints entries and megabytes a second. */
    public static void main(String[] args) throws RunnerException, IOException {
        HistoryBenchmark sizes = new HistoryBenchmark();
        sizes.writeHistory();
        double megabytes = Files.size(sizes.file) / 1e6;
        int count = sizes.entries.size();
        sizes.sweep();
        String runs = HistoryBenchmark.class.getName() + (args.length == 0 ? "" : "." + args[0]);
        System.out.printf(Locale.ROOT, "%d entries, %.1f MB%n", count, megabytes);
        StringBuilder table = new StringBuilder(String.format("%n%-8s %12s %8s%n", "", "entries/s", "MB/s"));
        for (RunResult result : new Runner(new OptionsBuilder().include(runs).build()).run()) {
            double perSecond = result.getPrimaryResult().getScore();
            table.append(String.format(
                    Locale.ROOT,
                    "%-8s %12.0f %8.0f%n",
                    result.getPrimaryResult().getLabel(),
                    perSecond * count,
                    perSecond * megabytes));
        }
        System.out.print(table);
    }
}
