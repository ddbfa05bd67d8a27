package io.github.kesselevents.conformance.consumer;

import io.github.kesselevents.conformance.consumer.EventMaker.Made;
import io.github.kesselevents.conformance.consumer.ObservableSink.Hold;
import io.github.kesselevents.conformance.consumer.SinkRecorder.Glance;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.GroupSampled;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.PoisonPolicy;
import io.github.kesselevents.conformance.history.HistoryEntry.Restarted;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.conformance.recording.TopicReader;
import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.fixtures.environment.NetworkedPart;
import io.github.kesselevents.fixtures.environment.Part;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * All that a consumer has to go through, in order, each with a proof that it is over: sentinels that took effect on
 * every partition. What may stop the consumer for good comes last. Used by one thread.
 */
final class Ordeal {

    /** Between two commits, by Kessel's own consumer: a crash is tried behind each of so many records. */
    private static final int ROUND = 10;

    private static final int REPEATED = 40;
    private static final int TRANSACTIONS = 20;
    private static final int BURST = 15;
    private static final int MOST_RESTARTS = 3;
    /** Between two looks at the sink; each time twice as long, up to the other. */
    private static final Duration PACE = Duration.ofMillis(10);

    private static final Duration SLOWEST_PACE = Duration.ofMillis(80);
    private static final Duration NEXT_SENTINEL = Duration.ofSeconds(1);
    /** A dead member keeps its partitions for 45 s, unless its consumer sets another session timeout. */
    private static final Duration ASSIGNED_PATIENCE = Duration.ofSeconds(60);

    private static final Duration READ_PATIENCE = Duration.ofSeconds(30);
    /** A consumer may as well never commit. */
    private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(1);
    /** For a record that is met again, and of which nothing is seen. */
    private static final Duration REPLAY_PATIENCE = Duration.ofMillis(100);

    private final Recording recording;
    private final TopicReader reader;
    private final EventFeed feed;
    private final Group group;
    private final ConsumerUnderTest consumer;
    private final SinkRecorder sink;
    private final PoisonPolicy policy;
    private final Duration patience;
    private final Progress progress;
    /** Members that are to run. */
    private final Set<Part> running = new HashSet<>();

    private final Map<Part, Integer> restarts = new HashMap<>();
    /** Members that take part: where nothing is in hand, a second one would only take its time to start. */
    private List<Part> crew;

    /** Where the log ended when all of it had taken effect. */
    private Map<String, Long> settled = Map.of();
    /** Whether partitions may have changed hands since then. */
    private boolean disturbed = true;

    private int faults;

    /** A partition did not come to its end: nothing that follows could be told from that. */
    private static final class Stuck extends RuntimeException {

        Stuck(String what) {
            super(what, null, false, false);
        }
    }

    /**
     * @param policy for poison, as declared
     * @param patience for the group to form, and for a sentinel to take effect while nothing else does
     */
    Ordeal(
            Recording recording,
            TopicReader reader,
            EventFeed feed,
            Group group,
            ConsumerUnderTest consumer,
            SinkRecorder sink,
            PoisonPolicy policy,
            Duration patience,
            Progress progress) {
        this.recording = recording;
        this.reader = reader;
        this.feed = feed;
        this.group = group;
        this.consumer = consumer;
        this.crew = consumer.members();
        this.sink = sink;
        this.policy = policy;
        this.patience = patience;
        this.progress = progress;
    }

    /** Starts all members, and waits until they share the partitions. */
    void begin() {
        consumer.members().forEach(this::start);
        List<Part> members = consumer.members();
        boolean assigned = group.awaitAssigned(
                ids -> ids.size() >= Math.max(1, members.size()),
                feed.partitions(),
                patience,
                () -> !members.isEmpty() && members.stream().noneMatch(Part::isRunning));
        if (!assigned) {
            String said = members.stream()
                    .flatMap(member -> member.ownEnd().stream())
                    .findFirst()
                    .map(words -> " It ended, and said: " + words)
                    .orElse("");
            throw new ConsumerException("The group " + group + " was not assigned all partitions within "
                    + patience.toSeconds() + " s (members: " + group.members().size()
                    + "); see that its members start, reach the broker, and subscribe to the topic under this group."
                    + said);
        }
    }

