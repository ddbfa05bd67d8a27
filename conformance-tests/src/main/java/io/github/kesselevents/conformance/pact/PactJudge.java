package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.conformance.check.Anchor;
import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.conformance.producer.ProducerProfile.KnownFinding;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.verdict.Verdict.Known;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import io.github.kesselevents.fixtures.pact.PactFlaw;
import io.github.kesselevents.schemas.EventRecord;
import io.github.kesselevents.schemas.EventStream;
import io.github.kesselevents.schemas.Requirement;
import io.github.kesselevents.schemas.Requirement.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges interactions by what was recorded: one verdict for each, and only a record that was really compared earns
 * PASSED.
 */
final class PactJudge {

    private final PublishedRecords records;
    private final RecordVerifier verifier;
    private final List<String> missing;

    /** @param missing partitions that were not read to the end of the run; empty when all were */
    PactJudge(PublishedRecords records, RecordVerifier verifier, List<String> missing) {
        this.records = records;
        this.verifier = verifier;
        this.missing = missing;
    }

    Verdict judge(Driven driven) {
        if (!driven.flaws().isEmpty()) {
            return flawed(driven);
        }
        if (!driven.trouble().isEmpty()) {
            return verdict(driven, Status.INCONCLUSIVE, 0, List.of(), List.of(driven.trouble()));
        }
        Optional<EventRecord> record = records.of(driven);
        if (record.isPresent()) {
            List<Finding> findings = verifier.verify(driven, record.get());
            return violatedBy(driven, 1, findings);
        }
        if (!missing.isEmpty()) {
            return verdict(
                    driven,
                    Status.INCONCLUSIVE,
                    0,
                    List.of(),
                    List.of("no record of it was read, and " + String.join(", ", missing)
                            + " could not be read to the end of the run"));
        }
        return violatedBy(
                driven,
                0,
                List.of(new Finding(
                        driven.id(),
                        "not-published",
                        driven.resource(),
                        "\"" + driven.interaction().description()
                                + "\": the last write of the state was acknowledged, and no event of it published",
                        "an event on " + EventStream.RESOURCES.topic(),
                        "none, up to sentinels on every partition",
                        Set.of(new Anchor.OfOperation(driven.operation())))));
    }

    /** The contract promises something else, so no producer can satisfy it: told with the requirement. */
    private static Verdict flawed(Driven driven) {
        boolean unpromised =
                driven.flaws().stream().anyMatch(flaw -> !flaw.requirement().isEmpty());
        if (!unpromised) {
            return verdict(
                    driven,
                    Status.INCONCLUSIVE,
                    0,
                    List.of(),
                    driven.flaws().stream().map(PactFlaw::toString).toList());
        }
        return violatedBy(
                driven,
                0,
                driven.flaws().stream()
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

    private static Verdict violatedBy(Driven driven, long examined, List<Finding> findings) {
        return verdict(driven, findings.isEmpty() ? Status.PASSED : Status.VIOLATED, examined, findings, List.of());
    }

    private static Verdict verdict(
            Driven driven, Status status, long examined, List<Finding> findings, List<String> reasons) {
        boolean pending = driven.pending();
        return new Verdict(
                requirement(driven),
                status,
                examined,
                "record",
                pending ? List.of() : findings,
                pending
                        ? findings.stream()
                                .map(finding -> new Known(finding, entry(driven, finding)))
                                .toList()
                        : List.of(),
                List.of(),
                reasons);
    }

    private static KnownFinding entry(Driven driven, Finding finding) {
        return new KnownFinding(
                driven.id(),
                finding.cause(),
                "It is pending: the provider has never satisfied it.",
                driven.pact().origin(),
                false,
                false);
    }

    private static Requirement requirement(Driven driven) {
        String consumer = driven.pact().file().consumer();
        return new Requirement(
                driven.id(),
                driven.pending() ? Level.SHOULD : Level.MUST,
                consumer + ": " + driven.interaction().description(),
                "What is published is what " + consumer + " needs: \""
                        + driven.interaction().description() + "\".",
                "pact " + driven.pact().origin(),
                List.of(),
                Optional.empty());
    }
}
