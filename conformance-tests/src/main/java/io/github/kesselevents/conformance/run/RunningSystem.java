package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.fault.CommitTraps;
import io.github.kesselevents.conformance.fault.FaultLog;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.Restarted;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.conformance.producer.Access;
import io.github.kesselevents.conformance.producer.ProducerUnderTest;
import io.github.kesselevents.conformance.recording.DatabaseAccess;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.conformance.recording.RelaySampler;
import io.github.kesselevents.conformance.recording.Sentinels;
import io.github.kesselevents.conformance.recording.TopicLog;
import io.github.kesselevents.conformance.recording.TopicReader;
import io.github.kesselevents.conformance.recording.Witness;
import io.github.kesselevents.conformance.recording.WitnessSettings;
import io.github.kesselevents.conformance.workload.Scenario;
import io.github.kesselevents.conformance.workload.Workload;
import io.github.kesselevents.fixtures.environment.Database;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.fixtures.environment.Relay;
import io.github.kesselevents.fixtures.environment.RelayPosition;
import io.github.kesselevents.fixtures.environment.RelayState;
import io.github.kesselevents.fixtures.environment.Wait;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Everything that runs while a history is recorded: database, broker, relay, producer, workload, and those who watch.
 * Each starts as soon as what it needs is up: the workload may write before the relay streams, as the relay's slot is
 * there from the first moment.
 */
final class RunningSystem implements AutoCloseable {

    private static final Duration FIRST_COMMIT_PATIENCE = Duration.ofSeconds(3);
    private static final Duration FIRST_RECORD_PATIENCE = Duration.ofSeconds(20);
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(30);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Progress progress;
    private final Recording recording;
    private final Parts parts;
    private final ProducerUnderTest client;
    private final ProducerGuard guard;
    private final Optional<Witness> witness;
    private final Workload workload;
    private final FaultLog faults;
    private final Map<String, Integer> partitions;
    private final RunSettings settings;
    private final LongAdder commits = new LongAdder();
    private final LongAdder records = new LongAdder();
    private CommitTraps traps;
    private PartGuard partGuard;
    private RelaySampler sampler;
    private TopicReader reader;
    private Sentinels sentinels;