    /**
     * @param records ordinary ones, at least
     * @param crashes while nothing is in hand, each behind another record of a round
     * @param saved published before all
     */
    void run(int records, int crashes, List<Observed> saved) {
        End end = End.DRAINED;
        boolean poisoned = false;
        String what = "everything was published, and the last sentinels took effect";
        try {
            stream(records, saved);
            transactions();
            redeliveries();
            unusual();
            if (!consumer.members().isEmpty()) {
                crashes(crashes);
                crashInHand();
                cut();
                rebalance();
                pause();
                disconnect();
                cleanRestart();
            }
            poisoned = true;
            poison();
        } catch (Stuck e) {
            end = poisoned && policy == PoisonPolicy.STOP ? End.DRAINED : End.GAVE_UP;
            what = e.getMessage();
        }
        End reason = end;
        String sentence = what;
        recording.record(at -> new Ended(at, reason, sentence, reader.offsets()));
    }

    private void stream(int records, List<Observed> saved) {
        feed.saved(saved);
        onEachPartition(partition -> feed.events(partition, records / feed.partitions()));
        drain("stream");
    }

    private void transactions() {
        feed.transactions(TRANSACTIONS);
        if (consumer.members().isEmpty()) {
            drain("transactions");
        } else {
            crew = consumer.members().subList(0, 1);
            crash("transactions", () -> {});
        }
    }

    /** Half of it, a look at the sink, and the rest: a relay may take as long. */
    private void redeliveries() {
        onEachPartition(partition -> feed.repeat(partition, REPEATED, REPEATED / 2));
        drain("redelivered by half");
        onEachPartition(partition -> feed.repeat(partition, REPEATED / 2, 0));
        drain("redelivered");
    }

    private void unusual() {
        onEachPartition(partition -> feed.unusual(partition, 4));
        drain("unknown members and headers");
    }

    /** Behind each record of a round, on one partition or another. */
    private void crashes(int number) {
        for (int i = 0; i < number; i++) {
            int first = i * feed.partitions();
            onEachPartition(partition -> {
                long next = feed.nextOffset(partition);
                feed.events(partition, Math.floorMod(first + partition - next, ROUND) + 1);
            });
            crash("crash " + (i + 1), () -> onEachPartition(partition -> feed.events(partition, 3)));
        }
    }

    /** All that run are killed when what was published has taken effect, and started again. */
    private void crash(String name, Runnable meanwhile) {
        drain(name);
        Set<String> dead = group.members();
        int fault = ask("kill", "consumer");
        String members = Integer.toString(running.size());
        killAll();
        tookEffect(fault, "kill", "consumer", Map.of("members", members));
        sample();
        meanwhile.run();
        ended(fault, "kill", "consumer");
        startAll(dead);
        drain(name + ", restarted");
    }

    private void killAll() {
        consumer.members().parallelStream().forEach(Part::kill);
        running.clear();
    }

    /** Starts those that take part, and waits until they have taken the places of these. */
    private void startAll(Set<String> dead) {
        if (!dead.isEmpty()) {
            group.expelAll();
        }
        crew.forEach(this::start);
        awaitAssigned(ids -> ids.size() >= crew.size() && Collections.disjoint(ids, dead));
    }

    private void crashInHand() {
        crew = consumer.members();
        startAll(Set.of());
        inHand("kill", hold -> {
            Set<String> dead = group.members();
            int fault = ask("kill", "consumer");
            killAll();
            tookEffect(fault, "kill", "consumer", Map.of("records", "in hand"));
            sample();
            hold.close();
            ended(fault, "kill", "consumer");
            startAll(dead);
        });
        drain("crash with records in hand");
    }

    private void cut() {
        inHand("cut", hold -> {
            int fault = ask("cut", "database");
            int cut = hold.cut();
            tookEffect(fault, "cut", "database", Map.of("connections", Integer.toString(cut)));
            hold.close();
            ended(fault, "cut", "database");
        });
        drain("connection cut");
    }

    /** Does it while the consumer has records that it cannot write; not at all, where it cannot be held. */
    private void inHand(String why, java.util.function.Consumer<Hold> then) {
        Optional<Hold> held = consumer.sink().hold();
        if (held.isEmpty()) {
            progress.say("no table can be locked (sink: hold); without " + why + " while records are in hand");
            return;
        }
        try (Hold hold = held.get()) {
            int fault = ask("hold", "database");
            onEachPartition(partition -> feed.events(partition, BURST));
            if (hold.awaitWriter(patienceNow())) {
                tookEffect(fault, "hold", "database", Map.of("proof", "a writer waits"));
                sample();
                then.accept(hold);
            }
            ended(fault, "hold", "database");
        }
    }

