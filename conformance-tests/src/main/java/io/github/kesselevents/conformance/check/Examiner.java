package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.Phase;
import io.github.kesselevents.conformance.history.HistoryEntry.PhaseBegun;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.schemas.EventContract;
import io.github.kesselevents.schemas.EventStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All checks over one history, fed entry by entry: from a file, from a run that is going on, from a list. Nothing is
 * read twice. Not thread-safe.
 */
public final class Examiner implements History.Reader {

    private final ProducerProfile profile;
    private final Index index = new Index();
    private final Ledger ledger;
    private final List<Check> checks;
    private final List<Examination> examinations = new ArrayList<>();
    private final Map<String, String> omitted = new LinkedHashMap<>();
    private ProbeCheck probes;
    private Grade grade;
    private Ending ending;
    private long entries;

    private Examiner(ProducerProfile profile, Grade best, List<Check> checks) {
        this.profile = profile;
        this.checks = checks;
        this.ledger = new Ledger(profile, best, index, checks);
    }

    /**
     * All checks.
     *
     * @param best better evidence than this grade is left aside
     */
    public static Examiner of(ProducerProfile profile, Grade best) {
        return of(profile, best, EventContract.of(profile.wireFormat()));
    }

    /** All checks, with a contract that others may use, too: making one takes longer than a short history does. */
    static Examiner of(ProducerProfile profile, Grade best, EventContract contract) {
        Examiner examiner = new Examiner(profile, best, new ArrayList<>());
        examiner.with(new ShapeCheck(contract.withTopics(topics(profile)), profile, examiner.index));
        examiner.with(new FidelityCheck(profile, examiner.index));
        examiner.with(new ReadBackCheck(profile, examiner.index));
        examiner.withFolds();
        return examiner;
    }

    private static Map<EventStream, String> topics(ProducerProfile profile) {
        return Arrays.stream(EventStream.values()).collect(Collectors.toMap(stream -> stream, profile::topicOf));
    }

    /** The folds of order, atomicity and duplicates alone, without schemas and content; for measurements. */
    static Examiner ofFolds(ProducerProfile profile, Grade best) {
        Examiner examiner = new Examiner(profile, best, new ArrayList<>());
        examiner.withFolds();
        return examiner;
    }

    private void withFolds() {
        with(new AckCheck(index, profile.topicOf(EventStream.RESOURCES)));
        with(new AtomicCheck(index, profile.streams().size()));
        with(new HoldCheck(index));
        with(new OrderCheck(index));
        with(new TimeCheck(index));
        with(new StateMachineCheck(index));
        with(new DupCheck(index));
        with(new RewindCheck(index, profile.rewindSlack()));
        with(new LiveCheck(index));
    }

    private void with(Check check) {
        checks.add(check);
        ledger.tell(checks);
    }

    @Override
    public void accept(long line, HistoryEntry entry) {
        entries++;
        if (entry instanceof Faulted fault && fault.stage() == Stage.OMITTED) {
            omitted.put(
                    fault.detail().getOrDefault("fault", fault.what() + " " + fault.component()),
                    fault.detail().getOrDefault("why", "it was left out"));
            return;
        }
        if (entry instanceof PhaseBegun begun && begun.phase() != Phase.WORKLOAD) {
            begin(begun.phase());
        } else {
            ledger.accept(entry);
        }
    }

    /** What the requirements say of the workload is final with the first phase behind it. */
    private void begin(Phase phase) {
        if (ending == null) {
            endWorkload(ledger.endOfPhase());
            ledger.tell(List.of());
        }
        if (phase == Phase.PROBES && probes == null) {
            probes = new ProbeCheck(index);
            ledger.tell(List.of(probes));
        }
    }

    private void endWorkload(Ending end) {
        ending = end;
        grade = end.grade();
        checks.forEach(check -> examinations.addAll(check.examine(end)));
    }

    /** What came of it. To be called once, after the last entry. */
    public Examined examine() {
        Ending end = ledger.end();
        if (ending == null) {
            endWorkload(end);
        }
        // Probes may stop the relay, and with it their own sentinels; that does not make the recording less whole.
        Ending unsure = !end.done() ? end : ending;
        return new Examined(
                grade,
                entries,
                List.copyOf(examinations),
                probes == null ? List.of() : probes.examine(end),
                end.reason() == null,
                end.done() && ending.drained() ? "" : unsure.doubt(),
                omitted);
    }
}
