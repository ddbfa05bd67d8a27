package io.github.kesselevents.conformance.run;

import static io.github.kesselevents.conformance.run.Traffic.PATIENCE;

import io.github.kesselevents.conformance.fault.FaultException;
import io.github.kesselevents.conformance.fault.FaultLog;
import io.github.kesselevents.fixtures.environment.EmbeddedKafka;
import io.github.kesselevents.fixtures.environment.Part;
import java.util.Map;

/**
 * What befalls the broker that leads a partition of the events, one of three: the two others go on without it, and so
 * must the stream.
 */
final class LeaderDisturbance {

    private final RunningSystem system;
    private final Traffic traffic;

    LeaderDisturbance(RunningSystem system, Traffic traffic) {
        this.system = system;
        this.traffic = traffic;
    }

    /**
     * SIGKILL with writes in flight. Without it, another broker is made the leader, and sentinels arrive on every
     * partition; then it comes back, and has all records before the next disturbance: two of three must.
     */
    void kill(int operations) {
        EmbeddedKafka brokers = system.parts().broker();
        String topic = system.resourceTopic();
        int partition = operations % EmbeddedKafka.PARTITIONS;
        brokers.awaitInSync(PATIENCE);
        int leader = brokers.leader(topic, partition, PATIENCE);
        Part broker = brokers.broker(leader);
        traffic.flow(operations);
        FaultLog.Entry entry = system.faults().ask("kill-leader", "broker");
        broker.kill();
        if (broker.isRunning()) {
            throw new FaultException("The kill of the leader had no effect: broker " + leader + " still runs.");
        }
        int next = brokers.leaderAfter(leader, topic, partition, PATIENCE);
        entry.tookEffect(Map.of(
                "partition", topic + "-" + partition,
                "leader", Integer.toString(leader),
                "next leader", Integer.toString(next)));
        traffic.flowThrough(operations);
        system.drain();
        broker.start();
        brokers.awaitInSync(PATIENCE);
        entry.ended(Map.of("broker " + leader, "in sync"));
    }
}
