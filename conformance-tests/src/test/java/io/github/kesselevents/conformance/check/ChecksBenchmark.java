package io.github.kesselevents.conformance.check;

import com.sun.management.OperatingSystemMXBean;
import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.schemas.EventContract;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How fast histories of 10,000, 100,000 and 1,000,000 entries are judged, and how much memory is held at the end.
 * {@code mvn verify -Pbench -pl schemas,fixtures,conformance-tests -DskipTests}
 *
 * <p>{@code folds} are order, atomicity and duplicates alone, on entries that are ready; {@code read} is the reading of
 * a file alone; {@code all} is everything from the file on: reading, parsing, schemas, content. Entries a second of
 * processor time, the best and the median of several warm rounds, do not mind who else is on the machine: the judging
 * thread's own time for folds; the whole process's, collector and compiler too, for the others, which take two threads.
 * Those by the clock, of the best round by the clock, stand beside them.
 */
final class ChecksBenchmark {

    private static final List<Integer> SIZES = List.of(10_000, 100_000, 1_000_000);
    private static final int PROFILED = 100_000;
    /** Entries that are made ready at once, so that making them is not measured and they need not all be held. */
    private static final int BATCH = 20_000;

    private static final int WARM_UP = 100_000;
    private static final int WARM_UPS = 12;
    private static final double NANOS = 1e9;

    /** A round judges as many histories as it takes to get there. */
    private static final int ENTRIES_OF_A_ROUND = 100_000;

    private static final ProducerProfile KESSEL = ProducerProfile.kessel();
    /** Making one takes as long as a history of thousands of entries, whatever its length. */
    private static final EventContract CONTRACT = EventContract.of(KESSEL.wireFormat());

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private ChecksBenchmark() {}

    /** What a round took. */
    private static final class Figures {

        private final LongSupplier processor;
        private long cpu;
        private long clock;
        private long heldMegabytes;

        /** @param processor nanoseconds of its time so far */
        private Figures(LongSupplier processor) {
            this.processor = processor;
        }

        private double cpu() {
            return cpu / NANOS;
        }

        private double clock() {
            return clock / NANOS;
        }

        private <T> T time(Supplier<T> work) {
            long clockBefore = System.nanoTime();
            long cpuBefore = processor.getAsLong();
            T result = work.get();
            cpu += processor.getAsLong() - cpuBefore;
            clock += System.nanoTime() - clockBefore;
            return result;
        }
    }

    /** @param args other sizes, if any */
    public static void main(String[] args) throws IOException {
        List<Integer> sizes =
                args.length == 0 ? SIZES : Stream.of(args).map(Integer::valueOf).toList();
        Path folder = Files.createTempDirectory("checks-benchmark");
        System.out.printf(
                Locale.ROOT,
                "%d MB of heap at most%n%n%-6s %10s %17s %8s %16s %9s%n",
                Runtime.getRuntime().maxMemory() >> 20,
                "",
                "entries",
                "entries/CPU s max",
                "median",
                "entries/s, clock",
                "held, MB");
        Path warmUp = file(folder, WARM_UP);
        for (int i = 0; i < WARM_UPS; i++) {
            folds(WARM_UP, ofThread());
            all(warmUp, ofProcess());
        }
        Files.delete(warmUp);
        for (int size : sizes) {
            Path file = file(folder, size);
            print("folds", size, ChecksBenchmark::ofThread, figures -> folds(size, figures));
            print("read", size, ChecksBenchmark::ofProcess, figures -> read(file, figures));
            print("all", size, ChecksBenchmark::ofProcess, figures -> all(file, figures));
            Files.delete(file);
        }
        Path profiled = file(folder, PROFILED);
        Profile.print("folds", () -> IntStream.range(0, 5).forEach(i -> folds(PROFILED, ofThread())));
        Profile.print("all", () -> IntStream.range(0, 5).forEach(i -> all(profiled, ofProcess())));
        Files.delete(profiled);
        Files.delete(folder);
    }

    private static void folds(int size, Figures figures) {
        Examiner examiner = Examiner.ofFolds(KESSEL, Grade.A);
        HistoryEntry[] batch = new HistoryEntry[BATCH];
        int[] filled = new int[1];
        long[] lines = new long[1];
        new ClonedSession().send(size, (line, entry) -> {
            batch[filled[0]++] = entry;
            if (filled[0] == BATCH) {
                feed(examiner, batch, filled, lines, figures);
            }
        });
        feed(examiner, batch, filled, lines, figures);
        figures.heldMegabytes = held();
        figures.time(() -> require(examiner.examine()));
    }

    private static void feed(Examiner examiner, HistoryEntry[] batch, int[] filled, long[] lines, Figures figures) {
        figures.time(() -> {
            for (int i = 0; i < filled[0]; i++) {
                examiner.accept(++lines[0], batch[i]);
                batch[i] = null;
            }
            return examiner;
        });
        filled[0] = 0;
    }

    private static void read(Path file, Figures figures) {
        long[] at = new long[1];
        figures.time(() -> {
            History.of(file).read((line, entry) -> at[0] += entry.at());
            return at;
        });
    }

    private static void all(Path file, Figures figures) {
        Examiner examiner = Examiner.of(KESSEL, Grade.A, CONTRACT);
        figures.time(() -> {
            History.of(file).read(examiner);
            return examiner;
        });
        figures.heldMegabytes = held();
        figures.time(() -> require(examiner.examine()));
    }

    /** A benchmark of wrong answers is worth nothing. */
    private static Examined require(Examined examined) {
        for (Examination examination : examined.workload()) {
            if (!examination.findings().isEmpty()) {
                throw new IllegalStateException(
                        "Found in a right history: " + examination.findings().get(0));
            }
        }
        return examined;
    }

    private static long held() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    private static Path file(Path folder, int size) {
        Path file = folder.resolve(size + ".ndjson");
        try (HistoryRecorder recorder = HistoryRecorder.begin(file)) {
            new ClonedSession().send(size, (line, entry) -> recorder.record(entry));
        }
        return file;
    }

    private static Figures ofThread() {
        return new Figures(THREADS::getCurrentThreadCpuTime);
    }

    private static Figures ofProcess() {
        return new Figures(PROCESS::getProcessCpuTime);
    }

    private static void print(String what, int size, Supplier<Figures> clocks, Consumer<Figures> history) {
        int histories = Math.max(1, ENTRIES_OF_A_ROUND / size);
        int entries = histories * size;
        int rounds = size < 1_000_000 ? 9 : 5;
        List<Figures> figures = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Figures taken = clocks.get();
            for (int i = 0; i < histories; i++) {
                history.accept(taken);
            }
            figures.add(taken);
        }
        double[] cpu = figures.stream().mapToDouble(Figures::cpu).sorted().toArray();
        double clock = figures.stream().mapToDouble(Figures::clock).min().orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%-6s %,10d %,17.0f %,8.0f %,16.0f %,9d%n",
                what,
                size,
                entries / cpu[0],
                entries / cpu[rounds / 2],
                entries / clock,
                figures.get(rounds - 1).heldMegabytes);
    }
}
