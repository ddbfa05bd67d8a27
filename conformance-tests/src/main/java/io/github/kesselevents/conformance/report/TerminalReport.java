package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.check.Anchor;
import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.conformance.producer.ProducerProfile.KnownFinding;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.verdict.Verdict.Explained;
import io.github.kesselevents.conformance.verdict.Verdict.Known;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The report for a person at a terminal. Stateless, thread-safe. */
public final class TerminalReport {

    private static final int SHOWN = 5;
    private static final int ANCHORS = 4;
    /** Of advice: what it usually means, and what to do about that. */
    private static final int STEPS = 3;

    private static final int COMMAND = 16;

    private final Paint paint;
    private final Advice advice = Advice.bundled();

    /** @param colour whether to use ANSI escapes, as on a terminal */
    public TerminalReport(boolean colour) {
        this.paint = new Paint(colour);
    }

    /** The report, with a line end behind its last line. */
    public String render(Judgement judgement, Source source) {
        Page page = new Page(paint);
        headline(page, judgement, source);
        page.blank();
        page.raw(VerdictTable.of(judgement.verdicts(), paint, Page.WIDTH));
        judgement.verdicts().forEach(verdict -> violation(page, verdict));
        reasons(page, judgement, "Inconclusive", verdict -> verdict.status() == Status.INCONCLUSIVE);
        reasons(
                page,
                judgement,
                "Not exercised",
                verdict -> verdict.status() == Status.NOT_EXERCISED
                        && !verdict.reasons().isEmpty());
        reasons(page, judgement, "Not judged", verdict -> !verdict.promised());
        explained(page, judgement);
        known(page, judgement);
        stale(page, judgement);
        page.blank();
        command(page, "Judge it again", source.repeat());
        command(page, "Run it again", source.started().settings().get(Started.COMMAND));
        return page.toString();
    }

    private void headline(Page page, Judgement judgement, Source source) {
        Headline headline = new Headline(judgement);
        String outcome = headline.outcome();
        List<String> lines = Text.wrap(outcome + ": " + headline.rest(), Page.WIDTH);
        page.raw(paint.outcome(judgement.exitCode(), outcome) + lines.get(0).substring(outcome.length()) + "\n");
        lines.subList(1, lines.size()).forEach(line -> page.raw(line + "\n"));
        if (!judgement.incomplete().isEmpty()) {
            page.text(
                    0,
                    judgement.incomplete().substring(0, 1).toUpperCase(Locale.ROOT)
                            + judgement.incomplete().substring(1) + ".");
        }
        page.blank();
        page.text(
                0,
                source.history() + ": " + Text.number(judgement.entries()) + " entries, profile " + judgement.profile()
                        + ", evidence of grade " + judgement.grade() + ", seed "
                        + source.started().seed() + versions(source));
    }

    private static String versions(Source source) {
        StringBuilder versions = new StringBuilder();
        new TreeMap<>(source.started().versions())
                .forEach((part, version) ->
                        versions.append(", ").append(part).append(' ').append(version));
        return versions.toString();
    }

    private void violation(Page page, Verdict verdict) {
        if (verdict.findings().isEmpty()) {
            return;
        }
        page.blank();
        int width = Math.max(Page.LABEL, verdict.id().length() + 2);
        page.labelled(
                0,
                paint.violated(Text.pad(verdict.id(), width)),
                width,
                verdict.requirement().promise());
        Map<String, List<Finding>> byCause = new LinkedHashMap<>();
        verdict.findings()
                .forEach(finding -> byCause.computeIfAbsent(finding.cause(), cause -> new ArrayList<>())
                        .add(finding));
        byCause.values().forEach(findings -> {
            findings.stream().limit(SHOWN).forEach(finding -> finding(page, finding));
            if (findings.size() > SHOWN) {
                page.blank();
                page.text(
                        2,
                        "… and " + Text.number(findings.size() - SHOWN) + " more of this cause ("
                                + findings.get(0).cause() + ")");
            }
            advice(page, advice.on(verdict.id(), findings.get(0).cause()));
        });
    }

