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
 * released was visible too early. No clock decides: the sentinels prove that the event would have been seen.
 *
 * <p><b>What it cannot see:</b> writes that were not held. A transaction that waits for a synchronous standby is in the
 * write-ahead log before anybody can see it; that is not what is held here.
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

        private boolean probed;
        private boolean open = true;
    }

    private final Index index;
    private final Draft hidden = new Draft("ATOMIC-8", "held commits");
    private final List<Hold> holds = new ArrayList<>();
    private final List<Early> early = new ArrayList<>();
    private int tooShort;

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
            holds.stream()
                    .filter(hold -> hold.open)
                    .forEach(hold -> hold.marker = fault.detail().get(MARKER));
        } else if (fault.stage() == Stage.ENDED) {
            holds.stream().filter(hold -> hold.open).forEach(hold -> {
                hold.open = false;
                if (!hold.probed) {
                    tooShort++;
                }
            });
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
        if (delivery.stream() != null) {
            holds.stream().filter(hold -> hold.open).forEach(hold -> early.add(new Early(hold, delivery)));
        }
    }

    @Override
    public List<Examination> examine(Ending ending) {
        hidden.examined(holds.stream().filter(hold -> hold.probed).count());
        if (tooShort > 0 && hidden.done().examined() == 0) {
            hidden.doubt("no sentinel passed while a commit was held");
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
}