    private RunningSystem(
            RunSettings settings,
            Scenario scenario,
            HistoryRecorder history,
            Progress progress,
            Map<String, Integer> partitions,
            Supplier<? extends Parts> launch) {
        this.settings = settings;
        this.progress = progress;
        this.recording = new Recording(history);
        recording.listen(this::count);
        this.partitions = partitions;
        try {
            this.parts = opened(launch.get());
            client = opened(client(settings.producer().access()));
            witness = parts.database()
                    .map(database -> opened(progress.time(
                            "launch: witness", () -> Witness.start(witnessSettings(database), recording))));
            guard = opened(ProducerGuard.watch(parts.producer(), recording, client::reconnect));
            faults = new FaultLog(history);
            workload = opened(Workload.startHeld(scenario, client, history, count -> {}));
            opened(Heartbeat.start(progress, this::counts));
        } catch (RuntimeException e) {
            try {
                close();
            } catch (RuntimeException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    /** Of what is not the kit's own, nothing may be left, whatever ends the run. */
    private WitnessSettings witnessSettings(Database database) {
        WitnessSettings standard = WitnessSettings.of(
                DatabaseAccess.of(database),
                List.copyOf(settings.profile().tables().keySet()));
        return settings.producer().external().isPresent() ? standard.withTemporarySlot() : standard;
    }

    /**
     * Starts everything up to the workload, which waits for operations to be released.
     *
     * @param partitions number of partitions of each stream's topic
     * @param launch starts the parts, which are closed with the system
     */
    static RunningSystem launch(
            RunSettings settings,
            Scenario scenario,
            HistoryRecorder history,
            Progress progress,
            Map<String, Integer> partitions,
            Supplier<? extends Parts> launch) {
        return new RunningSystem(settings, scenario, history, progress, partitions, launch);
    }

    /** Where the events of resources go, the stream that is for everybody. */
    String resourceTopic() {
        return settings.profile().streams().get(0).topic();
    }

    /** Waits until broker and relay are up, and begins to read the topics and to sample the relay. */
    void awaitStreaming() {
        progress.time("launch: relay streams", parts::awaitStreaming);
        partGuard = opened(PartGuard.watch(List.of(parts.databaseServer(), parts.broker(), parts.relay())));
        TopicLog log = opened(new TopicLog(parts.kafka(), settings.profile().topics()));
        reader = opened(TopicReader.start(log, parts.firstOffsets(), recording));
        sampler = opened(RelaySampler.start(asked(relay()), parts.database().map(DatabaseAccess::of), recording));
        opened(this::closeTraps);
        sentinels = new Sentinels(
                recording,
                partitions,
                patience -> witness.map(it -> it.catchUp(patience)).orElse(false));
    }

    /**
     * Waits until something of what was written since the launch has arrived.
     *
     * @param operations that were released since
     * @return whether anything was committed that could arrive; a producer that commits nothing needs no further run.
     *     Without a witness, that only an arrival can tell
     * @throws EnvironmentException when nothing arrives of what was committed: the relay publishes elsewhere
     */
    boolean awaitFirstRecord(int operations) {
        BooleanSupplier commitsNothing = commitsNothing(operations);
        Wait.until(
                () -> records.sum() > 0 || relay().state().failed() || commitsNothing.getAsBoolean(),
                FIRST_RECORD_PATIENCE.plus(settings.producer().access().patience()),
                () -> "The relay runs, and nothing arrived on the topics "
                        + settings.profile().topics() + " within "
                        + FIRST_RECORD_PATIENCE.toSeconds()
                        + " s of the first writes; see that the connector's transforms route to them, and that the"
                        + " profile names them.");
        return records.sum() > 0 || commits.sum() > 0;
    }

    /** Whether nothing was committed long after the replies, or for very long without any; only a witness can tell. */
    private BooleanSupplier commitsNothing(int operations) {
        // The last clients may wait for others, whose operations are not released yet.
        int replies = Math.max(1, operations - settings.scenario().clients());
        AtomicLong deadline = new AtomicLong(System.nanoTime() + FIRST_RECORD_PATIENCE.toNanos());
        return () -> {
            long now = System.nanoTime();
            if (workload.returned() >= replies) {
                deadline.accumulateAndGet(now + FIRST_COMMIT_PATIENCE.toNanos(), Math::min);
            }
            return witness.isPresent() && commits.sum() == 0 && now >= deadline.get();
        };
    }

    /** That a part of the environment ended by itself, which interrupted the run; empty as long as none has. */
    Optional<EnvironmentException> death() {
        return partGuard == null ? Optional.empty() : partGuard.death();
    }

    private void count(HistoryEntry entry) {
        if (entry instanceof Committed) {
            commits.increment();
        } else if (entry instanceof Observed) {
            records.increment();
        }
    }

    private String counts() {
        return String.format(
                Locale.ROOT,
                "%,d operations, %,d commits, %,d records",
                workload.returned(),
                commits.sum(),
                records.sum());
    }

    /** Whether a connection reads the relay's slot; not while the database is down. */
    boolean relayReadsItsSlot() {
        try (Connection connection = requireDatabase().connect();
                PreparedStatement query =
                        connection.prepareStatement("SELECT active FROM pg_replication_slots WHERE slot_name = ?")) {
            query.setString(1, relay().slotName());
            try (ResultSet slot = query.executeQuery()) {
                return slot.next() && slot.getBoolean(1);
            }
        } catch (SQLException e) {
            return false;
        }
    }

    /** Starts a relay that failed once more, and says so in the history. */
    void restartRelay(RelayState failed) {
        relay().stop();
        relay().start();
        relay().awaitStreaming(Traffic.PATIENCE);
        recording.record(at -> new Restarted(at, "relay", String.valueOf(failed.trace())));
    }

    /** How many commits the witness has seen. */
    long commits() {
        return commits.sum();
    }

    /** Another client of the producer, which waits no longer than that for a reply. */
    ProducerUnderTest newClient(Duration patience) {
        return client(settings.producer().access().withPatience(patience));
    }

    private ProducerUnderTest client(Access access) {
        return access.client(parts.producerAddress(), settings.profile().refusals());
    }

    /** They are made anew when they are needed again: after the database was away. */
    void closeTraps() {
        if (traps != null) {
            traps.close();
            traps = null;
        }
    }

    /**
     * Writes sentinels until every partition has shown one and the witness has passed them.
     *
     * @throws EnvironmentException when they may have arrived, but who should have seen them could not
     */
    Drained drain() {
        Drained round = progress.time(
                "sentinels",
                () -> sentinels.drain(() -> workload.sentinel().send().marker(), DRAIN_PATIENCE, new Failure(relay())));
        if (!round.complete() || witness.isPresent() && !round.witnessed()) {
            Stream.of(reader.trouble(), witness.flatMap(Witness::trouble), sampler.trouble())
                    .flatMap(Optional::stream)
                    .findFirst()
                    .ifPresent(sentence -> {
                        throw new EnvironmentException(sentence);
                    });
        }
        return round;
    }

    /** Whether a relay has failed; it is asked twice a second at most. */
    private static final class Failure implements BooleanSupplier {

        private static final Duration PACE = Duration.ofMillis(500);

        private final Relay relay;
        private long asked = System.nanoTime();
        private boolean failed;

        Failure(Relay relay) {
            this.relay = relay;
        }

        @Override
        public boolean getAsBoolean() {
            if (!failed && System.nanoTime() - asked >= PACE.toNanos()) {
                failed = relay.state().failed();
                asked = System.nanoTime();
            }
            return failed;
        }
    }

    private static RelaySampler.Relay asked(Relay relay) {
        return new RelaySampler.Relay() {
            @Override
            public RelaySampler.Answer ask() {
                var state = relay.state();
                return new RelaySampler.Answer(
                        state.status().name(),
                        state.trace(),
                        relay.position().map(RelayPosition::lsn).map(Lsn::new).orElse(null));
            }

            @Override
            public String slot() {
                return relay.slotName();
            }
        };
    }

    Progress progress() {
        return progress;
    }

    Recording recording() {
        return recording;
    }

    Parts parts() {
        return parts;
    }

    Optional<Database> database() {
        return parts.database();
    }

    /** For faults that befall it: without one, there are none of these. */
    private Database requireDatabase() {
        return parts.database().orElseThrow();
    }

    Relay relay() {
        return parts.relay();
    }

    ProducerUnderTest client() {
        return client;
    }

    ProducerGuard guard() {
        return guard;
    }

    Workload workload() {
        return workload;
    }

    FaultLog faults() {
        return faults;
    }

    /** Made when they are needed. */
    CommitTraps traps() {
        if (traps == null) {
            traps = CommitTraps.prepare(requireDatabase(), settings.profile().marker());
        }
        return traps;
    }

    RelaySampler sampler() {
        return sampler;
    }

    TopicReader reader() {
        return reader;
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** Ends those who write and watch, with all that they left in database and broker; the parts go on. */
    void stopWatching() {
        closeDownTo(1);
    }

    /** Ends all, the last one first; everything is tried, and the first failure told. */
    @Override
    public void close() {
        closeDownTo(0);
    }

    private void closeDownTo(int left) {
        RuntimeException first = null;
        while (open.size() > left) {
            try {
                open.pop().close();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            } catch (Exception e) {
                first = first == null ? new IllegalStateException(e) : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
