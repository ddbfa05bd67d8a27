package io.github.kesselevents.conformance.verdict;

import static io.github.kesselevents.conformance.verdict.RecordedSessionsTest.judge;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.RecordedSession;
import io.github.kesselevents.conformance.producer.Grade;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sessions of the real service, heard of in another order: witness, partitions and clients race for the history's
 * lines, and each keeps its own order. Which of them was heard first changes no verdict.
 */
class ShuffledSessionsTest {

    private static final int SEEDS = 6;

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theVerdictsAreTheSameInWhateverOrderThingsWereHeard(RecordedSession session) {
        List<HistoryEntry> entries = session.entries();
        for (int seed = 0; seed < SEEDS; seed++) {
            Grade grade = Grade.values()[seed % 3];
            assertThat(verdicts(shuffled(entries, new Random(seed)), grade))
                    .as("seed %d, grade %s", seed, grade)
                    .isEqualTo(verdicts(entries, grade));
        }
    }

    /** Status, how often it was examined, and how often it was found, by requirement. */
    private static Map<String, String> verdicts(List<HistoryEntry> entries, Grade grade) {
        Map<String, String> verdicts = new LinkedHashMap<>();
        judge(entries, grade)
                .verdicts()
                .forEach(verdict -> verdicts.put(
                        verdict.id(),
                        verdict.word() + " " + verdict.examined() + " "
                                + verdict.findings().size() + " "
                                + verdict.known().size() + " "
                                + verdict.explained().size()));
        return verdicts;
    }

    /** Merges the sources anew between any two rounds of sentinels, which wait for all that they speak of. */
    private static List<HistoryEntry> shuffled(List<HistoryEntry> entries, Random random) {
        List<HistoryEntry> shuffled = new ArrayList<>();
        Map<String, Deque<HistoryEntry>> sources = new LinkedHashMap<>();
        for (HistoryEntry entry : entries) {
            if (entry instanceof Drained || entry instanceof Ended) {
                merge(sources, shuffled, random);
                shuffled.add(entry);
            } else {
                sources.computeIfAbsent(source(entry), any -> new ArrayDeque<>())
                        .add(entry);
            }
        }
        return shuffled;
    }

    private static void merge(Map<String, Deque<HistoryEntry>> sources, List<HistoryEntry> into, Random random) {
        List<Deque<HistoryEntry>> left = new ArrayList<>(sources.values());
        left.removeIf(Deque::isEmpty);
        while (!left.isEmpty()) {
            Deque<HistoryEntry> source = left.get(random.nextInt(left.size()));
            // In runs, so that one is far ahead of another at times.
            for (int run = random.nextInt(20); run >= 0 && !source.isEmpty(); run--) {
                into.add(source.poll());
            }
            left.removeIf(Deque::isEmpty);
        }
        sources.clear();
    }

    private static String source(HistoryEntry entry) {
        if (entry instanceof Committed) {
            return "witness";
        } else if (entry instanceof Observed record) {
            return record.topic() + "-" + record.partition();
        } else if (entry instanceof Invoked || entry instanceof Returned) {
            return "operations";
        }
        return "run";
    }
}
