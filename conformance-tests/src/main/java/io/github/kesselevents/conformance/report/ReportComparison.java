package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.report.Report.Cause;
import io.github.kesselevents.conformance.report.Report.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a run's findings by a later run, by requirement and cause: resources, ids and positions differ from
 * run to run and say nothing. Known findings are compared like all others; causes that a report has no room for are
 * not.
 *
 * @param added causes that the later report has and the earlier one has not
 * @param mended causes that the earlier report has, and whose requirement the later one passed
 * @param gone causes that the later report does not have any more, although it did not pass their requirement
 * @param remaining causes that both have
 * @param verdicts requirements whose verdict changed
 */
public record ReportComparison(
        List<Change> added, List<Change> mended, List<Change> gone, List<Change> remaining, List<Turn> verdicts) {

    /** Findings of one cause, and how many there were and are. */
    public record Change(String id, String cause, long before, long now) {}

    /** A requirement's verdicts, by their words; empty where a report does not have the requirement. */
    public record Turn(String id, String before, String now) {}

    /**
     * Compares two files {@code report.json}.
     *
     * @throws ReportException when one of them cannot be read
     */
    public static ReportComparison of(Path earlier, Path later) {
        return of(ReportJson.read(earlier), ReportJson.read(later));
    }

    static ReportComparison of(Report earlier, Report later) {
        Map<String, Row> before = byId(earlier);
        Map<String, Row> now = byId(later);
        ReportComparison comparison = new ReportComparison(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Map<String, Row> all = new LinkedHashMap<>(before);
        all.putAll(now);
        all.keySet().forEach(id -> comparison.compare(id, before.get(id), now.get(id)));
        return comparison;
    }

    private static Map<String, Row> byId(Report report) {
        Map<String, Row> rows = new LinkedHashMap<>();
        report.requirements().forEach(row -> rows.put(row.id(), row));
        return rows;
    }

    private void compare(String id, Row before, Row now) {
        String was = before == null ? "" : before.verdict();
        String is = now == null ? "" : now.verdict();
        if (!was.equals(is)) {
            verdicts.add(new Turn(id, was, is));
        }
        Map<String, Long> earlier = causes(before);
        Map<String, Long> later = causes(now);
        later.forEach((cause, count) -> {
            long had = earlier.getOrDefault(cause, 0L);
            (had == 0 ? added : remaining).add(new Change(id, cause, had, count));
        });
        earlier.forEach((cause, count) -> {
            if (!later.containsKey(cause)) {
                (is.equals("PASSED") ? mended : gone).add(new Change(id, cause, count, 0));
            }
        });
    }

    private static Map<String, Long> causes(Row row) {
        Map<String, Long> causes = new LinkedHashMap<>();
        if (row != null) {
            for (Cause cause : row.causes()) {
                causes.merge(cause.cause(), cause.count(), Long::sum);
            }
            for (Cause cause : row.known()) {
                causes.merge(cause.cause(), cause.count(), Long::sum);
            }
        }
        return causes;
    }

    /** Whether something is worse than before: a new cause, or a requirement that had passed and does not any more. */
    public boolean isWorse() {
        return !added.isEmpty()
                || verdicts.stream().anyMatch(turn -> turn.before().equals("PASSED"));
    }

    /** For a terminal; ends with a line end. */
    public String render() {
        StringBuilder out = new StringBuilder();
        list(out, "New", added);
        list(out, "Mended", mended);
        list(out, "Not met any more, but not shown to be mended either", gone);
        list(out, "As before", remaining);
        if (!verdicts.isEmpty()) {
            out.append("Verdicts that changed\n");
            verdicts.forEach(turn -> out.append("  ")
                    .append(turn.id())
                    .append(": ")
                    .append(turn.before().isEmpty() ? "(not judged)" : turn.before())
                    .append(" → ")
                    .append(turn.now().isEmpty() ? "(not judged)" : turn.now())
                    .append('\n'));
        }
        return out.length() == 0 ? "Both reports say the same, and neither has a finding.\n" : out.toString();
    }

    private static void list(StringBuilder out, String title, List<Change> changes) {
        if (!changes.isEmpty()) {
            out.append(title).append('\n');
            changes.forEach(change -> out.append("  ")
                    .append(change.id())
                    .append(' ')
                    .append(Text.printable(change.cause()))
                    .append(": ")
                    .append(Text.number(change.before()))
                    .append(" → ")
                    .append(Text.number(change.now()))
                    .append('\n'));
        }
    }
}
