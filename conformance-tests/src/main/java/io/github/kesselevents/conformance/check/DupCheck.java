package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.Examination.Draft;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.schemas.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * DUP-1 to DUP-4: what is delivered again is the same, under the same id; what is asked again under one transaction_id
 * is published once. Where repeats come from is for {@link RewindCheck}.
 *
 * <p><b>What it cannot see:</b> without a witness, a redelivery under another id of what carries no marker (deletes,
 * tuples): it looks like another event. And what is nested in objects that share an array is the relay's to lay out, so
 * an alteration there is told from its doing by FIDELITY-2 alone, and only in a first delivery.
 */
final class DupCheck implements Check {

    private final Index index;
    private final Draft identical = new Draft("DUP-1", "redeliveries");
    private final Draft oneEvent = new Draft("DUP-2", "ids");
    private final Draft sameId = new Draft("DUP-3", "redeliveries");
    private final Draft once = new Draft("DUP-4", "repeated transaction_ids");
    /** First delivery under each id, by stream and the id's number. */
    private final Slots<Slots<Delivery>> byId = new Slots<>();
    /** First delivery of what a marker marks, by the number of the mark. */
    private final Slots<Delivery> byMark = new Slots<>();

    DupCheck(Index index) {
        this.index = index;
    }

    @Override
    public void delivered(Delivery delivery) {
        if (delivery.stream() == null) {
            return;
        }
        if (delivery.eventId() != null) {
            Delivery first = on(delivery).putIfAbsent(delivery.eventId().number(), delivery);
            if (first == null) {
                oneEvent.examined();
            } else {
                repeatedId(first, delivery);
            }
        }
        repeatedVersion(delivery);
    }

    private void repeatedId(Delivery first, Delivery again) {
        if (isAnotherEvent(first, again)) {
            oneEvent.found(
                    "reused",
                    subject(again),
                    "the id " + again.id() + " names two events",
                    describe(first),
                    describe(again),
                    Anchor.of(again),
                    Anchor.of(first),
                    new Anchor.OfEvent(again.id()),
                    again.transaction() == null ? Anchor.of(again) : Anchor.of(again.transaction()));
            return;
        }
        identical.examined();
        difference(first, again);
    }

    private boolean isAnotherEvent(Delivery first, Delivery again) {
        if (first.version() != null && again.version() != null) {
            return first.version() != again.version();
        }
        if (first.message() != null && first.message() == again.message()) {
            return false;
        }
        String marker = marker(again);
        return !Objects.equals(first.key(), again.key()) && first.key() != null && again.key() != null
                || Operation.ofWord(first.operation()).isPresent()
                        && Operation.ofWord(again.operation()).isPresent()
                        && !first.operation().equals(again.operation())
                || marker != null && marker(first) != null && !marker.equals(marker(first));
    }

    private void difference(Delivery first, Delivery again) {
        boolean key = first.sameKey(again);
        boolean value = first.sameValue(again);
        boolean headers = first.sameHeaders(again);
        if (key && value && headers) {
            return;
        }
        String part = !key ? "key" : !headers ? "headers" : "value";
        boolean laidOutAnew = key && headers && first.sameLevelledValue(again);
        identical.found(
                laidOutAnew ? "array-laid-out-anew" : part,
                subject(again),
                "the redelivery at " + again.position() + " of the record at " + first.position() + " differs in its "
                        + part + (laidOutAnew ? ", by the layout of objects in an array alone" : ""),
                first.isForgotten()
                        ? "the same " + part + " as at " + first.position()
                        : show(first, again, part, true),
                first.isForgotten() ? "another " + part : show(first, again, part, false),
                Anchor.of(again),
                Anchor.of(first),
                new Anchor.OfEvent(again.id()));
    }

    private static String show(Delivery first, Delivery again, String part, boolean ofFirst) {
        Delivery shown = ofFirst ? first : again;
        Delivery other = ofFirst ? again : first;
        return switch (part) {
            case "headers" -> Headers.show(shown.event());
            case "key" -> around(shown.event().key(), other.event().key());
            default -> around(shown.event().value(), other.event().value());
        };
    }

