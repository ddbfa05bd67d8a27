package io.github.kesselevents.conformance.recording;

import io.github.kesselevents.conformance.history.HistoryEntry.RelaySampled;
import io.github.kesselevents.conformance.history.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks the relay and its slot four times a second, and records {@link RelaySampled} when an answer changed.
 * Thread-safe.
 */
public final class RelaySampler implements AutoCloseable {

    private static final Duration PACE = Duration.ofMillis(250);
    private static final Duration CALL_PATIENCE = Duration.ofSeconds(2);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(15);

    private final Relay relay;
    private final Optional<DatabaseAccess> database;
    private final Recording recording;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(RelaySampler::thread);

    private Connection connection;
    private RelaySampled last;
    private volatile String failure;

    private RelaySampler(Relay relay, Optional<DatabaseAccess> database, Recording recording) {
        this.relay = relay;
        this.database = database;
        this.recording = recording;
    }

    /** A relay that can be asked. */
    public interface Relay {

        /** What it says now; it does not throw because the relay is down, but says so as its state. */
        Answer ask();

        /** Name of the slot that it reads now. */
        String slot();
    }

    /**
     * What a relay says.
     *
     * @param state {@code RUNNING}, {@code FAILED}, {@code UNREACHABLE}, …
     * @param trace why it failed, or null
     * @param position of the last message that its stored, durable offset covers; null while none is stored
     */
    public record Answer(String state, String trace, Lsn position) {}

    private record Slot(Lsn confirmed, Boolean active) {}

    /**
     * Begins to sample.
     *
     * @param database that has the slot; empty if nothing can be said of that
     */
    public static RelaySampler start(Relay relay, Optional<DatabaseAccess> database, Recording recording) {
        RelaySampler sampler = new RelaySampler(relay, database, recording);
        sampler.clock.scheduleWithFixedDelay(sampler::tick, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
        return sampler;
    }

    /** Samples once more, now: before a fault, say, so that the history holds what was durable then. */
    public synchronized void sample() {
        Answer answer = relay.ask();
        Slot slot = slot(relay.slot());
        RelaySampled sampled = new RelaySampled(
                recording.now(), answer.state(), answer.trace(), answer.position(), slot.confirmed(), slot.active());
        if (last == null || !sameAnswers(last, sampled)) {
            last = recording.record(at -> sampled);
        }
    }

    /** Why it cannot go on, in one sentence; empty while it can. */
    public Optional<String> trouble() {
        return Optional.ofNullable(failure);
    }

    /** Stops sampling. Bounded. */
    @Override
    public void close() {
        clock.shutdownNow();
        try {
            if (clock.awaitTermination(CLOSE_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                disconnect();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "relay-sampler");
        thread.setDaemon(true);
        return thread;
    }

    private void tick() {
        try {
            sample();
        } catch (RuntimeException e) {
            failure = "The relay is not sampled any further: " + e.getMessage();
            clock.shutdown();
        }
    }

    /** What the database says of the slot: nothing while it is down, or if there is no such slot, or no database. */
    private Slot slot(String name) {
        if (database.isEmpty()) {
            return new Slot(null, null);
        }
        try {
            if (connection == null) {
                connection = database.get().connect(CALL_PATIENCE);
            }
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT confirmed_flush_lsn::text, active" + " FROM pg_replication_slots WHERE slot_name = ?")) {
                query.setString(1, name);
                try (ResultSet slot = query.executeQuery()) {
                    if (!slot.next()) {
                        return new Slot(null, null);
                    }
                    String confirmed = slot.getString(1);
                    return new Slot(confirmed == null ? null : Lsn.of(confirmed), slot.getBoolean(2));
                }
            }
        } catch (SQLException e) {
            disconnect();
            return new Slot(null, null);
        }
    }

    private synchronized void disconnect() {
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                failure = "A connection to " + database.orElseThrow() + " cannot be closed: " + e.getMessage();
            } finally {
                connection = null;
            }
        }
    }

    private static boolean sameAnswers(RelaySampled a, RelaySampled b) {
        return a.state().equals(b.state())
                && Objects.equals(a.trace(), b.trace())
                && Objects.equals(a.position(), b.position())
                && Objects.equals(a.confirmed(), b.confirmed())
                && Objects.equals(a.active(), b.active());
    }
}
