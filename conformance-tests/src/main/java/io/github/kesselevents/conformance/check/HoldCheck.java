package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.Examination.Draft;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * ATOMIC-8: no event is visible before its commit. Decided by holding a commit: a deferred trigger waits on a lock
 * while sentinels pass through the relay on every partition; an event of the held write that is read before the lock is
 * released was visible too early. No clock decides: the sentinels prove that the event would have been seen. So does
 * other traffic, when what was asked for after the write was held is read before it is released, in each of the
 * partitions that show the write's events in the end.
 *
 * <p><b>What it cannot see:</b> writes that were not held. Without sentinels, a held write that does not commit in the
 * end: no event shows in which partitions one would have been seen. A transaction that waits for a synchronous standby
 * is in the write-ahead log before anybody can see it; that is not what is held here.
 */
final class HoldCheck implements Check {

    /** The fault that holds a commit; its detail {@code marker} names the held operation. */
    static final String HOLD = "hold-commit";

    private static final String MARKER = "marker";

    /** A record that was read while a commit was held: it is too early if it turns out to be an event of that write. */
    private record Early(Hold hold, Delivery delivery) {

        boolean isOfHeldWrite() {
            if (hold.marker == null) {
                return false;
            }
            if (delivery.version() != null && delivery.version().marker() != null) {
                return hold.marker.equals(delivery.version().marker());
            }
            return hold.marker.equals(delivery.marker());
        }
    }

    private static final class Hold {

        /** Of the held operation; null until its commit is held. */
        private String marker;
        /** When its commit was held. */
        private long since;

        private boolean probed;
        private boolean open = true;

        private void of(Faulted fault) {
            marker = fault.detail().get(MARKER);
            since = fault.at();
        }
    }

    private final Index index;
    private final Draft hidden = new Draft("ATOMIC-8", "held commits");
    private final List<Hold> holds = new ArrayList<>();
    private final List<Early> early = new ArrayList<>();

    HoldCheck(Index index) {
        this.index = index;
    }

    @Override
    public void faulted(Faulted fault) {
        if (!fault.what().equals(HOLD)) {
            return;
        }
        if (fault.stage() == Stage.ASKED) {
            // The write is sent after this, so what is read of it from now on is read before its commit.
            holds.add(new Hold());
        } else if (fault.stage() == Stage.TOOK_EFFECT) {
            if (holds.stream().noneMatch(hold -> hold.open)) {
                holds.add(new Hold());
            }
            holds.stream().filter(hold -> hold.open).forEach(hold -> hold.of(fault));
        } else if (fault.stage() == Stage.ENDED) {
            holds.forEach(hold -> hold.open = false);
        }
    }

    @Override
    public void drained(Drained round) {
        if (round.complete()) {
            holds.stream().filter(hold -> hold.open && hold.marker != null).forEach(hold -> hold.probed = true);
        }
    }

    @Override
    public void observed(Delivery delivery) {
        if (delivery.stream() == null) {
            return;
        }
        for (Hold hold : holds) {
            if (hold.open) {
                early.add(new Early(hold, delivery));
            }
        }
    }

    @Override
    public List<Examination> examine(Ending ending) {
        long proven = holds.stream()
                .filter(hold -> hold.probed || !hold.open && isOvertaken(hold))
                .count();
        hidden.examined(proven);
        if (proven == 0 && holds.stream().anyMatch(hold -> !hold.open)) {
            hidden.doubt("no held commit was passed by sentinels, or by later writes in each of its partitions;"
                    + " add the fault \"hold commit\" to the scenario, which waits for sentinels");
        }
        for (Early read : early) {
            if (!read.isOfHeldWrite()) {
                continue;
            }
            Delivery delivery = read.delivery();
            Attempt writer = index.attemptOf(read.hold().marker);
            hidden.found(
                    "visible-early",
                    delivery.key() == null ? "" : index.subject(delivery.key()),
                    (writer == null ? "the write" : writer.describe())
                            + " was published while its commit was still held back",
                    "no event before the commit",
                    delivery.position(),
                    Anchor.of(delivery));
        }
        return List.of(hidden.done());
    }

    /** Whether others passed it in each of the partitions in which its own events were read in the end. */
    private boolean isOvertaken(Hold hold) {
        Version held = index.versionOf(hold.marker);
        if (held == null || !held.isDeliveredEverywhere()) {
            return false;
        }
        for (int stream = 0; stream < held.streams(); stream++) {
            String place = held.first(stream).place();
            if (early.stream().noneMatch(read -> read.hold() == hold && isLater(read.delivery(), hold, place))) {
                return false;
            }
        }
        return true;
    }

    /** Whether what was read there was asked for when the commit was held already. */
    private boolean isLater(Delivery delivery, Hold hold, String place) {
        Attempt writer = delivery.version() == null ? null : delivery.version().writer();
        return writer != null
                && writer.invoked().at() > hold.since
                && delivery.place().equals(place);
    }
}
