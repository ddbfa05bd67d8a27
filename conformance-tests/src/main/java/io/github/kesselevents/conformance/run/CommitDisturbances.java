package io.github.kesselevents.conformance.run;

import static io.github.kesselevents.conformance.run.Traffic.PASSING;

import io.github.kesselevents.conformance.fault.CommitCut;
import io.github.kesselevents.conformance.fault.DatabaseLine;
import io.github.kesselevents.conformance.fault.DatabaseLine.Cut;
import io.github.kesselevents.conformance.fault.FaultException;
import io.github.kesselevents.conformance.fault.FaultLog;
import io.github.kesselevents.conformance.producer.ProducerUnderTest;
import io.github.kesselevents.conformance.workload.Attempt;
import io.github.kesselevents.conformance.workload.OwnWrite;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What befalls a commit: refused, held, cut off, or given up by the client that waits for it. */
final class CommitDisturbances {

    private static final int EVERY_NTH_COMMIT = 5;
    /** Of a client that will not wait; the write reaches its commit in a tenth of it. */
    private static final Duration HASTE = Duration.ofMillis(300);

    private static final String DEADLINE_EXCEEDED = "DEADLINE_EXCEEDED";
    private static final String MARKER = "marker";

    private final RunningSystem system;
    private final Traffic traffic;

    /** Three attempts at one write, as a client makes that does not know what became of the first. */
    private record Attempts(OwnWrite first, OwnWrite again, OwnWrite onceMore) {}

    CommitDisturbances(RunningSystem system, Traffic traffic) {
        this.system = system;
        this.traffic = traffic;
    }

    void refuse(int operations) {
        system.traps().refuse(system.faults(), EVERY_NTH_COMMIT, () -> traffic.flowThrough(operations));
    }

    void conflict(int operations) {
        system.traps().conflict(system.faults(), EVERY_NTH_COMMIT, () -> traffic.flowThrough(operations));
    }

    void hold(int operations) {
        OwnWrite write = system.workload().write("held-" + operations);
        Pending held = new Pending(write::send);
        system.traps().hold(system.faults(), write.marker(), held::begin, () -> {
            traffic.release(operations + PASSING);
            system.drain();
        });
        held.reply();
    }

    /** The client gives up while the commit is held, and asks again: at once, and when all is over. */
    void timeOut(int operations) {
        Attempts attempts = attempts("timed-out-" + operations);
        try (ProducerUnderTest hasty = system.newClient(HASTE)) {
            Pending first = new Pending(() -> attempts.first().sendThrough(hasty));
            Pending again = new Pending(attempts.again()::send);
            FaultLog.Entry[] entry = new FaultLog.Entry[1];
            system.traps().hold(system.faults(), attempts.first().marker(), first::begin, () -> {
                entry[0] = system.faults().ask("time-out", "client");
                String code = first.reply().returned().code();
                if (!code.equals(DEADLINE_EXCEEDED)) {
                    throw new FaultException("A client that waits " + HASTE.toMillis() + " ms for a commit that is held"
                            + " was answered " + code + "; see whether the producer commits before it answers.");
                }
                entry[0].tookEffect(Map.of(MARKER, attempts.first().marker(), "code", code));
                again.begin();
                traffic.flow(operations);
            });
            String code = again.reply().returned().code();
            entry[0].ended(Map.of("again", code, "once more", codeOf(attempts.onceMore())));
        }
    }

    /** The client learns nothing of what became of its write, and asks again. */
    void cut(CommitCut where, int operations) {
        DatabaseLine line = system.parts()
                .databaseLine()
                .orElseThrow(() -> new FaultException("The producer's connections to its database do not pass through"
                        + " the kit, so none can be cut; leave the cuts out."));
        Attempts attempts = attempts(where.word() + "-" + operations);
        String marker = attempts.first().marker();
        Pending first = new Pending(attempts.first()::send);
        Cut cut = line.await(marker, where);
        traffic.flow(operations);
        FaultLog.Entry entry = system.faults().ask(where.word(), "network");
        if (where == CommitCut.DURING) {
            system.traps().hold(system.faults(), marker, first::begin, () -> {
                cut.now();
                tookEffect(entry, cut, first.reply());
            });
        } else {
            first.begin();
            tookEffect(entry, cut, first.reply());
        }
        entry.ended(Map.of("again", codeOf(attempts.again()), "once more", codeOf(attempts.onceMore())));
    }

    private static void tookEffect(FaultLog.Entry entry, Cut cut, Attempt attempt) {
        if (attempt.acknowledged()) {
            throw new FaultException("The write marked " + attempt.marker()
                    + " was acknowledged though its connection to the database was cut; see whether the producer tries"
                    + " again by itself.");
        }
        entry.tookEffect(Map.of(
                MARKER,
                attempt.marker(),
                "port",
                Integer.toString(cut.port()),
                "code",
                attempt.returned().code()));
    }

    private Attempts attempts(String name) {
        String transactionId = system.workload().write(name).marker();
        return new Attempts(
                system.workload().write(name, name, transactionId),
                system.workload().write(name + "-again", name, transactionId),
                system.workload().write(name + "-once-more", name, transactionId));
    }

    private static String codeOf(OwnWrite write) {
        return write.send().returned().code();
    }

    /** A write in flight. */
    private static final class Pending {

        private final Supplier<Attempt> sending;
        private CompletableFuture<Attempt> attempt;

        Pending(Supplier<Attempt> sending) {
            this.sending = sending;
        }

        void begin() {
            attempt = CompletableFuture.supplyAsync(sending);
        }

        Attempt reply() {
            return attempt.join();
        }
    }
}