    private void rebalance() {
        if (consumer.members().size() < 2) {
            return;
        }
        Part leaving = consumer.members().get(consumer.members().size() - 1);
        int all = allMembers();
        int fault = ask("kill", leaving.name());
        // What was in its hands is seen before another can meet it.
        inHand("kill of " + leaving.name(), hold -> {
            running.remove(leaving);
            leaving.kill();
            tookEffect(fault, "kill", leaving.name(), Map.of("records", "in hand"));
            sample();
        });
        if (running.contains(leaving)) {
            running.remove(leaving);
            leaving.kill();
            tookEffect(fault, "kill", leaving.name(), Map.of());
            sample();
        }
        onEachPartition(partition -> feed.events(partition, BURST));
        awaitAssigned(ids -> ids.size() < all);
        drain("member lost");
        start(leaving);
        onEachPartition(partition -> feed.events(partition, BURST));
        awaitAssigned(ids -> ids.size() >= all);
        ended(fault, "kill", leaving.name());
        drain("member back");
    }

    /** How many the group has when none is missing: a process may run several. */
    private int allMembers() {
        awaitAssigned(ids -> ids.size() >= crew.size());
        return group.members().size();
    }

    /** A member sleeps with records in its hands, another takes over, and then it comes back. */
    private void pause() {
        if (consumer.members().size() < 2) {
            return;
        }
        Part sleeper = consumer.members().get(0);
        List<Part> others = consumer.members().subList(1, consumer.members().size());
        int all = allMembers();
        others.forEach(this::stop);
        awaitAssigned(ids -> ids.size() < all);
        inHand("pause", hold -> {
            Set<String> asleep = group.members();
            Map<String, Long> inHand = reader.offsets();
            int fault = ask("pause", sleeper.name());
            sleeper.pause();
            running.remove(sleeper);
            tookEffect(fault, "pause", sleeper.name(), Map.of("records", "in hand"));
            others.forEach(this::start);
            hold.close();
            onEachPartition(partition -> feed.events(partition, BURST));
            awaitAssigned(ids -> !ids.isEmpty() && Collections.disjoint(ids, asleep));
            if (!isDrained("member paused")) {
                progress.say("the paused member keeps locks that the others wait for; it comes back now");
            }
            group.awaitCommitted(inHand, COMMIT_PATIENCE);
            sample();
            sleeper.resume();
            running.add(sleeper);
            ended(fault, "pause", sleeper.name());
            awaitAssigned(ids -> ids.size() >= all);
        });
        others.forEach(this::start);
        awaitAssigned(ids -> ids.size() >= all);
        disturbed = true;
        drain("paused member back");
    }

    /** A member that can be is taken off its network, where all seem to be connected still, and another takes over. */
    private void disconnect() {
        if (consumer.members().size() < 2 || !(consumer.members().get(0) instanceof NetworkedPart lost)) {
            return;
        }
        int all = allMembers();
        Set<String> before = group.members();
        int fault = ask("disconnect", lost.name());
        lost.disconnect();
        running.remove(lost);
        tookEffect(fault, "disconnect", lost.name(), Map.of("connected", Boolean.toString(lost.isConnected())));
        sample();
        onEachPartition(partition -> feed.events(partition, BURST));
        awaitAssigned(ids -> ids.size() < all);
        drain("member off its network");
        lost.reconnect();
        running.add(lost);
        ended(fault, "disconnect", lost.name());
        awaitAssigned(ids -> ids.size() >= all && !before.containsAll(ids));
        drain("member on its network again");
    }

    private void cleanRestart() {
        // A commit that a rebalance has refused is made up for.
        group.awaitCommitted(reader.offsets(), COMMIT_PATIENCE);
        Set<String> gone = group.members();
        int fault = ask("stop", "consumer");
        running.clear();
        consumer.members().parallelStream().forEach(Part::stop);
        tookEffect(fault, "stop", "consumer", Map.of());
        sample();
        ended(fault, "stop", "consumer");
        crew = consumer.members().subList(0, 1);
        startAll(gone);
        drain("clean restart");
    }

    /** And a deletion that nothing undoes. */
    private void poison() {
        onEachPartition(partition -> {
            feed.poison(partition, partition);
            feed.events(partition, 1);
            feed.deletion(partition);
        });
        drain("poison");
    }

    private void onEachPartition(java.util.function.IntConsumer work) {
        IntStream.range(0, feed.partitions()).forEach(work);
    }

    private void start(Part member) {
        member.start();
        running.add(member);
    }

    private void stop(Part member) {
        running.remove(member);
        member.stop();
    }

    /** In time or not: what a consumer that stays away leaves undone is seen by the sentinels. */
    private void awaitAssigned(Predicate<Set<String>> members) {
        disturbed = true;
        group.awaitAssigned(members, feed.partitions(), ASSIGNED_PATIENCE, () -> !guard());
    }

