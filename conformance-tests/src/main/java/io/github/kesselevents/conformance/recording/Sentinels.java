package io.github.kesselevents.conformance.recording;

import static java.util.Collections.nCopies;
import static java.util.Comparator.naturalOrder;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Ends a stretch of the run without a guess at how long it takes: goes on writing sentinels until every partition of
 * every stream has shown one, so that all that was published before them has been read, too. Random keys miss some
 * partitions for a while, and events of one key pass those of another; so there is no number that is enough.
 */
public final class Sentinels {

    private static final Duration PACE = Duration.ofMillis(30);
    /**
     * So many for each partition are written at once: one in a dozen times, with three partitions, one is still missed.
     */
    private static final int AT_ONCE = 3;

    private final Recording recording;
    private final Map<String, Integer> partitions;
    private final int atOnce;
    private final Predicate<Duration> witness;

    /**
     * @param partitions number of partitions of each stream's topic
     * @param witness whether everything that committed before the call is in the history, within that time:
     *     {@link Witness#catchUp}; without a witness, one that says no
     */
    public Sentinels(Recording recording, Map<String, Integer> partitions, Predicate<Duration> witness) {
        this.recording = recording;
        this.partitions = Map.copyOf(partitions);
        this.atOnce = AT_ONCE * partitions.values().stream().max(naturalOrder()).orElse(1);
        this.witness = witness;
    }

    /**
     * Writes until it is enough, or the patience is over; then asks the witness, which has the same patience again.
     *
     * @param write writes one more sentinel, an ordinary write of a key that is new, and records what was sent and
     *     replied; when it has a reply of whatever kind, it returns the marker, which no record of before holds.
     *     Bounded and thread-safe: the first ones are written side by side
     * @return what it recorded
     */
    public Drained drain(Supplier<String> write, Duration patience) {
        return drain(write, patience, () -> false);
    }

    /**
     * The same.
     *
     * @param hopeless whether none will arrive any more, so that waiting is no use; asked before a sentinel is written
     */
    public Drained drain(Supplier<String> write, Duration patience, BooleanSupplier hopeless) {
        long since = recording.now();
        long deadline = System.nanoTime() + patience.toNanos();
        Sightings sightings = new Sightings(partitions);
        Signal progress = new Signal();
        Consumer<HistoryEntry> look = entry -> {
            sightings.see(entry);
            progress.changed();
        };
        recording.whileListening(look, () -> {
            BooleanSupplier over = () -> sightings.complete()
                    || System.nanoTime() >= deadline
                    || hopeless.getAsBoolean()
                    || Thread.currentThread().isInterrupted();
            if (!over.getAsBoolean()) {
                sightings.writing();
                writeSideBySide(() -> sightings.written(write.get()));
                progress.await(sightings::complete, PACE);
            }
            while (!over.getAsBoolean()) {
                sightings.writing();
                sightings.written(write.get());
                progress.await(sightings::complete, PACE);
            }
        });
        boolean witnessed = witness.test(patience);
        return recording.record(at -> new Drained(at, since, sightings.missing(), witnessed));
    }

    /** Waits for their replies, unless it is interrupted. */
    private void writeSideBySide(Runnable write) {
        ExecutorService writers = Executors.newFixedThreadPool(atOnce);
        try {
            for (Future<Object> written : writers.invokeAll(nCopies(atOnce, Executors.callable(write)))) {
                written.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause(); // A Runnable throws no other.
        } finally {
            writers.shutdownNow();
        }
    }
}