    /** What stands around the first byte that differs. */
    private static String around(byte[] shown, byte[] other) {
        if (shown == null || other == null) {
            return shown == null ? "null" : "not null";
        }
        int at = Arrays.mismatch(shown, other);
        int from = Math.max(0, at - 10);
        int to = Math.min(shown.length, from + 50);
        return "byte " + at + ": …" + new String(shown, from, to - from, StandardCharsets.UTF_8) + "…";
    }

    private void repeatedVersion(Delivery delivery) {
        Version version = delivery.version();
        if (version != null && version.mark() != null) {
            byMark.putIfAbsent(version.mark().number(), delivery);
        }
        if (version == null) {
            repeatedMarker(delivery);
            return;
        }
        if (delivery.isFirst() || delivery.isMisplaced()) {
            return;
        }
        Delivery first = version.first(delivery.streamIndex());
        if (first == null) {
            return;
        }
        sameId.examined();
        if (!Objects.equals(first.id(), delivery.id()) && !isBorrowed(delivery)) {
            anotherId(first, delivery, version.describe());
        }
    }

    /** Whether its id named another event before: DUP-2 says so. */
    private boolean isBorrowed(Delivery delivery) {
        EventId id = delivery.eventId();
        Delivery holder = id == null ? null : on(delivery).get(id.number());
        return holder != null && holder != delivery && isAnotherEvent(holder, delivery);
    }

    /** Without a witness, the marker tells that it is the same write. */
    private void repeatedMarker(Delivery delivery) {
        String marker = marker(delivery);
        if (marker == null || Operation.DELETED.word().equals(delivery.operation())) {
            // A delete has no marker: one that shows the last report's has the wrong form, says SHAPE-5.
            return;
        }
        Delivery first = byMark.putIfAbsent(index.mark(marker).number(), delivery);
        if (first != null) {
            sameId.examined();
            if (!Objects.equals(first.id(), delivery.id())) {
                anotherId(first, delivery, "the write marked " + marker);
            }
        }
    }

    private void anotherId(Delivery first, Delivery again, String what) {
        sameId.found(
                "new-id",
                subject(again),
                what + " is delivered again at " + again.position() + " under another id",
                String.valueOf(first.id()),
                String.valueOf(again.id()),
                Anchor.of(again),
                Anchor.of(first));
    }

    @Override
    public List<Examination> examine(Ending ending) {
        index.groups().forEach((id, group) -> {
            if (group.size() < 2) {
                return;
            }
            List<Anchor> published = ending.grade() == Grade.A ? committed(group) : delivered(group);
            boolean repeated = !published.isEmpty()
                    || group.stream().anyMatch(attempt -> attempt.outcome() == Outcome.ACKNOWLEDGED);
            boolean open = !ending.drained()
                    && !group.stream().allMatch(ending.grade() == Grade.A ? ending::witnessed : ending::settled);
            if (repeated && open && published.size() < 2) {
                once.doubt(ending.doubt());
            } else if (repeated) {
                once.examined();
                if (published.size() > 1) {
                    List<Anchor> about = new ArrayList<>(published);
                    group.forEach(attempt -> about.add(Anchor.of(attempt)));
                    once.found(
                            "published-again",
                            group.get(0).invoked().key(),
                            "the transaction_id " + id + " was used " + group.size() + " times",
                            "one event",
                            published.size() + " events",
                            about.toArray(Anchor[]::new));
                }
            }
        });
        return List.of(identical.done(), oneEvent.done(), sameId.done(), once.done());
    }

    private List<Anchor> committed(List<Attempt> group) {
        return group.stream()
                .map(attempt -> attempt.version())
                .filter(Objects::nonNull)
                .map(Anchor::of)
                .distinct()
                .toList();
    }

    private List<Anchor> delivered(List<Attempt> group) {
        return group.stream()
                .map(Attempt::mark)
                .filter(Objects::nonNull)
                .map(mark -> byMark.get(mark.number()))
                .filter(Objects::nonNull)
                .map(Anchor::of)
                .distinct()
                .toList();
    }

    private static String marker(Delivery delivery) {
        return delivery.text(delivery.stream().marker());
    }

    private Slots<Delivery> on(Delivery delivery) {
        return byId.computeIfAbsent(delivery.streamIndex(), Slots::new);
    }

    private static String describe(Delivery delivery) {
        return delivery.version() != null ? delivery.version().describe() : delivery.position();
    }

    private String subject(Delivery delivery) {
        return delivery.key() == null ? "" : index.subject(delivery.key());
    }
}