    /** Publishes a sentinel to each partition until one took effect on each; then writes down what the sink shows. */
    private void drain(String name) {
        if (!isDrained(name)) {
            throw new Stuck(name + ": no sentinel took effect on every partition within " + patience.toSeconds() + " s"
                    + lastWords());
        }
    }

    /** Whether one took effect on each, in time. */
    private boolean isDrained(String name) {
        long since = recording.now();
        Map<String, Integer> partitionOf = new HashMap<>();
        Map<String, String> resourceOf = new HashMap<>();
        Set<Integer> missing = new HashSet<>();
        onEachPartition(missing::add);
        missing.forEach(partition -> sentinel(partition, partitionOf, resourceOf));
        long sentAt = System.nanoTime();
        long deadline = sentAt + patienceNow().toNanos();
        long shown = 0;
        long pace = PACE.toNanos();
        while (!missing.isEmpty() && System.nanoTime() < deadline && guard()) {
            LockSupport.parkNanos(pace);
            pace = Math.min(2 * pace, SLOWEST_PACE.toNanos());
            Glance glance = sink.glance(resourceOf);
            glance.applied().forEach(event -> missing.remove(partitionOf.get(event)));
            if (glance.shown() != shown) {
                shown = glance.shown();
                deadline = Math.max(deadline, System.nanoTime() + patience.toNanos());
            }
            if (disturbed && !missing.isEmpty() && System.nanoTime() - sentAt > NEXT_SENTINEL.toNanos()) {
                // A member that goes to the end of its partition has missed the one before.
                missing.forEach(partition -> sentinel(partition, partitionOf, resourceOf));
                sentAt = System.nanoTime();
            }
        }
        boolean read = reader.readToEnd(READ_PATIENCE);
        sink.everything();
        List<String> left = missing.stream()
                .sorted()
                .map(partition -> feed.topic() + "-" + partition)
                .toList();
        recording.record(at -> new Drained(at, since, left, false));
        if (!read) {
            throw new ConsumerException(reader.trouble().orElse("The topic could not be read to its end; run again."));
        }
        if (!left.isEmpty()) {
            return false;
        }
        settled = reader.offsets();
        disturbed = false;
        progress.say(String.format(java.util.Locale.ROOT, "%,6d records  %s", feed.count(), name));
        return true;
    }

    /** What has taken effect and is not committed may come again first, and nothing is seen of that. */
    private Duration patienceNow() {
        Map<String, Long> committed = group.committed();
        long replays = settled.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L)))
                .sum();
        return patience.plus(REPLAY_PATIENCE.multipliedBy(replays));
    }

    private void sentinel(int partition, Map<String, Integer> partitionOf, Map<String, String> resourceOf) {
        Made sentinel = feed.sentinel(partition);
        partitionOf.put(sentinel.event(), partition);
        resourceOf.put(sentinel.event(), sentinel.resource());
    }

    /** Starts again what ended by itself, as an orchestrator would, but not for ever; whether a member runs. */
    private boolean guard() {
        for (Part member : List.copyOf(running)) {
            Optional<String> end = member.isRunning() ? Optional.empty() : member.ownEnd();
            if (end.isPresent()) {
                if (restarts.merge(member, 1, Integer::sum) > MOST_RESTARTS) {
                    running.remove(member);
                } else {
                    recording.record(at -> new Restarted(at, member.name(), end.get()));
                    member.start();
                }
            }
        }
        return consumer.members().isEmpty() || !running.isEmpty();
    }

    private String lastWords() {
        return consumer.members().stream()
                .flatMap(member -> member.ownEnd().stream())
                .findFirst()
                .map(words -> "; a member ended, and said: " + words)
                .orElse("");
    }

    /** Up to where the group has committed, and then what had taken effect: that may be more, and never less. */
    private void sample() {
        if (!reader.readToEnd(READ_PATIENCE)) {
            throw new ConsumerException(reader.trouble().orElse("The topic could not be read to its end; run again."));
        }
        Map<String, Long> committed = group.committed();
        int members = group.members().size();
        sink.effects();
        recording.record(at -> new GroupSampled(at, committed, members));
    }

    private int ask(String what, String component) {
        int fault = ++faults;
        recording.record(at -> new Faulted(at, fault, what, component, Stage.ASKED, Map.of()));
        return fault;
    }

    private void tookEffect(int fault, String what, String component, Map<String, String> proof) {
        recording.record(at -> new Faulted(at, fault, what, component, Stage.TOOK_EFFECT, proof));
    }

    private void ended(int fault, String what, String component) {
        recording.record(at -> new Faulted(at, fault, what, component, Stage.ENDED, Map.of()));
    }
}
