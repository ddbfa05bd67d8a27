package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.Comparison.Difference;
import io.github.kesselevents.conformance.check.Comparison.Step;
import io.github.kesselevents.conformance.check.Examination.Draft;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Purpose;
import io.github.kesselevents.conformance.history.HistoryEntry.RelaySampled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * FIDELITY-2 and LIVE-1 for probes: payloads that are asked one at a time, after all else, each of which may distort an
 * event or stop the relay. A probe's marker ends with its name, which is the finding's cause. What a stopped relay
 * skipped is lost with the probe that stopped it, and is blamed on nobody else.
 *
 * <p><b>What it cannot see:</b> whether the relay would have failed without the probe; it is blamed when the relay
 * failed after the probe was acknowledged and before the next one was asked.
 */
final class ProbeCheck implements Check {

    /** All of a marker before the probe's name: {@code …/probe-3-}. */
    private static final Pattern PREFIX = Pattern.compile(".*/(?:probe-\\d+-)?");

    private final Index index;
    private final Draft relayed = new Draft("FIDELITY-2", "probes");
    private final Draft flows = new Draft("LIVE-1", "probes");
    private final Map<String, Attempt> probes = new LinkedHashMap<>();
    private final Map<String, Delivery> delivered = new LinkedHashMap<>();
    private final Map<Attempt, String> failures = new LinkedHashMap<>();
    private final List<Attempt> asked = new ArrayList<>();

    ProbeCheck(Index index) {
        this.index = index;
    }

    @Override
    public void attempted(Attempt attempt) {
        if (attempt.invoked().purpose() == Purpose.PROBE && attempt.invoked().marker() != null) {
            probes.put(attempt.invoked().marker(), attempt);
            asked.add(attempt);
        }
    }

    @Override
    public void sampled(RelaySampled relay) {
        if ("FAILED".equals(relay.state()) && !asked.isEmpty()) {
            failures.putIfAbsent(asked.get(asked.size() - 1), String.valueOf(relay.trace()));
        }
    }

    @Override
    public void delivered(Delivery delivery) {
        if (delivery.stream() == null || delivery.stream().marker() == null) {
            return;
        }
        String marker = delivery.version() != null ? delivery.version().marker() : null;
        marker = marker == null ? delivery.text(delivery.stream().marker()) : marker;
        if (marker != null && probes.containsKey(marker)) {
            delivered.putIfAbsent(marker, delivery);
        }
    }

    @Override
    public List<Examination> examine(Ending ending) {
        probes.forEach((marker, probe) -> {
            if (probe.outcome() == Outcome.ACKNOWLEDGED) {
                examine(marker, probe, ending);
            }
        });
        return List.of(relayed.done(), flows.done());
    }

    private void examine(String marker, Attempt probe, Ending ending) {
        Delivery event = delivered.get(marker);
        String failure = failures.get(probe);
        if (event != null) {
            flows.examined();
            compare(probe, event);
        } else if (failure != null) {
            flows.examined();
            flows.found(
                    name(marker),
                    probe.invoked().key(),
                    "the relay stopped at the event of " + probe.describe()
                            + ", and at every later one until it was moved past it",
                    "an event",
                    "relay FAILED: " + failure.lines().findFirst().orElse(""),
                    Anchor.of(probe));
        } else {
            flows.doubt("the probe " + name(marker) + " neither arrived nor stopped the relay; " + ending.what());
        }
    }

    private void compare(Attempt probe, Delivery event) {
        JsonNode published = event.payload();
        if (published == null) {
            return;
        }
        relayed.examined();
        JsonNode before = event.message() != null
                ? event.message().payload().at("/data/resource_data")
                : probe.invoked().request().at("/representations/reporter");
        for (Difference difference : Comparison.of(Step.RELAY, before, published.at("/data/resource_data"))) {
            relayed.found(
                    difference.cause(),
                    index.subject(event.key()),
                    "the probe " + name(probe.invoked().marker()) + " differs at /data/resource_data"
                            + difference.pointer(),
                    difference.before(),
                    difference.after(),
                    Anchor.of(event),
                    Anchor.of(probe));
        }
    }

    private static String name(String marker) {
        return PREFIX.matcher(marker).replaceFirst("");
    }
}
