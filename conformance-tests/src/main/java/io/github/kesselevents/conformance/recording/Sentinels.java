package io.github.kesselevents.conformance.recording;

import static java.util.Comparator.naturalOrder;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import java.time.Duration;
import java.util.Map;
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
     *     Bounded
     * @return what it recorded
     */
    public Drained drain(Supplier<String> write, Duration patience) {
        return drain(write, patience, () -> false);
    }

    /**
     * The same.
     *
     * @param hopeless whether none will arrive any more, so that waiting is no use; asked before each sentinel
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
            for (int written = 1;
                    !sightings.complete() && System.nanoTime() < deadline && !hopeless.getAsBoolean();
                    written++) {
                sightings.writing();
                sightings.written(write.get());
                progress.await(sightings::complete, written < atOnce ? Duration.ZERO : PACE);
            }
        });
        boolean witnessed = witness.test(patience);
        return recording.record(at -> new Drained(at, since, sightings.missing(), witnessed));
    }
}
