package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.report.Timeline.Band;
import io.github.kesselevents.conformance.report.Timeline.Lane;
import io.github.kesselevents.conformance.report.Timeline.Mark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells in words what a timeline draws of a finding: what the finding rests on and what belongs to that, with the
 * faults of that time, in the order of the instants.
 */
final class Story {

    private static final int MOST = 10;
    private static final String NOTHING_CAME = "by the end of the run, Kafka has no record of it";

    private final List<Mark> marks = new ArrayList<>();

    /** What was at an instant, in nanoseconds since the run began. */
    private record Step(long at, String what) {

        @Override
        public String toString() {
            return TimelineDrawing.seconds(at) + ": " + what;
        }
    }

    private final Set<String> links = new HashSet<>();

    private Story(Collection<Mark> all) {
        List<Mark> next = all.stream().filter(Mark::cited).toList();
        // From a record to its commit, and from there to the operation.
        while (!next.isEmpty()) {
            marks.addAll(next);
            next.forEach(mark -> links.addAll(mark.links()));
            next = all.stream().filter(this::isMissing).toList();
        }
    }

    private boolean isMissing(Mark mark) {
        return !marks.contains(mark) && mark.links().stream().anyMatch(links::contains);
    }

    /**
     * The sentences.
     *
     * @param lost whether no record came of a commit that the finding rests on
     */
    static List<String> of(Collection<Mark> marks, Collection<Band> bands, boolean lost) {
        return new Story(marks).tell(bands, lost);
    }

    private List<String> tell(Collection<Band> bands, boolean lost) {
        List<Step> steps = new ArrayList<>();
        marks.forEach(mark -> tell(mark, steps));
        if (steps.isEmpty()) {
            return List.of();
        }
        steps.sort(Comparator.comparingLong(Step::at));
        long first = steps.get(0).at();
        long last = steps.get(steps.size() - 1).at();
        bands.stream()
                .filter(band -> band.from() <= last && (band.to() == null || band.to() >= first))
                .forEach(band -> tell(band, steps));
        steps.sort(Comparator.comparingLong(Step::at));
        List<String> told =
                new ArrayList<>(steps.stream().limit(MOST).map(Step::toString).toList());
        if (steps.size() > MOST) {
            told.add("… and " + (steps.size() - MOST) + " more steps");
        }
        if (lost) {
            told.add(NOTHING_CAME);
        }
        return List.copyOf(told);
    }

    private static void tell(Band band, List<Step> steps) {
        steps.add(new Step(band.from(), "disturbance by the kit: " + band.label()));
        if (band.to() != null) {
            steps.add(new Step(band.to(), "the end of: " + band.label()));
        }
    }

    private void tell(Mark mark, List<Step> steps) {
        String[] words = mark.label().split(" ");
        switch (mark.lane()) {
            case CLIENT -> {
                String operation = words[0] + " " + words[1];
                steps.add(new Step(mark.from(), mark.row() + " sends " + operation));
                if (mark.to() != null) {
                    steps.add(new Step(mark.to(), mark.row() + " is answered " + words[2] + " to " + operation));
                }
            }
            case DATABASE ->
                steps.add(new Step(
                        mark.from(),
                        "the database's log shows the commit " + lsn(mark)
                                + (mark.label().startsWith(TimelineDraft.NO_MESSAGE)
                                        ? ", and no outbox message in it"
                                        : ", and its outbox message: " + words[0])));
            case KAFKA ->
                steps.add(new Step(
                        mark.from(),
                        "Kafka has the record " + mark.row() + words[0] + (words.length > 1 ? ", " + words[1] : "")
                                + commitOf(mark)));
        }
    }

    /** Records may come in another order than their commits: which is whose is said. */
    private String commitOf(Mark record) {
        return marks.stream()
                .filter(mark -> mark.lane() == Lane.DATABASE && !Collections.disjoint(mark.links(), record.links()))
                .findFirst()
                .map(commit -> ", of the commit " + lsn(commit))
                .orElse("");
    }

    private static String lsn(Mark commit) {
        return commit.label().substring(commit.label().lastIndexOf(' ') + 1);
    }
}
