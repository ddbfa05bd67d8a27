package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.fault.CommitCut;
import io.github.kesselevents.conformance.fault.FaultException;
import io.github.kesselevents.conformance.fault.PartFault;
import io.github.kesselevents.conformance.workload.PlannedFault;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All disturbances that there are, by the names that options and scenario files give them. */
final class Disturbances {

    private static final String CUT = "cut ";
    private static final List<String> PARTS = List.of("relay", "producer", "broker");
    private static final Map<String, Kind> KINDS = kinds();

    private final PartDisturbances parts;
    private final CommitDisturbances commits;

    /** Chooses what befalls the system. */
    @FunctionalInterface
    private interface Kind {
        Disturbance of(PartDisturbances parts, CommitDisturbances commits);
    }

    /** Those of a running system. */
    Disturbances(RunningSystem system, Traffic traffic) {
        this.parts = new PartDisturbances(system, traffic);
        this.commits = new CommitDisturbances(system, traffic);
    }

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new TreeMap<>();
        for (PartFault fault : PartFault.values()) {
            kinds.put(fault.word() + " relay", (parts, commits) -> at -> parts.relay(fault, at));
            kinds.put(fault.word() + " producer", (parts, commits) -> at -> parts.producer(fault, at));
            kinds.put(fault.word() + " broker", (parts, commits) -> at -> parts.broker(fault, at));
            kinds.put(fault.word() + " database", (parts, commits) -> at -> parts.database(fault, at));
        }
        kinds.put("outage broker", (parts, commits) -> parts::outage);
        for (CommitCut where : CommitCut.values()) {
            kinds.put(where.word().replace('-', ' '), (parts, commits) -> at -> commits.cut(where, at));
        }
        kinds.put("refuse commits", (parts, commits) -> commits::refuse);
        kinds.put("conflict commits", (parts, commits) -> commits::conflict);
        kinds.put("hold commit", (parts, commits) -> commits::hold);
        kinds.put("time out client", (parts, commits) -> commits::timeOut);
        return Collections.unmodifiableMap(kinds);
    }

    /** Their names, sorted. */
    static List<String> names() {
        return List.copyOf(KINDS.keySet());
    }

    /** @throws FaultException when one of them is not a disturbance */
    static void requireKnown(Collection<String> faults) {
        List<String> known = names();
        for (String fault : faults) {
            if (!known.contains(fault)) {
                throw new FaultException(
                        "There is no fault named " + fault + "; there are: " + String.join(", ", known) + ".");
            }
        }
    }

    /** Whether one of them cuts the producer's connections to its database, which have to pass through the kit then. */
    static boolean cutConnections(Collection<PlannedFault> faults) {
        return faults.stream().anyMatch(fault -> fault.name().startsWith(CUT));
    }

    /** What the one of this name happens to: {@code relay}, {@code producer}, …, {@code network}. */
    static String component(String name) {
        return name.startsWith(CUT)
                ? "network"
                : PARTS.stream()
                        .filter(part -> name.endsWith(" " + part))
                        .findFirst()
                        .orElse("database");
    }

    /** The one of this name, which must be known. */
    Disturbance named(String name) {
        return KINDS.get(name).of(parts, commits);
    }
}
