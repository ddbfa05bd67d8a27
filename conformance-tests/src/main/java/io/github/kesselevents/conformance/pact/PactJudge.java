package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.conformance.check.Anchor;
import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.conformance.producer.ProducerProfile.KnownFinding;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.verdict.Verdict.Explained;
import io.github.kesselevents.conformance.verdict.Verdict.Known;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import io.github.kesselevents.fixtures.pact.PactCheck;
import io.github.kesselevents.fixtures.pact.PactFlaw;
import io.github.kesselevents.schemas.EventRecord;
import io.github.kesselevents.schemas.Requirement;
import io.github.kesselevents.schemas.Requirement.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Judges interactions by what was recorded: one verdict for each, and only a record that was really compared earns
 * PASSED. A record that breaks the contract as the workload's do is explained by the requirement's verdict. Not
 * thread-safe.
 */
final class PactJudge {

    private final PublishedRecords records;
    private final RecordVerifier verifier;
    private final String topic;
    private final String unread;
    private final List<Verdict> requirements;
    private final PactCheck check = new PactCheck();

    /**
     * @param topic where the events are expected
     * @param unread why the topics were not read to the end of the phase, as a sentence goes on; empty when they were
     * @param requirements verdicts on the workload of the same run
     */
    PactJudge(
            PublishedRecords records,
            RecordVerifier verifier,
            String topic,
            String unread,
            List<Verdict> requirements) {
        this.records = records;
        this.verifier = verifier;
        this.topic = topic;
        this.unread = unread;
        this.requirements = requirements;
    }

    Verdict judge(Driven driven) {
        List<PactFlaw> flaws = flaws(driven);
        if (!flaws.isEmpty()) {
            return flawed(driven, flaws);
        }
        String trouble = driven.trouble();
        if (!trouble.isEmpty()) {
            return inconclusive(driven, List.of(trouble));
        }
        Optional<EventRecord> record = records.of(driven);
        if (record.isPresent()) {
            return violatedBy(driven, 1, verifier.verify(driven, record.get()));
        }
        if (!unread.isEmpty()) {
            return inconclusive(driven, List.of("no record of it was read, and " + unread));
        }
        return violatedBy(
                driven,
                0,
                List.of(new Finding(
                        driven.id(),
                        "not-published",
                        driven.resource(),
                        "\"" + driven.description()
                                + "\": the last write of the state was acknowledged, and no event of it published",
                        "an event on " + topic,
                        "none, up to sentinels on every partition",
                        Set.of(new Anchor.OfOperation(driven.last().operation())))));
    }

    /** What is wrong with the interaction itself, if that is why nothing was asked. */
    private List<PactFlaw> flaws(Driven driven) {
        return driven.entry().unusable() == null
                ? List.of()
                : driven.interaction().map(check::check).orElse(List.of());
    }

    /** The contract promises something else, so no producer can satisfy it: told with the requirement. */
    private Verdict flawed(Driven driven, List<PactFlaw> flaws) {
        boolean unpromised = flaws.stream().anyMatch(flaw -> !flaw.requirement().isEmpty());
        if (!unpromised) {
            return inconclusive(driven, flaws.stream().map(PactFlaw::toString).toList());
        }
        return violatedBy(
                driven,
                0,
                flaws.stream()
                        .filter(flaw -> !flaw.requirement().isEmpty())
                        .map(flaw -> new Finding(
                                driven.id(),
                                "unpromised",
                                "",
                                "\"" + flaw.interaction() + "\": the pact demands at " + flaw.pointer()
                                        + " what the contract does not promise (" + flaw.requirement() + ")",
                                flaw.expected(),
                                flaw.actual(),
                                Set.of()))
                        .toList());
    }

    private Verdict violatedBy(Driven driven, long examined, List<Finding> findings) {
        List<Finding> blamed = new ArrayList<>();
        List<Known> known = new ArrayList<>();
        List<Explained> explained = new ArrayList<>();
        Set<String> doubts = new LinkedHashSet<>();
        for (Finding finding : findings) {
            Optional<Verdict> explanation = explanation(finding);
            if (explanation.isEmpty()) {
                blamed.add(finding);
            } else if (explanation.get().isKnownViolation()) {
                Known root = explanation.get().known().get(0);
                explained.add(new Explained(finding, root.finding()));
                known.add(new Known(finding, root.entry()));
            } else {
                explained.add(
                        new Explained(finding, explanation.get().findings().get(0)));
                doubts.add("what was found is explained by " + explanation.get().id());
            }
        }
        if (driven.pending()) {
            blamed.forEach(finding -> known.add(new Known(finding, entry(driven, finding))));
            blamed.clear();
        }
        Status status = !blamed.isEmpty() || !known.isEmpty()
                ? Status.VIOLATED
                : doubts.isEmpty() ? Status.PASSED : Status.INCONCLUSIVE;
        return new Verdict(
                requirement(driven),
                status,
                examined,
                "record",
                blamed,
                known,
                explained,
                status == Status.INCONCLUSIVE ? List.copyOf(doubts) : List.of());
    }

    /** The violated requirement of the contract that the finding is of: its cause is the requirement's id. */
    private Optional<Verdict> explanation(Finding finding) {
        return requirements.stream()
                .filter(verdict -> verdict.status() == Status.VIOLATED
                        && verdict.id().toLowerCase(Locale.ROOT).equals(finding.cause()))
                .findFirst();
    }

    private static Verdict inconclusive(Driven driven, List<String> reasons) {
        return new Verdict(
                requirement(driven), Status.INCONCLUSIVE, 0, "record", List.of(), List.of(), List.of(), reasons);
    }

    private static KnownFinding entry(Driven driven, Finding finding) {
        return new KnownFinding(
                driven.id(),
                finding.cause(),
                "It is pending: the provider has never satisfied it.",
                driven.entry().origin(),
                false,
                false);
    }

    private static Requirement requirement(Driven driven) {
        return new Requirement(
                driven.id(),
                driven.pending() ? Level.SHOULD : Level.MUST,
                driven.consumer() + ": " + driven.description(),
                "What is published is what " + driven.consumer() + " needs: \"" + driven.description() + "\".",
                "pact " + driven.entry().origin(),
                List.of(),
                Optional.empty());
    }
}
