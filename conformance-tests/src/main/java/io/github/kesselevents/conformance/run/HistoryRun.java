package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.fault.FaultException;
import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Phase;
import io.github.kesselevents.conformance.history.HistoryEntry.PhaseBegun;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.conformance.history.HistoryException;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProfileException;
import io.github.kesselevents.conformance.workload.PlannedFault;
import io.github.kesselevents.conformance.workload.Scenario;
import io.github.kesselevents.conformance.workload.WorkloadException;
import io.github.kesselevents.fixtures.environment.EmbeddedKafka;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.schemas.Requirements;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Records a history: launches the system, runs the scenario through its faults, reads back the tables, reaches the
 * states of pacts, asks the probes. Nothing of it is judged here. However it ends, the history says why.
 */
public final class HistoryRun implements AutoCloseable {

    private static final Duration READ_PATIENCE = Duration.ofSeconds(20);

    private final RunSettings settings;
    private final Progress progress;
    private final String name;
    private final Map<String, Integer> partitions;
    private final Optional<? extends FurtherPhase> pacts;
    private RunningSystem system;

    /** @param partitions number of partitions of each stream's topic */
    private HistoryRun(
            RunSettings settings,
            Progress progress,
            String name,
            Map<String, Integer> partitions,
            Optional<? extends FurtherPhase> pacts) {
        this.settings = settings;
        this.pacts = pacts;
        this.progress = progress;
        this.name = name;
        this.partitions = partitions;
    }

    /**
     * Records one into the settings' folder. The history is whole when this returns; the system still runs.
     *
     * @throws EnvironmentException when something of the environment is missing or does not start
     * @throws WorkloadException when the producer cannot be reached for too long
     * @throws FaultException when a fault had no effect
     * @throws HistoryException when the history cannot be written
     */
    public static HistoryRun record(RunSettings settings, Progress progress) {
        return record(settings, progress, Optional.empty());
    }

    /**
     * The same.
     *
     * @param pacts what is asked for pacts, behind the workload
     */
    public static HistoryRun record(RunSettings settings, Progress progress, Optional<? extends FurtherPhase> pacts) {
        return settings.producer().external().isPresent()
                ? recordExternal(ExternalParts.open(settings, progress), settings, progress, pacts)
                : record(
                        settings,
                        progress,
                        pacts,
                        LaunchedParts.versions(settings),
                        () -> LaunchedParts.launch(settings, progress));
    }

    private static HistoryRun recordExternal(
            ExternalParts parts, RunSettings settings, Progress progress, Optional<? extends FurtherPhase> pacts) {
        return new HistoryRun(settings, progress, parts.runName(), parts.partitions(), pacts)
                .recorded(parts.versions(), () -> parts);
    }

    /**
     * The same, on other parts.
     *
     * @param versions of the parts, by name
     * @param launch starts them
     */
    static HistoryRun record(
            RunSettings settings, Progress progress, Map<String, String> versions, Supplier<? extends Parts> launch) {
        return record(settings, progress, Optional.empty(), versions, launch);
    }

    private static HistoryRun record(
            RunSettings settings,
            Progress progress,
            Optional<? extends FurtherPhase> pacts,
            Map<String, String> versions,
            Supplier<? extends Parts> launch) {
        Map<String, Integer> partitions = settings.profile().streams().stream()
                .collect(Collectors.toMap(ProducerProfile.Stream::topic, stream -> EmbeddedKafka.PARTITIONS));
        return new HistoryRun(settings, progress, "run-" + settings.seed(), partitions, pacts)
                .recorded(versions, launch);
    }

    private HistoryRun recorded(Map<String, String> versions, Supplier<? extends Parts> launch) {
        try {
            record(versions, launch);
            return this;
        } catch (RuntimeException e) {
            try (this) {
                throw e;
            }
        }
    }

    /**
     * Keeps archives of the classes that the launched parts load, unless there are some: the next run on this machine
     * starts seconds earlier. It ends what of the system still runs.
     */
    public void makeNextRunQuicker() {
        if (system.parts().canBeQuicker()) {
            makeNextRunQuicker(progress, () -> {
                system.stopWatching();
                system.parts().makeQuicker();
            });
        }
    }

    /** There are verdicts, and they stand, whatever becomes of it. */
    static void makeNextRunQuicker(Progress progress, Runnable keep) {
        progress.say("once on this machine: keeping what makes the next run start quicker (about 20 s) …");
        try {
            keep.run();
            progress.say("done");
        } catch (EnvironmentException e) {
            progress.say("not kept: " + e.getMessage());
        }
    }

