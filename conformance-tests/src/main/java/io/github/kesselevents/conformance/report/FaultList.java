package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.RelaySampled;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.report.Report.Fault;
import io.github.kesselevents.conformance.report.Timeline.Band;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The faults of a history, each with all its stages, and the times in which the relay said that it had failed. */
final class FaultList implements History.Reader {

    /** More than a scenario has; the rest is counted. */
    private static final int SHOWN = 50;

    private static final String RELAY_FAILED = "relay FAILED";

    private final Map<Integer, Fault> faults = new LinkedHashMap<>();
    private final Set<Integer> more = new HashSet<>();
    private final List<Band> failures = new ArrayList<>();
    private long failedAt = -1;

    @Override
    public void accept(long line, HistoryEntry entry) {
        if (entry instanceof Faulted stage) {
            Fault before = faults.get(stage.fault());
            if (before == null && faults.size() == SHOWN) {
                more.add(stage.fault());
            } else {
                faults.put(stage.fault(), with(before, stage));
            }
        } else if (entry instanceof RelaySampled relay) {
            sampled(relay);
        }
    }

    private void sampled(RelaySampled relay) {
        boolean failed = relay.state().equals("FAILED");
        if (failed && failedAt < 0) {
            failedAt = relay.at();
        } else if (!failed && failedAt >= 0) {
            if (failures.size() < SHOWN) {
                failures.add(new Band(RELAY_FAILED, failedAt, relay.at()));
            }
            failedAt = -1;
        }
    }

    /** All that disturbed the run, for timelines. */
    List<Band> disturbances() {
        List<Band> bands = new ArrayList<>();
        faults.values().stream()
                .filter(fault -> fault.tookEffect() != null)
                .map(fault -> new Band(fault.what() + " " + fault.component(), fault.tookEffect(), fault.ended()))
                .forEach(bands::add);
        bands.addAll(failures);
        if (failedAt >= 0) {
            bands.add(new Band(RELAY_FAILED, failedAt, null));
        }
        return bands;
    }

    private static Fault with(Fault before, Faulted stage) {
        Map<String, String> proof = before == null ? new TreeMap<>() : new TreeMap<>(before.proof());
        stage.detail()
                .forEach((name, text) ->
                        proof.merge(name, text, (all, one) -> all.contains(one) ? all : all + ", " + one));
        return new Fault(
                stage.fault(),
                stage.what(),
                stage.component(),
                at(
                        stage,
                        stage.stage() == Stage.OMITTED ? Stage.OMITTED : Stage.ASKED,
                        before == null ? null : before.asked()),
                at(stage, Stage.TOOK_EFFECT, before == null ? null : before.tookEffect()),
                at(stage, Stage.ENDED, before == null ? null : before.ended()),
                proof);
    }

    private static Long at(Faulted said, Stage stage, Long before) {
        return said.stage() == stage ? Long.valueOf(said.at()) : before;
    }

    List<Fault> shown() {
        return List.copyOf(faults.values());
    }

    long more() {
        return more.size();
    }
}
