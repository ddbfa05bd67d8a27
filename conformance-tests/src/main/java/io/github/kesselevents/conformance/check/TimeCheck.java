package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.Examination.Draft;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * ORDER-5: the times of one resource's events do not decrease, in the order in which its versions committed. Without a
 * witness, an operation that returned before another was invoked comes first; for records that no operation explains,
 * the log's order stands for that of the commits.
 *
 * <p><b>What it cannot see:</b> without a witness, the order of operations that overlap; if their times decrease in the
 * log, either order may be the wrong one, and it says so.
 */
final class TimeCheck implements Check {

    private record Timed(Delivery delivery, Attempt writer, Instant time) {

        /** Negative if it comes before the other, positive if behind it, 0 if nothing tells. */
        int against(Timed other) {
            if (delivery.version() != null && other.delivery.version() != null) {
                return Integer.compare(
                        delivery.version().order(), other.delivery.version().order());
            }
            if (writer == null || other.writer == null || writer.precedes(other.writer)) {
                return -1;
            }
            return other.writer.precedes(writer) ? 1 : 0;
        }
    }

    private final Index index;
    private final Draft times = new Draft("ORDER-5", "events");
    /** By the resource's number, what later events are held against: the newest, and those that overlap with it. */
    private final Slots<List<Timed>> newest = new Slots<>();
    /** Ids that were seen, for histories in which nothing says which version a record publishes. */
    private final Set<Object> ids = new HashSet<>();

    private boolean witnessed;

    TimeCheck(Index index) {
        this.index = index;
    }

    @Override
    public void committed(Transaction transaction) {
        witnessed = true;
    }

    @Override
    public void delivered(Delivery delivery) {
        if (delivery.stream() == null || delivery.stream().time() == null || delivery.key() == null) {
            return;
        }
        boolean first = delivery.version() != null
                ? delivery.isFirst()
                : !witnessed && delivery.identity() != null && ids.add(delivery.identity());
        Instant time = first ? time(delivery) : null;
        if (time != null) {
            times.examined();
            Timed timed = new Timed(delivery, writer(delivery), time);
            compare(newest.computeIfAbsent(delivery.resource().number(), () -> new ArrayList<>(1)), timed);
        }
    }

    /** The witness knows it; without one, the payload must be asked. */
    private Attempt writer(Delivery delivery) {
        return delivery.version() != null ? delivery.version().writer() : index.writerOf(delivery);
    }

    /** As the producer wrote it; null when there is none, as SHAPE-1 says. */
    private Instant time(Delivery delivery) {
        String text = delivery.message() != null && !delivery.message().isForgotten()
                ? delivery.message().time()
                : delivery.text(delivery.stream().time());
        try {
            return text == null || text.isEmpty() ? null : Instants.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private void compare(List<Timed> earlier, Timed timed) {
        if (earlier.stream().anyMatch(other -> other.against(timed) > 0)) {
            // Delivered behind one that is newer: ORDER-1 says so.
            return;
        }
        List<Timed> later = earlier.stream()
                .filter(other -> timed.time().isBefore(other.time()))
                .toList();
        later.stream()
                .filter(other -> other.against(timed) < 0)
                .findFirst()
                .ifPresentOrElse(other -> backDated(other, timed), () -> {
                    if (!later.isEmpty()) {
                        times.doubt("the times of operations that overlap decrease in the log; without a witness,"
                                + " nothing tells which of them committed first");
                    }
                });
        earlier.removeIf(other -> other.against(timed) < 0);
        earlier.add(timed);
    }

    private void backDated(Timed before, Timed timed) {
        Delivery delivery = timed.delivery();
        times.found(
                "back-dated",
                index.subject(delivery.key()),
                "the event at " + delivery.position() + " is dated before its predecessor at "
                        + before.delivery().position(),
                "not before " + before.time(),
                timed.time().toString(),
                delivery.version() == null
                        ? new Anchor[] {Anchor.of(delivery)}
                        : new Anchor[] {Anchor.of(delivery), Anchor.of(delivery.version())});
    }

    @Override
    public List<Examination> examine(Ending ending) {
        return List.of(times.done());
    }
}
