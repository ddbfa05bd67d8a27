package io.github.kesselevents.conformance.run;

import static io.github.kesselevents.conformance.run.Traffic.PATIENCE;

import io.github.kesselevents.conformance.fault.FaultException;
import io.github.kesselevents.conformance.fault.FaultLog;
import io.github.kesselevents.fixtures.environment.EmbeddedKafka;
import io.github.kesselevents.fixtures.environment.Part;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What befalls the broker that leads a partition of the events, one of three: the two others go on without it, and so
 * must the stream.
 */
final class LeaderDisturbance {

    private final RunningSystem system;
    private final Traffic traffic;

    /** What is struck: a partition and the broker that leads it. */
    private record Led(int partition, int leader) {}

    LeaderDisturbance(RunningSystem system, Traffic traffic) {
        this.system = system;
        this.traffic = traffic;
    }

    /**
     * SIGKILL with writes in flight. Without it, another broker is made the leader, and sentinels arrive on every
     * partition; then it comes back, and has all records before the next disturbance: two of three must.
     */
    void kill(int operations) {
        EmbeddedKafka brokers = system.parts().brokers().orElseThrow();
        String topic = system.resourceTopic();
        brokers.awaitInSync(PATIENCE);
        Led led = choose(brokers, topic, operations);
        Part broker = brokers.broker(led.leader());
        traffic.flow(operations);
        FaultLog.Entry entry = system.faults().ask("kill-leader", "broker");
        broker.kill();
        if (broker.isRunning()) {
            throw new FaultException("The kill of the leader had no effect: broker " + led.leader() + " still runs.");
        }
        int next = brokers.leaderAfter(led.leader(), topic, led.partition(), PATIENCE);
        entry.tookEffect(Map.of(
                "partition", topic + "-" + led.partition(),
                "leader", Integer.toString(led.leader()),
                "next leader", Integer.toString(next)));
        traffic.flowThrough(operations);
        system.drain();
        broker.start();
        brokers.awaitInSync(PATIENCE);
        entry.ended(Map.of("broker " + led.leader(), "in sync"));
    }

    /**
     * A partition that is not led by the broker which coordinates the relay's group, unless all are: without that one,
     * the relay's task begins again, and what comes of that is shown by killing the relay.
     */
    private static Led choose(EmbeddedKafka brokers, String topic, int operations) {
        int coordinator = brokers.coordinator(PATIENCE);
        List<Led> all = IntStream.range(0, EmbeddedKafka.PARTITIONS)
                .map(i -> (operations + i) % EmbeddedKafka.PARTITIONS)
                .mapToObj(partition -> new Led(partition, brokers.leader(topic, partition, PATIENCE)))
                .toList();
        return all.stream()
                .filter(led -> led.leader() != coordinator)
                .findFirst()
                .orElse(all.get(0));
    }
}
