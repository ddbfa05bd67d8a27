package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.fault.CommitCut;
import io.github.kesselevents.conformance.fault.FaultException;
import io.github.kesselevents.conformance.fault.PartFault;
import io.github.kesselevents.conformance.workload.PlannedFault;
import io.github.kesselevents.fixtures.environment.NetworkedPart;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** All disturbances that there are, by the names that options and scenario files give them. */
final class Disturbances {

    private static final String CUT = "cut ";
    private static final String DISCONNECT = PartFault.DISCONNECT.word() + " ";
    private static final String KILL_LEADER = "kill leader";
    private static final List<String> PARTS = List.of("relay", "producer", "broker");
    private static final Map<String, Function<Disturbances, Disturbance>> KINDS = kinds();

    private final RunningSystem system;
    private final PartDisturbances parts;
    private final LeaderDisturbance leader;
    private final CommitDisturbances commits;

    /** Those of a running system. */
    Disturbances(RunningSystem system, Traffic traffic) {
        this.system = system;
        this.parts = new PartDisturbances(system, traffic);
        this.leader = new LeaderDisturbance(system, traffic);
        this.commits = new CommitDisturbances(system, traffic);
    }

    private static Map<String, Function<Disturbances, Disturbance>> kinds() {
        Map<String, Function<Disturbances, Disturbance>> kinds = new TreeMap<>();
        for (PartFault fault : PartFault.values()) {
            kinds.put(fault.word() + " relay", all -> at -> all.parts.relay(fault, at));
            kinds.put(fault.word() + " producer", all -> at -> all.parts.producer(fault, at));
            kinds.put(fault.word() + " broker", all -> at -> all.parts.broker(fault, at));
            kinds.put(fault.word() + " database", all -> at -> all.parts.database(fault, at));
        }
        kinds.put("outage broker", all -> all.parts::outage);
        kinds.put(KILL_LEADER, all -> all.leader::kill);
        for (CommitCut where : CommitCut.values()) {
            kinds.put(where.word().replace('-', ' '), all -> at -> all.commits.cut(where, at));
        }
        kinds.put("refuse commits", all -> all.commits::refuse);
        kinds.put("conflict commits", all -> all.commits::conflict);
        kinds.put("hold commit", all -> all.commits::hold);
        kinds.put("time out client", all -> all.commits::timeOut);
        return Collections.unmodifiableMap(kinds);
    }

    /** Their names, sorted. */
    static List<String> names() {
        return List.copyOf(KINDS.keySet());
    }

    /** Names of those that can befall one broker and other processes of this machine, sorted. */
    static List<String> ofProcesses() {
        return names().stream()
                .filter(name -> !name.equals(KILL_LEADER) && !name.startsWith(DISCONNECT))
                .toList();
    }

    /**
     * Refuses what cannot befall such a system.
     *
     * @param containers whether its parts are containers, on a network of their own
     * @throws FaultException when one of them is not a disturbance, or needs more brokers, or a network
     */
    static void requirePossible(Collection<PlannedFault> faults, int brokers, boolean containers) {
        requireKnown(faults.stream().map(PlannedFault::name).toList());
        for (PlannedFault fault : faults) {
            if (fault.name().equals(KILL_LEADER) && brokers == 1) {
                throw new FaultException("The fault " + fault.name()
                        + " needs three brokers, so that another one can lead, and there is one; say --brokers=3, or"
                        + " brokers: 3 in the scenario.");
            }
            if (fault.name().startsWith(DISCONNECT) && !containers) {
                throw new FaultException("The fault " + fault.name()
                        + " needs parts on a network that they can be taken off; say --environment=containers.");
            }
        }
    }

    /** Why the one of this name cannot befall the system; empty where it can. */
    Optional<String> obstacle(String name) {
        return system.parts()
                .obstacle(name, component(name))
                .or(() -> name.startsWith(DISCONNECT) ? offNetwork(name) : Optional.empty());
    }

    private Optional<String> offNetwork(String name) {
        return component(name).equals("producer") && !(system.parts().producer() instanceof NetworkedPart)
                ? Optional.of(
                        "the producer is a process of this machine, which is not on the network of the containers")
                : Optional.empty();
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
        return KINDS.get(name).apply(this);
    }
}
