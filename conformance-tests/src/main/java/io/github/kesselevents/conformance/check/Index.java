package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.Delivery.Binding;
import io.github.kesselevents.conformance.producer.ProducerProfile.Stream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds versions and operations by what names them, and binds records to the versions that made them: by the event's
 * id; else by the marker in the payload; else, as deletes and tuples carry none, by content and position.
 *
 * <p>Each id, marker and resource is one numbered object, found by its text once and then passed on: checks remember
 * what they know of it in {@link Slots}.
 */
final class Index {

    private final Map<String, EventId> ids = new HashMap<>();
    private final Map<String, Mark> marks = new HashMap<>();
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final Map<Long, Attempt> attempts = new LinkedHashMap<>();
    private final Map<String, List<Attempt>> groups = new HashMap<>();
    /** Commit order of what was last delivered, by topic and partition. */
    private final Map<String, Integer> lastDelivered = new HashMap<>();

    private final Unlogged unlogged = new Unlogged();
    private int versions;
    private boolean hasMessages;

    void add(Attempt attempt) {
        attempts.put(attempt.number(), attempt);
        if (attempt.invoked().marker() != null) {
            Mark mark = mark(attempt.invoked().marker());
            mark.of(attempt);
            attempt.marked(mark);
        }
        if (attempt.invoked().transactionId() != null) {
            groups.merge(attempt.invoked().transactionId(), List.of(attempt), Index::joined);
        }
    }

    void add(Transaction transaction) {
        for (Message message : transaction.messages()) {
            if (message.id() != null) {
                id(message.id()).committed(message);
                hasMessages = true;
            }
        }
        for (Version version : transaction.versions()) {
            Resource resource = resource(version.key());
            Mark mark = version.marker() == null ? null : mark(version.marker());
            resource.versions().add(version);
            if (version.subject() != null) {
                resource.call(version.subject());
            }
            if (mark != null) {
                mark.of(version);
            }
            version.indexed(versions++, resource, mark);
        }
        transaction.messages().forEach(Message::shareKey);
    }

    private EventId id(String id) {
        return ids.computeIfAbsent(id, any -> new EventId(ids.size()));
    }

    /** The one for this marker. */
    Mark mark(String marker) {
        return marks.computeIfAbsent(marker, any -> new Mark(marks.size(), marker));
    }

    private Resource resource(String key) {
        return resources.computeIfAbsent(key, any -> new Resource(resources.size(), key));
    }

    /** Nearly all have one element: a list that can grow is made for the second. */
    private static <T> List<T> joined(List<T> some, List<T> one) {
        List<T> all = some.size() == 1 ? new ArrayList<>(some) : some;
        all.addAll(one);
        return all;
    }

    void addEmitted(Message message) {
        if (message.id() != null) {
            id(message.id()).emitted(message);
        }
    }

    Optional<Attempt> attempt(long number) {
        return Optional.ofNullable(attempts.get(number));
    }

    /** All operations, in the order in which they were invoked. */
    Iterable<Attempt> attempts() {
        return attempts.values();
    }

    /** The operation with this marker; null when there is none. */
    Attempt attemptOf(String marker) {
        Mark mark = marker == null ? null : marks.get(marker);
        return mark == null ? null : mark.attempt();
    }

    /** The operation whose marker is in the record; null when none is. */
    Attempt writerOf(Delivery delivery) {
        return attemptOf(delivery.text(delivery.stream().marker()));
    }

    /** The version that the operation with this marker made; null when there is none. */
    Version versionOf(String marker) {
        Mark mark = marker == null ? null : marks.get(marker);
        return mark == null ? null : mark.version();
    }

    /** The versions of this resource, in commit order. */
    List<Version> versionsOf(String key) {
        Resource resource = resources.get(key);
        return resource == null ? List.of() : resource.versions();
    }

    /** All resources, in the order in which they were first seen; of some, only records were. */
    Collection<Resource> resources() {
        return resources.values();
    }

    /** The operations that used this transaction_id. */
    List<Attempt> group(String transactionId) {
        return transactionId == null ? List.of() : groups.getOrDefault(transactionId, List.of());
    }

    /** All groups, by transaction_id. */
    Map<String, List<Attempt>> groups() {
        return groups;
    }

    /** The API's name of a resource, as far as anything told it; else its id. */
    String subject(String key) {
        Resource resource = resources.get(key);
        return resource == null ? key : resource.name();
    }

    /**
     * Binds a record to the message with its id, if that one has been shown and is of the same resource; returns
     * whether it did. An id that names an event of another resource may be borrowed; what really made the record may
     * still be shown.
     */
    boolean bindAtOnce(Delivery delivery) {
        for (Message message = named(delivery); message != null; message = message.older()) {
            boolean same = delivery.key() == null
                    || message.key() == null
                    || delivery.key().equals(message.key());
            if (delivery.stream() == null || same && carries(delivery, message)) {
                bind(delivery, message);
                bound(delivery);
                return true;
            }
        }
        return false;
    }

    /** Binds a record to what made it, as nothing more will be shown that could have. */
    void bind(Delivery delivery) {
        boolean found = delivery.stream() != null
                && (bindById(delivery)
                        || !wasWrittenForNothing(delivery) && (bindByMarker(delivery) || bindByPosition(delivery)));
        Message namesake = found ? null : named(delivery);
        if (namesake != null) {
            bind(delivery, namesake);
        }
        bound(delivery);
    }

