package io.github.kesselevents.conformance.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    private static final int LONG = 1 << 20;

    @AfterEach
    void theThreadThatReadsHasEnded() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("history-reader");
    }

    @Test
    void allEntriesComeInTheirOrderOnTheCallersThread() {
        List<Long> lines = new ArrayList<>();

        ReadAhead.through(entries -> IntStream.rangeClosed(1, 5000).forEach(i -> entries.put(entry(i), 1)), (l, e) -> {
            assertThat(Thread.currentThread().getName()).isNotEqualTo("history-reader");
            assertThat(e.at()).isEqualTo(l);
            lines.add(l);
        });

        assertThat(lines).hasSize(5000);
    }

    @Test
    void whatGoesWrongIsThrownBehindWhatWasReadBefore() {
        List<Long> lines = new ArrayList<>();
        for (Throwable wrong : List.of(new HistoryException("cut"), new OutOfMemoryError("heap"))) {
            lines.clear();

            assertThatThrownBy(() -> ReadAhead.through(
                            entries -> {
                                IntStream.range(0, 600).forEach(i -> entries.put(entry(i), 1));
                                if (wrong instanceof Error error) {
                                    throw error;
                                }
                                throw (RuntimeException) wrong;
                            },
                            (line, entry) -> lines.add(line)))
                    .isSameAs(wrong);
            assertThat(lines).hasSize(600);
        }
    }

    @Test
    void longLinesAreNotReadFarAhead() {
        AtomicInteger given = new AtomicInteger();

        ReadAhead.through(
                entries -> IntStream.range(0, 50).forEach(i -> {
                    given.incrementAndGet();
                    entries.put(entry(i), LONG);
                }),
                // Three are on their way, one is waiting to be, and one is here.
                (line, entry) -> assertThat(given.get() - line).isBetween(0L, 4L));

        assertThat(given).hasValue(50);
    }

    @Test
    void nothingIsReadOnceTheCallerFails() {
        AtomicInteger given = new AtomicInteger();

        assertThatThrownBy(() -> ReadAhead.through(
                        entries -> IntStream.range(0, 50).forEach(i -> {
                            given.incrementAndGet();
                            entries.put(entry(i), LONG);
                        }),
                        (line, entry) -> {
                            throw new IllegalStateException("enough");
                        }))
                .hasMessage("enough");

        assertThat(given.get()).isLessThan(10);
    }

    @Test
    void anInterruptEndsIt() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> ReadAhead.through(entries -> entries.put(entry(1), 1), (line, entry) -> {}))
                .isInstanceOf(HistoryException.class)
                .hasMessage("Interrupted while a history was read.");

        assertThat(Thread.interrupted()).isTrue();
    }

    private static HistoryEntry entry(long at) {
        return new Returned(at, 1, Outcome.UNKNOWN, "", "");
    }
}
