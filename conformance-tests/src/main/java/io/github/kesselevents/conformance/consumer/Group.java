package io.github.kesselevents.conformance.consumer;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** A consumer group, watched from outside. Thread-safe. */
final class Group implements AutoCloseable {

    private static final Duration CALL_PATIENCE = Duration.ofSeconds(30);
    private static final Duration PACE = Duration.ofMillis(50);
    private static final int RETRY_MILLIS = 5;

    private final String bootstrapServers;
    private final String name;
    private final String topic;
    private final Admin admin;

    Group(String bootstrapServers, String name, String topic) {
        this.bootstrapServers = bootstrapServers;
        this.name = name;
        this.topic = topic;
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                // Each description of a classic group is a second try, after one as a group of the new kind.
                AdminClientConfig.RETRY_BACKOFF_MS_CONFIG,
                RETRY_MILLIS));
    }

    /** Waits until members that will do share all partitions between them; whether they do. */
    boolean awaitAssigned(Predicate<Set<String>> members, int partitions, Duration patience, BooleanSupplier hopeless) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isAssigned(members, partitions)) {
            if (System.nanoTime() > deadline || hopeless.getAsBoolean()) {
                return false;
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
        return true;
    }

    private boolean isAssigned(Predicate<Set<String>> enough, int partitions) {
        ConsumerGroupDescription group = describe();
        if (group == null || group.groupState() != GroupState.STABLE || !enough.test(ids(group))) {
            return false;
        }
        Set<TopicPartition> assigned = new HashSet<>();
        group.members().forEach(member -> assigned.addAll(member.assignment().topicPartitions()));
        return assigned.stream()
                        .filter(partition -> partition.topic().equals(topic))
                        .count()
                == partitions;
    }

    /**
     * Ids of its members, the dead ones included that it has not missed yet. A member that comes back has a new one.
     */
    Set<String> members() {
        ConsumerGroupDescription group = describe();
        return group == null ? Set.of() : ids(group);
    }

    /** Takes the places of members that are all dead, which they keep until their sessions end. */
    void expelAll() {
        if (!members().isEmpty()) {
            try {
                get(admin.removeMembersFromConsumerGroup(name, new RemoveMembersFromConsumerGroupOptions())
                        .all());
            } catch (ConsumerException | KafkaException e) {
                // Then their sessions end.
            }
        }
    }

    private static Set<String> ids(ConsumerGroupDescription group) {
        return group.members().stream().map(MemberDescription::consumerId).collect(Collectors.toSet());
    }

    private ConsumerGroupDescription describe() {
        try {
            return get(
                    admin.describeConsumerGroups(Set.of(name)).describedGroups().get(name));
        } catch (ConsumerException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return null;
            }
            throw e;
        }
    }

    /** The next offset that it has committed, by {@code topic-partition}. */
    Map<String, Long> committed() {
        Map<String, Long> committed = new HashMap<>();
        get(admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null && partition.topic().equals(topic)) {
                        committed.put(partition.toString(), offset.offset());
                    }
                });
        return committed;
    }

    /** Waits, for a moment, until the group has committed up to these ends. */
    void awaitCommitted(Map<String, Long> ends, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            Map<String, Long> committed = committed();
            if (ends.entrySet().stream().allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue())) {
                return;
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    private <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(CALL_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failure(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw failure("no answer within " + CALL_PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted", e);
        }
    }

    private ConsumerException failure(String why, Throwable e) {
        return new ConsumerException(
                "The broker " + bootstrapServers + " does not tell of the group " + name + " on " + topic + " (" + why
                        + "); see that it runs, that the topic is there, and that the kit may describe both.",
                e);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    @Override
    public String toString() {
        return name;
    }
}
