package io.github.kesselevents.schemas;

import java.util.Optional;

/** The streams that inventory-api publishes; each write makes one event on each. */
public enum EventStream {
    /** The public stream: what happened to a resource. */
    RESOURCES("kessel.resources"),
    /** The internal companion: which versions the write made, for inventory-api's own consumer. */
    TUPLES("kessel.tuples");

    private final String aggregateType;

    EventStream(String aggregateType) {
        this.aggregateType = aggregateType;
    }

    /** The aggregate type of its outbox messages, also the prefix of its messages in the write-ahead log. */
    public String aggregateType() {
        return aggregateType;
    }

    /** The Kafka topic, put together by the relay from a fixed prefix and the aggregate type. */
    public String topic() {
        return "outbox.event." + aggregateType;
    }

    /** The stream of this topic; empty for any other topic. */
    public static Optional<EventStream> ofTopic(String topic) {
        for (EventStream stream : values()) {
            if (stream.topic().equals(topic)) {
                return Optional.of(stream);
            }
        }
        return Optional.empty();
    }
}
