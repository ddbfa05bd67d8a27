package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.HistoryEntry.Applied;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.schemas.EventReader;
import io.github.kesselevents.schemas.EventRecord;
import io.github.kesselevents.schemas.EventRecord.Header;
import io.github.kesselevents.schemas.Operation;
import io.github.kesselevents.schemas.ResourceEvent;
import io.github.kesselevents.schemas.UnreadableRecordException;
import io.github.kesselevents.schemas.WireFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a consumer was fed, and what took effect. Effects may be told before the record that they are of. It remembers
 * every event, without its content. Not thread-safe.
 */
final class ConsumerLog {

    private static final Set<String> HEADERS = Set.of("id", "operation", "txid");
    private static final Set<String> MEMBERS =
            Set.of("specversion", "type", "source", "id", "subject", "time", "datacontenttype", "data");

    /** An event, with all its deliveries and effects. */
    static final class Event {

        private final String id;
        private final List<Record> deliveries = new ArrayList<>(1);
        /** Of all effects that were seen, which ones were its own, from 0. */
        private final List<Integer> effects = new ArrayList<>(1);

        private String resource;
        private Operation operation;
        /** Of all events of its resource, which one it is, from 0. */
        private int order;

        private boolean unusual;

        private Event(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }

        String resource() {
            return resource;
        }

        Operation operation() {
            return operation;
        }

        int order() {
            return order;
        }

        /** Whether it has a member or a header that no contract knows. */
        boolean isUnusual() {
            return unusual;
        }

        Record first() {
            return deliveries.get(0);
        }

        List<Record> deliveries() {
            return deliveries;
        }

        List<Integer> effects() {
            return effects;
        }

        /** Whether it was in the log at all. */
        boolean isFed() {
            return !deliveries.isEmpty();
        }

        /** Whether it had taken effect when so many effects had been seen. */
        boolean hadEffect(int effectsSeen) {
            return !effects.isEmpty() && effects.get(0) < effectsSeen;
        }

        /** Which one of all effects was its last; it has one. */
        int lastEffect() {
            return effects.get(effects.size() - 1);
        }

        /** {@code updated at topic-0@12}. */
        String show() {
            return operation.word() + " at " + first().position();
        }

        Anchor anchor() {
            return new Anchor.OfEvent(id);
        }
    }

    /** A record. @param event null when it holds none: poison */
    record Record(String topic, int partition, long offset, Event event) {

        boolean isPoison() {
            return event == null;
        }

        String position() {
            return topic + "-" + partition + "@" + offset;
        }

        Anchor anchor() {
            return new Anchor.OfRecord(topic, partition, offset);
        }
    }

    private final EventReader reader;
    private final Map<String, Event> events = new LinkedHashMap<>();
    private final Map<String, List<Event>> chains = new LinkedHashMap<>();
    private final Map<Integer, NavigableMap<Long, Record>> partitions = new TreeMap<>();
    private final Map<String, Integer> newest = new HashMap<>();
    private long oldRedeliveries;
    private int effects;

    ConsumerLog(WireFormat wireFormat) {
        this.reader = EventReader.of(wireFormat);
    }

    Record fed(Observed observed) {
        EventRecord record = observed.record();
        Record fed;
        try {
            ResourceEvent read = reader.read(record);
            Event event = events.computeIfAbsent(read.eventId(), Event::new);
            fed = new Record(record.topic(), record.partition(), record.offset(), event);
            if (!event.isFed()) {
                List<Event> chain = chains.computeIfAbsent(read.resourceId(), any -> new ArrayList<>());
                event.resource = read.resourceId();
                event.operation = read.operation();
                event.order = chain.size();
                event.unusual = isUnusual(record, read);
                chain.add(event);
            } else if (event.order < newest.get(event.resource)) {
                oldRedeliveries++;
            }
            newest.merge(event.resource, event.order, Math::max);
            event.deliveries.add(fed);
        } catch (UnreadableRecordException e) {
            fed = new Record(record.topic(), record.partition(), record.offset(), null);
        }
        partitions.computeIfAbsent(record.partition(), any -> new TreeMap<>()).put(record.offset(), fed);
        return fed;
    }

    private static boolean isUnusual(EventRecord record, ResourceEvent read) {
        return !record.headers().stream().map(Header::name).allMatch(HEADERS::contains)
                || read instanceof ResourceEvent.Reported reported
                        && !MEMBERS.containsAll(reported.payload().propertyNames());
    }

    Event applied(Applied applied) {
        Event event = events.computeIfAbsent(applied.event(), Event::new);
        event.effects.add(effects++);
        return event;
    }

    /** Effects seen so far. */
    int effects() {
        return effects;
    }

    /** How often an event came again although a newer one of its resource had come. */
    long oldRedeliveries() {
        return oldRedeliveries;
    }

    /** Every event that was fed or took effect. */
    Collection<Event> events() {
        return events.values();
    }

    /** Null when there is none of this id. */
    Event event(String id) {
        return events.get(id);
    }

    /** By resource, its events in the order of the log. */
    Map<String, List<Event>> chains() {
        return chains;
    }

    /** By partition, its records by offset. */
    Map<Integer, NavigableMap<Long, Record>> partitions() {
        return partitions;
    }
}
