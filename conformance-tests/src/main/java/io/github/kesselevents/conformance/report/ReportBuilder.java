package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.check.Anchor;
import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.producer.ProducerProfile.KnownFinding;
import io.github.kesselevents.conformance.report.Citations.Cited;
import io.github.kesselevents.conformance.report.Report.Cause;
import io.github.kesselevents.conformance.report.Report.Explained;
import io.github.kesselevents.conformance.report.Report.Found;
import io.github.kesselevents.conformance.report.Report.Judged;
import io.github.kesselevents.conformance.report.Report.Row;
import io.github.kesselevents.conformance.report.Report.Stale;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts a report together: what the judgement says, and from the history, which is read twice from end to end, the raw
 * entries that it rests on. What is left out is counted.
 */
final class ReportBuilder {

    private final Judgement judgement;
    private final Source source;
    private final Selection selection;
    private final Advice advice = Advice.bundled();
    private final Map<Finding, TimelineDraft> drafts = new LinkedHashMap<>();
    private final FaultList faults = new FaultList();
    private Citations citations;

    private ReportBuilder(Judgement judgement, Source source) {
        this.judgement = judgement;
        this.source = source;
        this.selection = Selection.of(judgement);
    }

    /**
     * The report on a history.
     *
     * @throws io.github.kesselevents.conformance.history.HistoryException when it cannot be read
     */
    static Report build(Judgement judgement, Source source, Path history) {
        ReportBuilder builder = new ReportBuilder(judgement, source);
        builder.read(History.of(history));
        return builder.report();
    }

    private void read(History history) {
        Set<Anchor> cited = new LinkedHashSet<>();
        selection.withEvidence().forEach(finding -> cited.addAll(Selection.anchors(finding)));
        citations = new Citations(cited);
        history.read((line, entry) -> {
            citations.accept(line, entry);
            faults.accept(line, entry);
        });
        for (Finding finding : selection.drawn()) {
            List<Cited> evidence = citations.of(Selection.anchors(finding));
            if (!evidence.isEmpty()) {
                drafts.put(finding, new TimelineDraft(finding, evidence));
            }
        }
        if (!drafts.isEmpty()) {
            history.read(new TimelineReader(drafts.values()));
        }
    }

    private Report report() {
        Headline headline = new Headline(judgement);
        Map<String, Integer> counts = new LinkedHashMap<>();
        judgement.verdicts().stream()
                .sorted(Comparator.comparing(Verdict::status).thenComparing(Verdict::isKnownViolation))
                .forEach(verdict -> counts.merge(verdict.word(), 1, Integer::sum));
        return new Report(
                Report.VERSION,
                headline.outcome(),
                headline.rest(),
                judgement.exitCode().code(),
                judgement.incomplete(),
                judged(),
                counts,
                faults.shown(),
                faults.more(),
                judgement.verdicts().stream().map(this::row).toList(),
                judgement.stale().stream()
                        .map(known -> new Stale(known.id(), known.cause(), known.reason(), known.link()))
                        .toList());
    }

    private Judged judged() {
        return new Judged(
                source.history(),
                source.repeat(),
                judgement.entries(),
                judgement.profile(),
                judgement.grade().name(),
                source.started().seed(),
                new TreeMap<>(source.started().versions()),
                new TreeMap<>(source.started().settings()));
    }

    private Row row(Verdict verdict) {
        Map<String, List<Finding>> byCause = Selection.byCause(verdict.findings());
        List<Cause> known = new ArrayList<>();
        Selection.knownByEntry(verdict)
                .forEach((entry, findings) -> known.add(cause(entry.cause(), findings, entry, verdict.id())));
        return new Row(
                verdict.id(),
                verdict.requirement().level().name(),
                verdict.requirement().title(),
                verdict.requirement().promise(),
                verdict.requirement().source(),
                verdict.word(),
                verdict.fails(),
                verdict.examined(),
                verdict.unit(),
                Selection.reasons(verdict),
                byCause.entrySet().stream()
                        .limit(Selection.CAUSES)
                        .map(entry -> cause(entry.getKey(), entry.getValue(), null, verdict.id()))
                        .toList(),
                Math.max(0, byCause.size() - Selection.CAUSES),
                known,
                explained(verdict));
    }

    private Cause cause(String cause, List<Finding> findings, KnownFinding entry, String requirement) {
        return new Cause(
                cause,
                findings.size(),
                entry == null ? null : entry.reason(),
                entry == null ? null : entry.link(),
                advice.on(requirement, cause),
                findings.stream().limit(Selection.FINDINGS).map(this::found).toList());
    }

    private Found found(Finding finding) {
        List<String> about = finding.about().stream()
                .limit(Selection.ANCHORS)
                .map(Anchor::toString)
                .toList();
        List<Cited> evidence =
                selection.withEvidence().contains(finding) ? citations.of(Selection.anchors(finding)) : List.of();
        TimelineDraft draft = drafts.get(finding);
        return new Found(
                finding.subject(),
                finding.what(),
                finding.expected(),
                finding.actual(),
                about,
                finding.about().size() - about.size(),
                evidence.stream().map(Cited::raw).toList(),
                draft == null ? null : draft.done(faults.disturbances()));
    }

    private static List<Explained> explained(Verdict verdict) {
        Map<String, List<String>> examples = new LinkedHashMap<>();
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Verdict.Explained explained : verdict.explained()) {
            String by = explained.by().requirement();
            counts.merge(by, 1L, Long::sum);
            List<String> shown = examples.computeIfAbsent(by, any -> new ArrayList<>());
            if (shown.size() < Selection.FINDINGS) {
                Finding finding = explained.finding();
                shown.add((finding.subject().isEmpty() ? "" : finding.subject() + ": ") + finding.what());
            }
        }
        return counts.entrySet().stream()
                .map(entry -> new Explained(entry.getKey(), entry.getValue(), examples.get(entry.getKey())))
                .toList();
    }
}
