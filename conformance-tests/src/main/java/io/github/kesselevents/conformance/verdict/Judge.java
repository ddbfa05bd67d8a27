package io.github.kesselevents.conformance.verdict;

import io.github.kesselevents.conformance.check.Examination;
import io.github.kesselevents.conformance.check.Examined;
import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerProfile.KnownFinding;
import io.github.kesselevents.conformance.verdict.Verdict.Explained;
import io.github.kesselevents.conformance.verdict.Verdict.Known;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import io.github.kesselevents.schemas.Requirement;
import io.github.kesselevents.schemas.Requirements;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Turns examinations into verdicts. Nothing passes that was not exercised; a finding violates unless another one
 * explains it; a doubt makes inconclusive what nothing violates. What another requirement explains blames nobody, but
 * does not pass either: it is inconclusive, or as known as its explanation. Stateless, thread-safe.
 */
public final class Judge {

    private static final String CONSUMER = "CONSUMER";

    private final Requirements requirements;
    private final String name;
    private final boolean consumer;
    private final BiPredicate<Grade, String> decides;
    private final List<KnownFinding> known;

    private Judge(
            Requirements requirements,
            String name,
            boolean consumer,
            BiPredicate<Grade, String> decides,
            List<KnownFinding> known) {
        this.requirements = requirements;
        this.name = name;
        this.consumer = consumer;
        this.decides = decides;
        this.known = known;
    }

    /** A judge of producers, by the bundled catalogue. */
    public static Judge of(ProducerProfile profile) {
        return new Judge(Requirements.bundled(), profile.name(), false, profile::decides, profile.known());
    }

    /** A judge of a consumer, by the bundled catalogue. */
    public static Judge ofConsumer(String name) {
        return new Judge(Requirements.bundled(), name, true, (grade, id) -> true, List.of());
    }

    /** The verdicts on what was examined. */
    public Judgement judge(Examined examined) {
        List<Examination> all = new ArrayList<>(examined.workload());
        all.addAll(examined.probes());
        List<Finding> findings = all.stream()
                .flatMap(examination -> examination.findings().stream())
                .toList();
        Map<Finding, Finding> explained = new Arbiter(requirements).explain(findings);
        Set<KnownFinding> met = new HashSet<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (Requirement requirement : requirements.all()) {
            if (requirement.family().equals(CONSUMER) == consumer) {
                verdicts.add(verdict(requirement, examined, all, explained, met));
            }
        }
        return new Judgement(
                name,
                examined.grade(),
                examined.entries(),
                verdicts,
                stale(verdicts, met, !examined.probes().isEmpty()),
                examined.cut() ? "the history ends without saying why" : examined.doubt());
    }

    private Verdict verdict(
            Requirement requirement,
            Examined examined,
            List<Examination> all,
            Map<Finding, Finding> explained,
            Set<KnownFinding> met) {
        List<Examination> own = all.stream()
                .filter(examination -> examination.requirement().equals(requirement.id()))
                .toList();
        List<Finding> blamed = new ArrayList<>();
        List<Known> knownFindings = new ArrayList<>();
        List<Explained> byOthers = new ArrayList<>();
        Set<String> doubts = new LinkedHashSet<>();
        long count = 0;
        for (Examination examination : own) {
            count += examination.examined();
            doubts.addAll(examination.doubts());
            for (Finding finding : examination.findings()) {
                Finding root = root(finding, explained);
                Optional<KnownFinding> entry = known(root);
                if (root != finding) {
                    byOthers.add(new Explained(finding, explained.get(finding)));
                    entry.ifPresentOrElse(
                            known -> knownFindings.add(new Known(finding, known)),
                            () -> doubts.add("what was found is explained by " + root.requirement()));
                } else if (entry.isPresent()) {
                    met.add(entry.get());
                    knownFindings.add(new Known(finding, entry.get()));
                } else {
                    blamed.add(finding);
                }
            }
        }
        boolean applies = decides.test(examined.grade(), requirement.id());
        Status status = !blamed.isEmpty() || !knownFindings.isEmpty()
                ? Status.VIOLATED
                : !applies
                        ? Status.NOT_APPLICABLE
                        : !doubts.isEmpty() ? Status.INCONCLUSIVE : count == 0 ? Status.NOT_EXERCISED : Status.PASSED;
        List<String> reasons = status == Status.NOT_APPLICABLE
                ? List.of("evidence of grade " + examined.grade() + " cannot show it")
                : status == Status.INCONCLUSIVE ? List.copyOf(doubts) : List.of();
        String unit = own.isEmpty() ? "" : own.get(0).unit();
        return new Verdict(requirement, status, count, unit, blamed, knownFindings, byOthers, reasons);
    }

    /** What explains a finding, and is itself explained by nothing. */
    private static Finding root(Finding finding, Map<Finding, Finding> explained) {
        Finding root = finding;
        while (explained.containsKey(root)) {
            root = explained.get(root);
        }
        return root;
    }

    private Optional<KnownFinding> known(Finding finding) {
        return known.stream()
                .filter(entry -> entry.id().equals(finding.requirement())
                        && entry.cause().equals(finding.cause()))
                .findFirst();
    }

    /** A list that says what does not happen hides what will: it has to be kept. */
    private List<KnownFinding> stale(List<Verdict> verdicts, Set<KnownFinding> met, boolean probed) {
        return known.stream()
                .filter(entry -> !met.contains(entry) && (probed || !entry.probe()))
                .filter(entry -> verdicts.stream()
                        .anyMatch(verdict -> verdict.id().equals(entry.id()) && verdict.examined() > 0))
                .toList();
    }
}
