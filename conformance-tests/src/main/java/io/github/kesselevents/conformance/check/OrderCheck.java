package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.Examination.Draft;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * ORDER-1 to ORDER-3: the events of a resource arrive in the order in which its versions committed, in one partition.
 * The versions themselves are for {@link StateMachineCheck}, their times for {@link TimeCheck}. Without a witness,
 * operations that do not overlap keep their order, and what is first delivered stands for what committed.
 *
 * <p><b>What it cannot see:</b> without a witness, the order of operations that overlap; with one, order between
 * resources, which nobody promises.
 */
final class OrderCheck implements Check {

    /** What is known of a resource on a stream: mostly it is in one partition. */
    private static final class Line {

        private final List<Place> places = new ArrayList<>(1);

        private Place of(Delivery delivery) {
            for (Place place : places) {
                if (place.example.partition() == delivery.partition()) {
                    return place;
                }
            }
            Place place = new Place(delivery);
            places.add(place);
            return place;
        }
    }

    /** What is known of a resource in one partition of a stream. */
    private static final class Place {

        private int newestOrder = -1;
        private Delivery newest;
        private Delivery last;
        private Attempt latestInvoked;
        private Delivery latestInvokedEvent;
        private final Delivery example;

        private Place(Delivery example) {
            this.example = example;
        }
    }

    private final Index index;
    private final Draft commitOrder = new Draft("ORDER-1", "events");
    private final Draft newestLast = new Draft("ORDER-2", "resources in a partition");
    private final Draft onePartition = new Draft("ORDER-3", "resources on a topic");
    /** By stream and the resource's number. */
    private final Slots<Slots<Line>> lines = new Slots<>();

    /** Events that were seen, for histories in which nothing says which version a record publishes. */
    private final Map<String, Integer> ranks = new HashMap<>();

    private boolean witnessed;

    OrderCheck(Index index) {
        this.index = index;
    }

    @Override
    public void committed(Transaction transaction) {
        witnessed = true;
    }

    @Override
    public void delivered(Delivery delivery) {
        if (delivery.stream() == null || delivery.key() == null || delivery.isMisplaced()) {
            return;
        }
        boolean bound = delivery.version() != null;
        boolean witnessless = !bound && !witnessed && delivery.identity() != null;
        if (!bound && !witnessless) {
            return;
        }
        boolean first = bound ? delivery.isFirst() : ranks.putIfAbsent(rank(delivery), ranks.size()) == null;
        Place place = lines.computeIfAbsent(delivery.streamIndex(), Slots::new)
                .computeIfAbsent(delivery.resource().number(), Line::new)
                .of(delivery);
        place.last = delivery;
        int order = order(delivery);
        if (first) {
            commitOrder.examined();
            if (bound) {
                requireCommitOrder(place, delivery, order);
            } else {
                requireRealTimeOrder(place, delivery);
            }
        }
        if (order > place.newestOrder) {
            place.newestOrder = order;
            place.newest = delivery;
        }
    }

    private int order(Delivery delivery) {
        return delivery.version() != null ? delivery.version().order() : ranks.get(rank(delivery));
    }

    private static String rank(Delivery delivery) {
        return delivery.streamIndex() + "/" + delivery.identity();
    }

    private void requireCommitOrder(Place place, Delivery delivery, int order) {
        if (order < place.newestOrder) {
            Version version = delivery.version();
            commitOrder.found(
                    "swapped",
                    index.subject(delivery.key()),
                    version.describe() + " was first delivered after "
                            + place.newest.version().describe(),
                    "commit order",
                    delivery.position() + " behind " + place.newest.position(),
                    Anchor.of(delivery),
                    Anchor.of(version),
                    Anchor.of(place.newest),
                    onTopic(delivery));
        }
    }

    /** An operation that returned before another was invoked comes first; an unknown one precedes nothing. */
    private void requireRealTimeOrder(Place place, Delivery delivery) {
        Attempt writer = index.writerOf(delivery);
        if (writer == null) {
            return;
        }
        if (place.latestInvoked != null && writer.precedes(place.latestInvoked)) {
            commitOrder.found(
                    "swapped",
                    index.subject(delivery.key()),
                    writer.describe() + " returned before " + place.latestInvoked.describe()
                            + " was invoked, and is delivered after it",
                    "the order of operations that do not overlap",
                    delivery.position() + " behind " + place.latestInvokedEvent.position(),
                    Anchor.of(delivery),
                    Anchor.of(writer),
                    Anchor.of(place.latestInvokedEvent),
                    onTopic(delivery));
        }
        if (place.latestInvoked == null
                || writer.invoked().at() > place.latestInvoked.invoked().at()) {
            place.latestInvoked = writer;
            place.latestInvokedEvent = delivery;
        }
    }

    @Override
    public List<Examination> examine(Ending ending) {
        lines.values().flatMap(Slots::values).forEach(line -> {
            requireOnePartition(line);
            line.places.forEach(place -> requireNewestLast(place, ending));
        });
        return List.of(commitOrder.done(), newestLast.done(), onePartition.done());
    }

    private void requireOnePartition(Line line) {
        onePartition.examined();
        if (line.places.size() > 1) {
            Delivery one = line.places.get(0).example;
            Delivery other = line.places.get(1).example;
            onePartition.found(
                    "spread",
                    index.subject(one.key()),
                    "its events are in partitions "
                            + line.places.stream()
                                    .map(place -> place.example.partition())
                                    .toList()
                            + " of " + one.event().topic(),
                    "one partition",
                    one.position() + " and " + other.position(),
                    Anchor.of(one),
                    Anchor.of(other),
                    onTopic(one));
        }
    }

    private void requireNewestLast(Place place, Ending ending) {
        if (order(place.last) == place.newestOrder) {
            newestLast.examined();
        } else if (!ending.drained()) {
            newestLast.doubt(ending.doubt() + ", perhaps within a rewind");
        } else {
            newestLast.examined();
            newestLast.found(
                    "regressed",
                    index.subject(place.last.key()),
                    "the last event delivered is not of its newest version",
                    place.newest.position() + " again, or nothing behind it",
                    place.last.position(),
                    Anchor.of(place.last),
                    onTopic(place.last));
        }
    }

    private static Anchor onTopic(Delivery delivery) {
        return new Anchor.OfResource(delivery.event().topic(), delivery.key());
    }
}
