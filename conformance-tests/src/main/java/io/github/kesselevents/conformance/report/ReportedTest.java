package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.report.Report.Cause;
import io.github.kesselevents.conformance.report.Report.Found;
import io.github.kesselevents.conformance.report.Report.Row;
import io.github.kesselevents.conformance.report.Report.Stale;
import io.github.kesselevents.conformance.verdict.Judgement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run must show, as a test: each requirement, and also that the recording is whole and that what is known still
 * occurs. One of them fails or is an error exactly when the exit code is not 0.
 *
 * @param family of the requirement
 * @param name its id and title
 * @param message the verdict, and why; not only of what failed
 * @param detail the promise, and all that was found; lines
 */
public record ReportedTest(String family, String name, Outcome outcome, String message, String detail) {

    /** How it ends. */
    public enum Outcome {
        PASSED,
        /** The verdict fails a run. */
        FAILED,
        /** The run does not show what it must. */
        ERROR,
        /** It does not fail a run, and is not passed either. */
        SKIPPED
    }

    /**
     * All tests of a judged history, in the order of the catalogue.
     *
     * @param history the file that was judged; it is read again for the entries that findings rest on
     */
    public static List<ReportedTest> of(Judgement judgement, Source source, Path history) {
        return of(ReportBuilder.build(judgement, source, history));
    }

    static List<ReportedTest> of(Report report) {
        List<ReportedTest> tests = new ArrayList<>();
        report.requirements().forEach(row -> tests.add(of(row)));
        if (!report.incomplete().isEmpty()) {
            tests.add(new ReportedTest("recording", "The recording is whole", Outcome.ERROR, report.incomplete(), ""));
        }
        for (Stale stale : report.stale()) {
            tests.add(new ReportedTest(
                    "known",
                    stale.id() + " " + stale.cause() + " still occurs",
                    Outcome.FAILED,
                    "It did not occur; take it out of the profile.",
                    stale.reason()));
        }
        return tests;
    }

    private static ReportedTest of(Row row) {
        Outcome outcome = row.verdict().equals("PASSED")
                ? Outcome.PASSED
                : !row.fails() ? Outcome.SKIPPED : row.verdict().equals("VIOLATED") ? Outcome.FAILED : Outcome.ERROR;
        return new ReportedTest(
                row.id().substring(0, row.id().lastIndexOf('-')),
                row.id() + " " + row.title(),
                outcome,
                message(row),
                detail(row));
    }

    private static String message(Row row) {
        List<Cause> causes = row.causes().isEmpty() ? row.known() : row.causes();
        String why = !row.causes().isEmpty()
                ? row.causes().get(0).findings().get(0).what()
                : !causes.isEmpty()
                        ? causes.get(0).reason()
                        : row.reasons().isEmpty()
                                ? "there were no " + (row.unit().isEmpty() ? "cases" : row.unit()) + " to examine"
                                : String.join("; ", row.reasons());
        String level = row.level().equals("MUST") ? "" : ", a " + row.level();
        return row.verdict() + level + ": " + why;
    }

    private static String detail(Row row) {
        List<String> lines = new ArrayList<>();
        lines.add(row.promise());
        for (Cause cause : row.causes()) {
            cause.findings().forEach(found -> lines.add(detail(found, cause.cause())));
            if (cause.count() > cause.findings().size()) {
                lines.add("and " + (cause.count() - cause.findings().size()) + " more of this cause");
            }
        }
        return String.join("\n\n", lines);
    }

    private static String detail(Found found, String cause) {
        return (found.subject().isEmpty() ? "" : found.subject() + ": ") + found.what() + "\n  expected  "
                + found.expected() + "\n  actual    " + found.actual() + "\n  evidence  "
                + String.join(", ", found.about())
                + (found.moreAbout() > 0 ? ", and " + found.moreAbout() + " more" : "")
                + "\n  cause     " + cause;
    }
}
