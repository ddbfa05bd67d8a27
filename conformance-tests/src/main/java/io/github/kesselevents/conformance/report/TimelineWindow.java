package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.report.Timeline.Mark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Of one lane, the marks about the time of a finding: a bounded number, the rest is counted. */
final class TimelineWindow {

    private static final int BEFORE = 3;
    private static final int AMONG = 12;
    private static final int BEHIND = 3;

    /** A place for a mark that may be completed later. */
    static final class Slot {

        private Mark mark;

        Slot(Mark mark) {
            this.mark = mark;
        }

        Mark mark() {
            return mark;
        }

        /** The reply came. */
        void returned(long at, String code) {
            mark = new Mark(
                    mark.lane(), mark.row(), mark.from(), at, mark.label() + " " + code, mark.cited(), mark.links());
        }
    }

    private final long from;
    private final long to;
    private final Deque<Slot> before = new ArrayDeque<>();
    private final List<Slot> among = new ArrayList<>();
    private final List<Slot> behind = new ArrayList<>();
    private long earlier;
    private long left;

    /**
     * @param from of the first entry that the finding cites, in nanoseconds since the run began
     * @param to of the last one
     */
    TimelineWindow(long from, long to) {
        this.from = from;
        this.to = to;
    }

    /** @param wanted whether it is to be among the shown ones, whenever it happened */
    void add(Slot slot, boolean wanted) {
        Mark mark = slot.mark();
        if (mark.from() < from && !wanted) {
            before.add(slot);
            if (before.size() > BEFORE) {
                before.remove();
                earlier++;
            }
        } else if (mark.from() <= to || wanted) {
            keep(among, AMONG, slot);
        } else {
            keep(behind, BEHIND, slot);
        }
    }

    private void keep(List<Slot> slots, int most, Slot slot) {
        if (slots.size() < most) {
            slots.add(slot);
        } else {
            left++;
        }
    }

    List<Mark> marks() {
        List<Mark> marks = new ArrayList<>();
        before.forEach(slot -> marks.add(slot.mark()));
        among.forEach(slot -> marks.add(slot.mark()));
        behind.forEach(slot -> marks.add(slot.mark()));
        return marks;
    }

    /** How many lie before those shown. */
    long earlier() {
        return earlier;
    }

    /** How many were left out among and behind those shown. */
    long left() {
        return left;
    }
}
