package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.check.Anchor;
import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.conformance.producer.ProducerProfile.KnownFinding;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What of a judgement is shown, so that a report stays readable and its size bounded: of each requirement and cause the
 * first findings, with raw entries as long as there is room for them, and the timelines of the very first.
 */
final class Selection {

    /** Causes of a requirement. */
    static final int CAUSES = 10;
    /** Findings of a cause. */
    static final int FINDINGS = 5;
    /** Records, commits and operations of a finding. */
    static final int ANCHORS = 6;

    private static final int REASONS = 20;
    private static final int TIMELINES = 3;
    /** Findings with raw entries in the whole report; one takes about 20 kB. */
    private static final int WITH_EVIDENCE = 100;

    private final Set<Finding> withEvidence = new LinkedHashSet<>();
    private final Set<Finding> drawn = new LinkedHashSet<>();

    private Selection() {}

    static Selection of(Judgement judgement) {
        Selection selection = new Selection();
        judgement.verdicts().forEach(selection::unknown);
        judgement.verdicts().forEach(selection::known);
        return selection;
    }

    private void unknown(Verdict verdict) {
        Map<String, List<Finding>> byCause = byCause(verdict.findings());
        List<Finding> shown = first(byCause.values());
        shown.forEach(this::addEvidence);
        // One of each cause before a second one of any.
        Stream.concat(byCause.values().stream().limit(CAUSES).map(findings -> findings.get(0)), shown.stream())
                .distinct()
                .limit(TIMELINES)
                .filter(withEvidence::contains)
                .forEach(drawn::add);
    }

    private void known(Verdict verdict) {
        first(knownByEntry(verdict).values()).forEach(this::addEvidence);
    }

    private void addEvidence(Finding finding) {
        if (withEvidence.size() < WITH_EVIDENCE) {
            withEvidence.add(finding);
        }
    }

    private static List<Finding> first(Collection<List<Finding>> byCause) {
        return byCause.stream()
                .limit(CAUSES)
                .flatMap(findings -> findings.stream().limit(FINDINGS))
                .toList();
    }

    /** Findings whose raw entries are shown. */
    Set<Finding> withEvidence() {
        return withEvidence;
    }

    /** Findings for which a timeline is drawn. */
    Set<Finding> drawn() {
        return drawn;
    }

    /** What is shown of what a finding rests on. */
    static List<Anchor> anchors(Finding finding) {
        return finding.about().stream().limit(ANCHORS).toList();
    }

    /** Findings by cause, in their order. */
    static Map<String, List<Finding>> byCause(List<Finding> findings) {
        Map<String, List<Finding>> byCause = new LinkedHashMap<>();
        findings.forEach(finding -> byCause.computeIfAbsent(finding.cause(), cause -> new ArrayList<>())
                .add(finding));
        return byCause;
    }

    /** Known findings by the profile's entry, in their order. */
    static Map<KnownFinding, List<Finding>> knownByEntry(Verdict verdict) {
        Map<KnownFinding, List<Finding>> byEntry = new LinkedHashMap<>();
        verdict.known()
                .forEach(known -> byEntry.computeIfAbsent(known.entry(), entry -> new ArrayList<>())
                        .add(known.finding()));
        return byEntry;
    }

    /** The first reasons, and how many more there are. */
    static List<String> reasons(Verdict verdict) {
        List<String> reasons = verdict.reasons();
        if (reasons.size() <= REASONS) {
            return reasons;
        }
        List<String> shown = new ArrayList<>(reasons.subList(0, REASONS));
        shown.add("and " + Text.number(reasons.size() - REASONS) + " more reasons");
        return shown;
    }
}
