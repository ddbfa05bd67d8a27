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

    private static final class Hold {

        private final String marker;
        private boolean probed;
        private boolean open = true;

        private Hold(String marker) {
            this.marker = marker;
        }
    }

    private final Index index;
    private final Draft hidden = new Draft("ATOMIC-8", "held commits");
    private final List<Hold> holds = new ArrayList<>();
    private final List<Delivery> early = new ArrayList<>();
    private int tooShort;

    HoldCheck(Index index) {
        this.index = index;
    }

    @Override
    public void faulted(Faulted fault) {
        if (!fault.what().equals(HOLD)) {
            return;
        }
        String marker = fault.detail().get(MARKER);
        if (fault.stage() == Stage.TOOK_EFFECT) {
            holds.add(new Hold(marker));
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
            holds.stream().filter(hold -> hold.open).forEach(hold -> hold.probed = true);
        }
    }

    @Override
    public void observed(Delivery delivery) {
        if (delivery.stream() == null || delivery.stream().marker() == null) {
            return;
        }
        if (holds.stream().anyMatch(hold -> hold.open && hold.marker != null && hold.marker.equals(marker(delivery)))) {
            early.add(delivery);
        }
    }

    private static String marker(Delivery delivery) {
        return delivery.text(delivery.stream().marker());
    }

    @Override
    public List<Examination> examine(Ending ending) {
        hidden.examined(holds.stream().filter(hold -> hold.probed).count());
        if (tooShort > 0 && hidden.done().examined() == 0) {
            hidden.doubt("no sentinel passed while a commit was held");
        }
        for (Delivery delivery : early) {
            Attempt writer = index.attemptOf(marker(delivery));
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