    private void record(Map<String, String> versions, Supplier<? extends Parts> launch) {
        Scenario scenario = Scenario.draw(name, settings.seed(), settings.scenario());
        Disturbances.requirePossible(
                settings.scenario().faults(),
                settings.brokers(),
                settings.containers().isPresent());
        Disturbances.requireKnown(settings.profile().accepted().keySet().stream()
                .filter(accepted -> !Requirements.bundled().contains(accepted))
                .toList());
        if (settings.profile().tables().isEmpty() && settings.producer().hasDatabase()) {
            throw new ProfileException("The profile " + settings.profile().name()
                    + " names no tables, so no witness can see what commits; list the tables of its versions under"
                    + " tables.");
        }
        makeFolder();
        try (HistoryRecorder history = HistoryRecorder.begin(settings.history())) {
            history.record(at -> started(at, history, versions));
            try {
                system = RunningSystem.launch(settings, scenario, history, progress, partitions, launch);
                if (settings.producer().external().isPresent()) {
                    // On Ctrl-C, nothing stays in what is not the kit's.
                    Runtime.getRuntime().addShutdownHook(new Thread(system::stopWatching, "end of the run"));
                }
                record(scenario);
                system.stopWatching();
            } catch (RuntimeException e) {
                RuntimeException cause = cause(e);
                history.record(at -> new Ended(at, End.ABORTED, String.valueOf(cause.getMessage()), Map.of()));
                throw cause;
            }
        }
    }

    /** What failed when a part had ended by itself is but a consequence. */
    private RuntimeException cause(RuntimeException consequence) {
        Optional<EnvironmentException> death = system == null ? Optional.empty() : system.death();
        if (death.isEmpty()) {
            return consequence;
        }
        // The interrupt has done its work; what is closed now may wait as usual.
        Thread.interrupted();
        death.get().addSuppressed(consequence);
        return death.get();
    }

    /** Ends the system. */
    @Override
    public void close() {
        if (system != null) {
            progress.time("end", system::close);
        }
    }

    private void record(Scenario scenario) {
        progress.say("database and producer are up");
        int first = scenario.faults().isEmpty()
                ? scenario.settings().clients()
                : scenario.faults().get(0).operations() / 2;
        system.workload().release(first);
        system.awaitStreaming();
        if (!system.awaitFirstRecord(first)) {
            leaveOutPacts("the producer committed nothing of the workload");
            end(End.GAVE_UP, "the producer committed nothing of the first " + first + " operations");
            return;
        }
        progress.say("broker and relay are up");
        Drained last = new FaultRounds(system, scenario).run();
        progress.say(system.workload().returned() + " operations, "
                + scenario.faults().size() + " faults");
        // Before further phases: what the requirements say of the workload is final with the first of them.
        system.database()
                .ifPresent(database -> ReadBackRows.record(
                        database,
                        settings.profile(),
                        settings.producer().external().map(external -> name),
                        system.recording()));
        if (last.complete()) {
            last = pacts.map(this::drive).orElse(last);
        } else {
            leaveOutPacts("no sentinel behind the workload arrived on " + String.join(", ", last.missing()));
        }
        if (settings.probes() && settings.connector().isPresent() && last.complete()) {
            last = new ProbeRounds(system).run();
            progress.say("probes asked");
        }
        boolean read = system.reader().readToEnd(READ_PATIENCE);
        if (!last.complete()) {
            end(End.GAVE_UP, "no sentinel arrived on " + String.join(", ", last.missing()) + " in time");
        } else if (!read) {
            end(End.GAVE_UP, "the topics were not read to their end within " + READ_PATIENCE.toSeconds() + " s");
        } else {
            end(End.DRAINED, "the scenario is through, and its last sentinels arrived");
        }
    }

    private Drained drive(FurtherPhase phase) {
        Drained drained = progress.time("pacts: on the topic", () -> {
            system.recording().record(at -> new PhaseBegun(at, Phase.PACTS));
            phase.write(system.workload(), system.recording(), name);
            return system.drain();
        });
        progress.say("provider states of pacts reached");
        return drained;
    }

    private void leaveOutPacts(String why) {
        pacts.ifPresent(phase -> phase.leaveOut(system.recording(), why + ", so nothing was asked for it"));
    }

    private void end(End reason, String what) {
        system.recording()
                .record(at -> new Ended(at, reason, what, system.reader().offsets()));
    }

    private Started started(long at, HistoryRecorder history, Map<String, String> parts) {
        Map<String, String> versions = new TreeMap<>(parts);
        versions.put("java", System.getProperty("java.version"));
        return new Started(
                at,
                History.VERSION,
                history.wallClock(),
                settings.profile().name(),
                settings.seed(),
                partitions,
                versions,
                described());
    }

    private Map<String, String> described() {
        Map<String, String> described = new TreeMap<>(Map.of(
                "operations", Integer.toString(settings.scenario().operations()),
                "brokers", Integer.toString(settings.brokers()),
                "clients", Integer.toString(settings.scenario().clients()),
                "faults",
                        settings.scenario().faults().stream()
                                .map(PlannedFault::toString)
                                .collect(Collectors.joining(", "))));
        if (!settings.command().isEmpty()) {
            described.put(Started.COMMAND, settings.command());
        }
        return described;
    }

    private void makeFolder() {
        try {
            Files.createDirectories(settings.folder());
            Files.deleteIfExists(settings.history());
        } catch (IOException e) {
            throw new HistoryException(
                    "The folder " + settings.folder() + " cannot be written (" + e.getMessage() + "); choose another.",
                    e);
        }
    }
}
