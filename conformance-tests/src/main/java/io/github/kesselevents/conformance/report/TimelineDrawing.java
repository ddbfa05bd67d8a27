package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.report.Timeline.Band;
import io.github.kesselevents.conformance.report.Timeline.Lane;
import io.github.kesselevents.conformance.report.Timeline.Mark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A timeline with coordinates, in the units of an SVG. Time goes to the right; longer pauses take more room, but far
 * less than in proportion, and each instant gets as much as the labels need.
 *
 * @param rows from top to bottom
 * @param links from the mark that came first to the one that followed from it
 */
record TimelineDrawing(
        int width, int height, List<Row> rows, List<Bar> marks, List<Line> links, List<Strip> bands, List<Tick> ticks) {

    private static final int GUTTER = 118;
    private static final int TOP = 26;
    private static final int ROW = 40;
    private static final int FOOT = 26;
    private static final double CHARACTER = 6.9;
    private static final int STEP = 12;
    private static final int TICK = 76;
    private static final String NOTHING = "nothing of it";
    private static final String BANDS = "bands";
    private static final double MILLISECOND = 1e6;

    /** @param first whether it is the first one of its lane */
    record Row(String lane, String name, int y, boolean first) {}

    /**
     * A mark.
     *
     * @param width 0 for what has no length
     * @param open whether its end was never seen
     */
    record Bar(String lane, int x, int y, int width, boolean open, boolean cited, String label, String title) {}

    record Line(int x1, int y1, int x2, int y2) {}

    record Strip(int x, int width, String label) {}

    record Tick(int x, String label) {}

    static TimelineDrawing of(Timeline timeline) {
        return new Layout(timeline).draw();
    }

    /** Seconds since the run began. */
    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%,.3f s", nanos / 1e9);
    }

    /** Finds the places. */
    private static final class Layout {

        private final Timeline timeline;
        private final NavigableMap<Long, Integer> xs = new TreeMap<>();
        private final Map<String, Row> rows = new LinkedHashMap<>();
        private int end;

        Layout(Timeline timeline) {
            this.timeline = timeline;
        }

        TimelineDrawing draw() {
            placeRows();
            placeInstants();
            List<Bar> bars = timeline.marks().stream().map(this::bar).toList();
            int width = end + STEP;
            return new TimelineDrawing(
                    width,
                    TOP + rows.size() * ROW + FOOT,
                    List.copyOf(rows.values()),
                    bars,
                    lines(bars),
                    timeline.bands().stream().map(band -> strip(band, width)).toList(),
                    ticks());
        }

        private void placeRows() {
            Collection<String> named = new TreeSet<>();
            for (Lane lane : Lane.values()) {
                named.clear();
                timeline.marks().stream()
                        .filter(mark -> mark.lane() == lane)
                        .map(Mark::row)
                        .forEach(named::add);
                if (named.isEmpty()) {
                    named.add(NOTHING);
                }
                boolean first = true;
                for (String name : named) {
                    rows.put(id(lane, name), new Row(word(lane), name, TOP + rows.size() * ROW, first));
                    first = false;
                }
            }
        }

        private static String id(Lane lane, String row) {
            return lane + " " + row;
        }

        private static String word(Lane lane) {
            return lane.name().toLowerCase(Locale.ROOT);
        }

        /** From left to right: no label may run into the next one of its row. */
        private void placeInstants() {
            NavigableMap<Long, List<Mark>> begins = new TreeMap<>();
            for (Mark mark : timeline.marks()) {
                begins.computeIfAbsent(mark.from(), at -> new ArrayList<>()).add(mark);
                if (mark.to() != null) {
                    begins.computeIfAbsent(mark.to(), at -> new ArrayList<>());
                }
            }
            long last = begins.lastKey();
            Map<Long, Band> bands = new HashMap<>();
            for (Band band : timeline.bands()) {
                if (band.from() >= begins.firstKey()) {
                    begins.computeIfAbsent(band.from(), at -> new ArrayList<>());
                    bands.put(band.from(), band);
                }
                if (band.to() != null && band.to() <= last) {
                    begins.computeIfAbsent(band.to(), at -> new ArrayList<>());
                }
            }
            Map<String, Integer> free = new HashMap<>();
            long before = begins.firstKey();
            int x = GUTTER;
            for (Map.Entry<Long, List<Mark>> instant : begins.entrySet()) {
                double pause = (instant.getKey() - before) / MILLISECOND;
                x += STEP + (int) (8 * Math.log10(1 + pause));
                for (Mark mark : instant.getValue()) {
                    x = Math.max(x, free.getOrDefault(id(mark.lane(), mark.row()), 0));
                }
                Band band = bands.get(instant.getKey());
                if (band != null) {
                    x = Math.max(x, free.getOrDefault(BANDS, 0));
                    free.put(BANDS, x + labelWidth(band.label()));
                    end = Math.max(end, x + labelWidth(band.label()));
                }
                xs.put(instant.getKey(), x);
                for (Mark mark : instant.getValue()) {
                    int right = x + labelWidth(mark.label());
                    free.merge(id(mark.lane(), mark.row()), right, Math::max);
                    end = Math.max(end, right);
                }
                before = instant.getKey();
                end = Math.max(end, x);
            }
        }

        private static int labelWidth(String label) {
            return (int) (label.length() * CHARACTER) + STEP;
        }

        private Bar bar(Mark mark) {
            int x = xs.get(mark.from());
            int right = mark.to() == null ? end : xs.get(mark.to());
            String when = mark.to() == null
                    ? seconds(mark.from()) + ", no reply"
                    : mark.to() > mark.from()
                            ? seconds(mark.from()) + " to " + seconds(mark.to())
                            : seconds(mark.from());
            return new Bar(
                    word(mark.lane()),
                    x,
                    rows.get(id(mark.lane(), mark.row())).y(),
                    mark.lane() == Lane.CLIENT ? Math.max(4, right - x) : 0,
                    mark.to() == null,
                    mark.cited(),
                    mark.label(),
                    mark.label() + ", " + when);
        }

        private List<Line> lines(List<Bar> bars) {
            List<Line> lines = new ArrayList<>();
            for (int i = 0; i < bars.size(); i++) {
                for (int j = 0; j < bars.size(); j++) {
                    Mark one = timeline.marks().get(i);
                    Mark other = timeline.marks().get(j);
                    if (other.lane().ordinal() == one.lane().ordinal() + 1
                            && one.links().stream().anyMatch(other.links()::contains)) {
                        lines.add(new Line(
                                bars.get(i).x(),
                                bars.get(i).y() + 26,
                                bars.get(j).x(),
                                bars.get(j).y() + 26));
                    }
                }
            }
            return lines;
        }

        private Strip strip(Band band, int width) {
            int x = between(band.from());
            int right = band.to() == null ? width : between(band.to());
            return new Strip(x, Math.max(6, right - x), band.label());
        }

        /** Between the instants that have a place, in proportion. */
        private int between(long at) {
            Map.Entry<Long, Integer> before = xs.floorEntry(at);
            Map.Entry<Long, Integer> after = xs.ceilingEntry(at);
            if (before == null || after == null) {
                return before == null ? GUTTER : end;
            }
            long span = after.getKey() - before.getKey();
            double part = span == 0 ? 0 : (at - before.getKey()) / (double) span;
            return before.getValue() + (int) (part * (after.getValue() - before.getValue()));
        }

        private List<Tick> ticks() {
            List<Tick> ticks = new ArrayList<>();
            int free = 0;
            for (Map.Entry<Long, Integer> instant : xs.entrySet()) {
                if (instant.getValue() >= free) {
                    ticks.add(new Tick(instant.getValue(), seconds(instant.getKey())));
                    free = instant.getValue() + TICK;
                }
            }
            return ticks;
        }
    }
}