    private void finding(Page page, Finding finding) {
        page.blank();
        page.text(2, (finding.subject().isEmpty() ? "" : finding.subject() + ": ") + finding.what());
        page.labelled(4, paint.label(Text.pad("expected", Page.LABEL)), finding.expected());
        page.labelled(4, paint.label(Text.pad("actual", Page.LABEL)), finding.actual());
        page.labelled(4, paint.label(Text.pad("evidence", Page.LABEL)), evidence(finding));
        page.labelled(4, paint.label(Text.pad("cause", Page.LABEL)), finding.cause());
    }

    private void advice(Page page, List<String> steps) {
        if (steps.isEmpty()) {
            return;
        }
        page.blank();
        String label = Text.pad("advice", Page.LABEL);
        for (String step : steps.subList(0, Math.min(STEPS, steps.size()))) {
            page.labelled(2, paint.label(label), step);
            label = " ".repeat(Page.LABEL);
        }
        if (steps.size() > STEPS) {
            page.labelled(2, label, "… and " + (steps.size() - STEPS) + " more in report.html");
        }
    }

    private static String evidence(Finding finding) {
        List<String> shown =
                finding.about().stream().limit(ANCHORS).map(Anchor::toString).toList();
        int more = finding.about().size() - shown.size();
        return String.join(", ", shown) + (more > 0 ? ", and " + more + " more" : "");
    }

    private static void reasons(Page page, Judgement judgement, String heading, Predicate<Verdict> which) {
        Map<List<String>, List<String>> byReasons = new LinkedHashMap<>();
        judgement.verdicts().stream()
                .filter(which)
                .forEach(verdict -> byReasons
                        .computeIfAbsent(verdict.reasons(), reasons -> new ArrayList<>())
                        .add(verdict.id()));
        if (byReasons.isEmpty()) {
            return;
        }
        page.heading(heading);
        byReasons.forEach((reasons, ids) -> page.text(2, Text.ids(ids) + ": " + String.join("; ", reasons)));
    }

    private void explained(Page page, Judgement judgement) {
        Map<List<String>, Integer> counts = new LinkedHashMap<>();
        for (Verdict verdict : judgement.verdicts()) {
            for (Explained explained : verdict.explained()) {
                counts.merge(List.of(verdict.id(), explained.by().requirement()), 1, Integer::sum);
            }
        }
        if (counts.isEmpty()) {
            return;
        }
        page.heading("Explained by another finding, and charged to that alone");
        counts.forEach((pair, count) ->
                page.text(2, Text.number(count) + " × " + pair.get(0) + " explained by " + pair.get(1)));
    }

    private void known(Page page, Judgement judgement) {
        Map<KnownFinding, List<Finding>> byEntry = new LinkedHashMap<>();
        for (Verdict verdict : judgement.verdicts()) {
            for (Known known : verdict.known()) {
                byEntry.computeIfAbsent(known.entry(), entry -> new ArrayList<>())
                        .add(known.finding());
            }
        }
        if (byEntry.isEmpty()) {
            return;
        }
        page.heading("Known to the profile " + judgement.profile());
        byEntry.forEach((entry, findings) -> {
            page.text(
                    2,
                    Text.number(findings.size()) + " × " + entry.id() + " " + entry.cause() + ": " + entry.reason()
                            + (entry.link() == null ? "" : " " + entry.link()));
            page.text(6, "such as " + evidence(findings.get(0)));
        });
    }

    /** On one line, however long: it is there to be copied. */
    private void command(Page page, String label, String command) {
        if (command != null) {
            page.raw(paint.label(Text.pad(label, COMMAND)) + Text.printable(command) + "\n");
        }
    }

    private void stale(Page page, Judgement judgement) {
        if (judgement.stale().isEmpty()) {
            return;
        }
        page.heading("Known to the profile " + judgement.profile() + ", but not met; take them out of it");
        judgement.stale().forEach(entry -> page.text(2, entry.id() + " " + entry.cause() + ": " + entry.reason()));
    }
}
