package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.report.Report.Cause;
import io.github.kesselevents.conformance.report.Report.Found;
import io.github.kesselevents.conformance.report.Report.Row;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The report in few lines, for a pull request: what is wrong in full, what is right in one line. */
final class SummaryReport {

    /** A comment on GitHub holds 65,536 characters; the rest is in the other files. */
    private static final int LONGEST = 20_000;

    private final Report report;
    private final StringBuilder out = new StringBuilder();

    private SummaryReport(Report report) {
        this.report = report;
    }

    static String render(Report report) {
        return new SummaryReport(report).render();
    }

    private String render() {
        line("## " + mark() + " " + report.outcome());
        line("");
        line(Markdown.text(report.sentence()));
        if (!report.incomplete().isEmpty()) {
            line("");
            line(Markdown.text("The recording is not whole: " + report.incomplete() + "."));
        }
        line("");
        line(report.counts().entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(" · ")));
        violations();
        table(
                "Not shown",
                row -> !row.reasons().isEmpty() || row.verdict().equals("NOT EXERCISED"),
                SummaryReport::reasons);
        table("Known", row -> !row.known().isEmpty(), SummaryReport::known);
        stale();
        line("");
        line("<sub>" + judged() + "</sub>");
        line("");
        line("Judge it again: " + Markdown.code(report.judged().repeat()));
        return out.toString();
    }

    private String mark() {
        return switch (report.exitCode()) {
            case 0 -> "✅";
            case 1 -> "❌";
            default -> "⚠️";
        };
    }

    private void violations() {
        for (Row row : report.requirements()) {
            for (Cause cause : row.causes()) {
                if (out.length() < LONGEST) {
                    violation(row, cause);
                } else {
                    line("");
                    line("… " + Text.number(cause.count()) + " × " + row.id() + " " + Markdown.code(cause.cause()));
                }
            }
        }
    }

    private void violation(Row row, Cause cause) {
        Found first = cause.findings().get(0);
        line("");
        line("### " + row.id() + " " + Markdown.text(row.title()));
        line("> " + Markdown.text(row.promise()));
        line("");
        line((first.subject().isEmpty() ? "" : Markdown.code(first.subject()) + " ") + Markdown.text(first.what()));
        line("");
        line("| expected | actual | evidence |");
        line("|---|---|---|");
        line("| " + Markdown.text(first.expected()) + " | " + Markdown.text(first.actual()) + " | "
                + Markdown.text(String.join(", ", first.about())) + " |");
        if (cause.count() > 1) {
            line("");
            line("and " + Text.number(cause.count() - 1) + " more of this cause");
        }
        if (!cause.advice().isEmpty()) {
            line("");
            cause.advice().forEach(step -> line("- " + step));
        }
    }

    private void table(String title, Predicate<Row> which, java.util.function.Function<Row, String> cell) {
        List<Row> rows = report.requirements().stream().filter(which).toList();
        if (rows.isEmpty()) {
            return;
        }
        line("");
        line("<details><summary>" + title + ": " + rows.size() + "</summary>");
        line("");
        line("| requirement | verdict | |");
        line("|---|---|---|");
        rows.forEach(row -> line("| " + row.id() + " " + Markdown.text(row.title()) + " | " + row.verdict() + " | "
                + cell.apply(row) + " |"));
        line("");
        line("</details>");
    }

    private static String reasons(Row row) {
        return row.reasons().isEmpty()
                ? "nothing of the kind happened"
                : Markdown.text(String.join("; ", row.reasons()));
    }

    private static String known(Row row) {
        return row.known().stream()
                .map(known -> Text.number(known.count()) + " × " + Markdown.code(known.cause()) + " "
                        + Markdown.text(known.reason()))
                .collect(Collectors.joining("<br>"));
    }

    private void stale() {
        report.stale().forEach(known -> {
            line("");
            line("Known, but not met; take it out of the profile: " + known.id() + " " + Markdown.code(known.cause()));
        });
    }

    private String judged() {
        String versions = report.judged().versions().entrySet().stream()
                .map(part -> ", " + part.getKey() + " " + part.getValue())
                .collect(Collectors.joining());
        return Markdown.text(
                report.judged().history() + ": " + Text.number(report.judged().entries())
                        + " entries, profile " + report.judged().profile() + ", evidence of grade "
                        + report.judged().grade() + ", seed " + report.judged().seed() + versions);
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
