package io.github.kesselevents.conformance.recording;

import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Emitted;
import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Says what the producer's database committed, in commit order: reads a logical replication slot of the kit's own, and
 * records {@link Committed} and {@link Emitted}, each transaction once, also across crashes of the database. It has to
 * be started before the first operation.
 *
 * <p>It needs PostgreSQL 14 or newer with {@code wal_level=logical}, one free replication slot and WAL sender, and a
 * user with the attribute REPLICATION who owns the tables and may create in the database; or, with least rights, a user
 * with REPLICATION who owns nothing, and a publication that an owner made beforehand. With the role pg_monitor, its
 * message about open transactions quotes the statements of others.
 *
 * <p>It emits messages of its own to see that messages come at all, and that it has seen everything. Their prefix is
 * {@value #OWN_PREFIX}; a relay that selects the outbox by prefix does not relay them.
 *
 * <p>Thread-safe.
 */
public final class Witness implements AutoCloseable {

    /** Of the witness's own messages. */
    public static final String OWN_PREFIX = "kessel-events.witness";

    private static final int OLDEST_POSTGRES = 14;
    private static final Duration RECONNECT_PACE = Duration.ofMillis(50);
    private static final Duration EMISSION_PACE = Duration.ofMillis(100);
    private static final Duration SLOT_IS_LEFT_PACE = Duration.ofMillis(10);
    private static final Duration CALL_PATIENCE = Duration.ofSeconds(5);

    private final DatabaseAccess database;
    private final WitnessSlot slot;
    private final WitnessPublication publication;
    private final boolean temporary;
    private final Duration patience;
    private final boolean messages;
    private final Signal progress = new Signal();
    private final Thread reader = new Thread(this::run, "witness");

    private CommitAssembler assembler;
    private String publications;
    private volatile WitnessStream stream;
    private volatile boolean closed;
    /** For good. */
    private volatile String failure;
    /** While no connection reads the slot. */
    private volatile String outage;

    private Witness(WitnessSettings settings, boolean messages) {
        this.database = settings.database();
        this.slot = new WitnessSlot(settings);
        this.publication = new WitnessPublication(settings);
        this.temporary = settings.temporary();
        this.patience = settings.patience();
        this.messages = messages;
        reader.setDaemon(true);
    }

    /**
     * Makes the publication and the slot, begins to record, and sees its own first message come.
     *
     * @throws EnvironmentException in one sentence, when it cannot: the database does not answer or is not set up for
     *     logical decoding, the user may not, a table is missing, transactions are open too long, or messages do not
     *     come; nothing is left then
     */
    public static Witness start(WitnessSettings settings, Recording recording) {
        return start(settings, recording, true);
    }

    static Witness start(WitnessSettings settings, Recording recording, boolean messages) {
        Witness witness = new Witness(settings, messages);
        witness.prepare(recording);
        try {
            witness.reader.start();
            witness.requireOwnMessage();
            return witness;
        } catch (EnvironmentException e) {
            try (witness) {
                throw e;
            }
        }
    }

    /** Up to where everything that committed is in the history. */
    public Lsn position() {
        return assembler.position();
    }

    /**
     * Why commits are missing from the history, in one sentence: for good, because the slot is lost, say, or as long as
     * the database does not answer. Empty while it records.
     */
    public Optional<String> trouble() {
        return Optional.ofNullable(failure != null ? failure : outage);
    }

    /**
     * Waits until everything that committed before this position is in the history. The position must be one of the
     * past; the end of a commit, say.
     *
     * @return whether it is; false when the patience is over, or the witness has failed
     */
    public boolean awaitPassed(Lsn lsn, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        // Nothing may follow that position for long, so the witness writes something itself.
        if (position().isBefore(lsn)) {
            emit(deadline);
        }
        return passed(lsn, deadline);
    }

    /**
     * Waits until everything that committed before this call is in the history.
     *
     * @return whether it is; false when the patience is over, or the witness has failed
     */
    public boolean catchUp(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<Lsn> own = emit(deadline);
        return own.isPresent() && passed(own.get(), deadline);
    }

    /**
     * Stops recording, and drops the slot and the publication; takes at most the patience of the settings.
     *
     * @throws EnvironmentException when they cannot be dropped, because the database does not run, say; the sentence
     *     says how to do it by hand
     */
    @Override
    public void close() {
        closed = true;
        progress.changed();
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            WitnessStream open = stream;
            if (open != null) {
                open.close();
            }
            reader.join(patience.toMillis());
        } catch (SQLException e) {
            throw notDropped(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        drop(deadline);
    }

    private void prepare(Recording recording) {
        try (Connection connection = database.connect(patience.plus(CALL_PATIENCE))) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < OLDEST_POSTGRES) {
                throw new EnvironmentException("The database " + database + " is PostgreSQL " + version
                        + ", whose slots cannot show messages; the witness needs " + OLDEST_POSTGRES + " or newer.");
            }
            slot.claim(connection);
            try {
                assembler = new CommitAssembler(publication.prepare(connection), OWN_PREFIX, recording);
                publications = publication.names(connection);
                stream = temporary ? openTemporary() : open(connection);
            } catch (SQLException | EnvironmentException e) {
                slot.drop(connection);
                publication.drop(connection);
                throw e;
            }
        } catch (SQLException e) {
            throw new EnvironmentException(
                    "The witness cannot read " + database + " (" + e.getMessage()
                            + "); the database has to run with wal_level=logical and a free replication slot, and its"
                            + " user to have the attribute REPLICATION.",
                    e);
        }
    }

    private WitnessStream open(Connection connection) throws SQLException {
        slot.create(connection, patience);
        return open();
    }

    private WitnessStream openTemporary() throws SQLException {
        return WitnessStream.openTemporary(database, slot.name(), publications, messages);
    }

    private WitnessStream open() throws SQLException {
        return WitnessStream.open(database, slot.name(), publications, assembler.position(), messages);
    }

    private void requireOwnMessage() {
        if (!catchUp(patience)) {
            throw new EnvironmentException(trouble()
                    .orElse("The witness's own message, which it emitted by"
                            + " pg_logical_emit_message, did not come through its slot " + slot.name() + " in "
                            + database
                            + " within " + patience.toSeconds()
                            + " s, so the outbox would not either; the connection has to"
                            + " lead to the primary itself, and its slot to be read with messages 'true'."));
        }
    }

    /**
     * Writes again until it is passed: a server that looks for more to send and, a moment later, lies down to sleep
     * misses what was flushed between the two, and then sleeps for up to half its {@code wal_sender_timeout}. The next
     * flush wakes it.
     */
    private boolean passed(Lsn lsn, long deadline) {
        BooleanSupplier over = () -> failure != null || closed || !position().isBefore(lsn);
        while (!progress.await(over, min(EMISSION_PACE, Signal.until(deadline))) && deadline > System.nanoTime()) {
            emit(deadline);
        }
        return failure == null && !position().isBefore(lsn);
    }

    /**
     * Commits a transaction with a message of the witness's own. A database that just starts is asked again.
     *
     * @return a position within that transaction; empty if it could not be committed in time
     */
    private Optional<Lsn> emit(long deadline) {
        while (failure == null && !closed && deadline > System.nanoTime()) {
            try (Connection connection = database.connect(CALL_PATIENCE);
                    Statement settings = connection.createStatement();
                    PreparedStatement emit =
                            connection.prepareStatement("SELECT pg_logical_emit_message(true, ?, '{}')::text")) {
                // A synchronous standby, which the suite may hold up, has no say in this.
                settings.execute("SET synchronous_commit = local");
                emit.setString(1, OWN_PREFIX);
                try (ResultSet position = emit.executeQuery()) {
                    position.next();
                    return Optional.of(Lsn.of(position.getString(1)));
                }
            } catch (SQLException e) {
                progress.await(() -> failure != null || closed, min(RECONNECT_PACE, Signal.until(deadline)));
            }
        }
        return Optional.empty();
    }

    private void run() {
        PgOutputDecoder decoder = new PgOutputDecoder();
        while (!closed && failure == null) {
            try (WitnessStream reading = stream == null ? open() : stream) {
                stream = reading;
                outage = null;
                while (!closed) {
                    assembler.accept(decoder.decode(reading.read()));
                    reading.confirm(assembler.position());
                    progress.changed();
                }
            } catch (SQLException e) {
                stream = null;
                if (temporary && !closed) {
                    fail("The witness lost its connection to " + database + " (" + e.getMessage()
                            + "), and with it its temporary slot, so what committed since is not in the history; run"
                            + " again.");
                }
                outage = "The witness does not read " + database + " at the moment (" + e.getMessage() + ").";
                look();
                progress.await(() -> closed || failure != null, RECONNECT_PACE);
            } catch (RuntimeException e) {
                fail("The witness cannot go on with " + database + ": " + e.getMessage() + ".");
            }
        }
    }

    /** Whether the slot is still good for reading; a database that does not answer may come back. */
    private void look() {
        if (closed) {
            return;
        }
        try (Connection connection = database.connect(CALL_PATIENCE)) {
            slot.loss(connection).ifPresent(this::fail);
        } catch (SQLException e) {
            outage = "The database " + database + " does not answer the witness (" + e.getMessage() + ").";
        }
    }

    private void fail(String sentence) {
        failure = sentence;
        progress.changed();
    }

    /** PostgreSQL notices a broken connection some milliseconds later; a killed database may just be starting. */
    private void drop(long deadline) {
        while (true) {
            try (Connection connection = database.connect(CALL_PATIENCE)) {
                slot.drop(connection);
                publication.drop(connection);
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                    throw notDropped(e);
                }
                progress.await(() -> false, SLOT_IS_LEFT_PACE);
            }
        }
    }

    private EnvironmentException notDropped(SQLException e) {
        return new EnvironmentException(
                "The witness's slot " + slot.name() + " may be left in " + database + " (" + e.getMessage()
                        + "), where it keeps write-ahead log for ever; drop it by hand: " + slot.byHand() + " "
                        + publication.byHand(),
                e);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
