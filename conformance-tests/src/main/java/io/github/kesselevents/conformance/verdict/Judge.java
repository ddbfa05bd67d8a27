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
import java.util.stream.Collectors;

/**
 * Turns examinations into verdicts. Nothing passes that was not exercised; a finding violates unless another one
 * explains it; a doubt makes inconclusive what nothing violates. What another requirement explains blames nobody, but
 * does not pass either: it is inconclusive, or as known as its explanation. What the profile does not promise is not
 * judged. Stateless, thread-safe.
 */
public final class Judge {

    private static final String CONSUMER = "CONSUMER";

    private final Requirements requirements;
    private final String name;
    private final boolean consumer;
    private final BiPredicate<Grade, String> decides;
    private final List<KnownFinding> known;
    /** Why, by id. */
    private final Map<String, String> notPromised;
    /** Faults and requirements that need not be exercised, and why. */
    private final Map<String, String> accepted;

    private Judge(
            Requirements requirements,
            String name,
            boolean consumer,
            BiPredicate<Grade, String> decides,
            List<KnownFinding> known,
            Map<String, String> notPromised,
            Map<String, String> accepted) {
        this.requirements = requirements;
        this.name = name;
        this.consumer = consumer;
        this.decides = decides;
        this.known = known;
        this.notPromised = notPromised;
        this.accepted = accepted;
    }

    /** A judge of producers, by the bundled catalogue. */
    public static Judge of(ProducerProfile profile) {
        return new Judge(
                Requirements.bundled(),
                profile.name(),
                false,
                profile::decides,
                profile.known(),
                profile.notPromised(),
                profile.accepted());
    }

    /** A judge of a consumer, by the bundled catalogue. */
    public static Judge ofConsumer(String name) {
        return new Judge(Requirements.bundled(), name, true, (grade, id) -> true, List.of(), Map.of(), Map.of());
    }

    /** The verdicts on what was examined. */
    public Judgement judge(Examined examined) {
        List<Examination> all = new ArrayList<>(examined.workload());
        all.addAll(examined.probes());
        List<Finding> findings = all.stream()
                .flatMap(examination -> examination.findings().stream())
                // What is not promised excuses nothing that is.
                .filter(finding -> !notPromised.containsKey(finding.requirement()))
                .toList();
        Map<Finding, Finding> explained = new Arbiter(requirements).explain(findings);
        Set<KnownFinding> met = new HashSet<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (Requirement requirement : requirements.all()) {
            if (requirement.family().equals(CONSUMER) != consumer) {
                continue;
            }
            if (notPromised.containsKey(requirement.id())) {
                verdicts.add(notJudged(requirement, all));
            } else {
                verdicts.add(verdict(requirement, examined, all, explained, met));
            }
        }
        return new Judgement(
                name,
                examined.grade(),
                examined.entries(),
                verdicts,
                stale(verdicts, met, !examined.probes().isEmpty()),
                incomplete(examined));
    }

    private String incomplete(Examined examined) {
        if (examined.cut()) {
            return "the history ends without saying why";
        }
        return !examined.doubt().isEmpty()
                ? examined.doubt()
                : examined.omitted().entrySet().stream()
                        .filter(fault -> !accepted.containsKey(fault.getKey()))
                        .map(Judge::omission)
                        .collect(Collectors.joining("; "));
    }

    private static String omission(Map.Entry<String, String> fault) {
        return "not exercised: " + fault.getKey() + ", because " + fault.getValue();
    }

    private Verdict verdict(
            Requirement requirement,
            Examined examined,
            List<Examination> all,
            Map<Finding, Finding> explained,
            Set<KnownFinding> met) {
        List<Examination> own = of(requirement, all);
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
                ? List.of(whyNotApplicable(requirement, examined.grade()))
                : switch (status) {
                    case INCONCLUSIVE -> List.copyOf(doubts);
                    case NOT_EXERCISED -> whyNotExercised(requirement, examined);
                    default -> List.of();
                };
        return new Verdict(
                requirement,
                status,
                count,
                unit(own),
                blamed,
                knownFindings,
                byOthers,
                reasons,
                true,
                status == Status.NOT_EXERCISED && accepted.containsKey(requirement.id()));
    }

    private List<String> whyNotExercised(Requirement requirement, Examined examined) {
        return accepted.containsKey(requirement.id())
                ? List.of("the profile " + name + " accepts that: " + accepted.get(requirement.id()))
                : examined.omitted().entrySet().stream().map(Judge::omission).toList();
    }

    private static List<Examination> of(Requirement requirement, List<Examination> all) {
        return all.stream()
                .filter(examination -> examination.requirement().equals(requirement.id()))
                .toList();
    }

    private static String unit(List<Examination> examinations) {
        return examinations.isEmpty() ? "" : examinations.get(0).unit();
    }

    private String whyNotApplicable(Requirement requirement, Grade grade) {
        // The best one decides what any does.
        return decides.test(Grade.A, requirement.id())
                ? "evidence of grade " + grade + " cannot show it"
                : "the profile " + name + " has no grade decide it";
    }

    /** What is found of it is counted, and held against nobody. */
    private Verdict notJudged(Requirement requirement, List<Examination> all) {
        List<Examination> own = of(requirement, all);
        List<String> reasons = new ArrayList<>();
        reasons.add("the profile " + name + " does not promise it: " + notPromised.get(requirement.id()));
        int findings = own.stream()
                .mapToInt(examination -> examination.findings().size())
                .sum();
        if (findings > 0) {
            reasons.add("what was found " + (findings == 1 ? "once" : findings + " times") + " is not judged");
        }
        return new Verdict(
                requirement,
                Status.NOT_APPLICABLE,
                own.stream().mapToLong(Examination::examined).sum(),
                unit(own),
                List.of(),
                List.of(),
                List.of(),
                reasons,
                false,
                false);
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
                .filter(entry -> !met.contains(entry) && !entry.chance() && (probed || !entry.probe()))
                .filter(entry -> verdicts.stream()
                        .anyMatch(verdict -> verdict.id().equals(entry.id()) && verdict.examined() > 0))
                .toList();
    }
}