    /** Whether its message was written outside any transaction, and no version took it. */
    private boolean wasWrittenForNothing(Delivery delivery) {
        Message message = delivery.eventId() == null ? null : delivery.eventId().emitted();
        return message != null && message.key() != null && message.transaction() == null;
    }

    private void bound(Delivery delivery) {
        if (delivery.stream() == null) {
            return;
        }
        Version version = delivery.version();
        if (version != null) {
            lastDelivered.put(delivery.place(), version.order());
        }
        if (delivery.key() != null) {
            delivery.of(
                    version != null && version.key().equals(delivery.key())
                            ? version.resource()
                            : resource(delivery.key()));
            learnSubject(delivery);
        }
    }

    private static void bind(Delivery delivery, Message message) {
        Version version = message.transaction().versionOf(message.key());
        Binding how = version == null ? Binding.TRANSACTION : Binding.ID;
        delivery.bind(how, message, message.transaction(), version);
    }

    /** The newest message with its id; its id is looked up once, however often it is asked for while it waits. */
    private Message named(Delivery delivery) {
        if (delivery.eventId() == null && delivery.id() != null) {
            delivery.under(id(delivery.id()));
        }
        return delivery.eventId() == null ? null : delivery.eventId().newest();
    }

    private boolean bindById(Delivery delivery) {
        for (Message message = named(delivery); message != null; message = message.older()) {
            if (carries(delivery, message)) {
                bind(delivery, message);
                return true;
            }
        }
        return false;
    }

    /** Whether the record can be the message with its id, rather than another event under a borrowed id. */
    private boolean carries(Delivery delivery, Message message) {
        Version version = message.transaction().versionOf(message.key());
        Delivery first = version == null ? null : version.first(delivery.streamIndex());
        if (first == null || first == delivery) {
            return !isBorrowed(delivery, message, version);
        }
        if (first.sameKey(delivery) && first.sameValue(delivery)) {
            return message.operation() == null || message.operation().equals(delivery.operation());
        }
        String marker = delivery.text(delivery.stream().marker());
        Version marked = versionOf(marker);
        return (marked == null || marked == version)
                && (delivery.key() == null || delivery.key().equals(message.key()));
    }

    /** Whether a first record under this id says itself that it is the event of another version. */
    private boolean isBorrowed(Delivery delivery, Message message, Version version) {
        if (delivery.key() == null || message.key() == null || delivery.key().equals(message.key())) {
            return false;
        }
        String marker = delivery.marker();
        if (marker != null) {
            Version marked = versionOf(marker);
            return marked != null && marked.key().equals(delivery.key());
        }
        return !says(message, version, delivery)
                && versionsOf(delivery.key()).stream().anyMatch(other -> {
                    Message own = other.transaction().messageTo(delivery.stream(), other.key());
                    return own != null && delivery.key().equals(own.key()) && says(own, other, delivery);
                });
    }

    private boolean bindByMarker(Delivery delivery) {
        String marker = delivery.text(delivery.stream().marker());
        Version version = versionOf(marker);
        if (version == null) {
            return false;
        }
        delivery.bind(Binding.MARKER, null, version.transaction(), version);
        return true;
    }

    /**
     * Among the versions of the key with the record's operation: those whose message says the same, and of these the
     * next one in commit order behind what the partition delivered last, else the first that was not delivered.
     */
    private boolean bindByPosition(Delivery delivery) {
        if (delivery.key() == null || delivery.text(delivery.stream().marker()) != null) {
            return false;
        }
        int last = lastDelivered.getOrDefault(delivery.place(), -1);
        if (!hasMessages) {
            Optional<Version> version = unlogged.versionOf(delivery, versionsOf(delivery.key()), last);
            version.ifPresent(made -> delivery.bind(Binding.POSITION, null, made.transaction(), made));
            return version.isPresent();
        }
        List<Version> candidates = versionsOf(delivery.key()).stream()
                .filter(version -> version.operation().word().equals(delivery.operation()))
                .filter(version -> saysTheSame(version, delivery))
                .toList();
        Optional<Version> next = candidates.stream()
                .filter(version -> version.order() > last)
                .findFirst()
                .or(() -> candidates.stream()
                        .filter(version -> version.first(delivery.streamIndex()) == null)
                        .findFirst())
                .or(() -> candidates.stream().reduce((a, b) -> b));
        next.ifPresent(version -> delivery.bind(Binding.POSITION, null, version.transaction(), version));
        return next.isPresent();
    }

    /** A transaction that wrote messages, but none to this stream, publishes nothing on it. */
    private static boolean saysTheSame(Version version, Delivery delivery) {
        Message message = version.transaction().messageTo(delivery.stream(), version.key());
        return message == null ? version.transaction().messages().isEmpty() : says(message, version, delivery);
    }

    /** Whether a message holds what the record shows. Once that is dropped, what was delivered then tells. */
    private static boolean says(Message message, Version version, Delivery delivery) {
        return message.isForgotten()
                ? version.first(delivery.streamIndex()).says(delivery)
                : message.payload().equals(delivery.payload());
    }

    private static void learnSubject(Delivery delivery) {
        if (delivery.resource().subject() == null) {
            delivery.resource().call(subjectIn(delivery));
        }
    }

    /** The API's key, as the payload tells it; null when it does not. */
    static String subjectIn(Delivery delivery) {
        Stream stream = delivery.stream();
        List<String> parts = new ArrayList<>(stream.subject().size());
        for (String pointer : stream.subject()) {
            String part = delivery.text(pointer);
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return parts.isEmpty() ? null : String.join("/", parts);
    }
}
