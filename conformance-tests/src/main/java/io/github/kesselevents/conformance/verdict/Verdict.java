package io.github.kesselevents.conformance.verdict;

import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.conformance.producer.ProducerProfile.KnownFinding;
import io.github.kesselevents.schemas.Requirement;
import java.util.List;

/**
 * What is said of one requirement.
 *
 * @param examined how often it could have failed, in {@code unit}
 * @param findings what nothing explains and nobody knew of
 * @param known what nothing explains, and the profile lists by id and cause
 * @param explained what another requirement's finding explains
 * @param reasons why it could not be decided, or does not apply; empty otherwise
 * @param promised whether the producer promises it; if not, it is not judged
 * @param accepted whether the profile says why it need not be exercised, and it was not
 */
public record Verdict(
        Requirement requirement,
        Status status,
        long examined,
        String unit,
        List<Finding> findings,
        List<Known> known,
        List<Explained> explained,
        List<String> reasons,
        boolean promised,
        boolean accepted) {

    /** Of what is promised, and is to be exercised. */
    public Verdict(
            Requirement requirement,
            Status status,
            long examined,
            String unit,
            List<Finding> findings,
            List<Known> known,
            List<Explained> explained,
            List<String> reasons) {
        this(requirement, status, examined, unit, findings, known, explained, reasons, true, false);
    }

    /** The five. Only {@link #PASSED} counts as passed. */
    public enum Status {
        /** It holds under every possible outcome of what is unknown, and was exercised. */
        PASSED,
        /** It fails under every one. */
        VIOLATED,
        /** It cannot be told. */
        INCONCLUSIVE,
        /** Nothing of the kind happened. */
        NOT_EXERCISED,
        /** It is not promised, or evidence of this grade cannot show it. */
        NOT_APPLICABLE
    }

    /** A finding that was expected, and why. */
    public record Known(Finding finding, KnownFinding entry) {}

    /** A finding, and the one that explains it. */
    public record Explained(Finding finding, Finding by) {}

    public Verdict {
        findings = List.copyOf(findings);
        known = List.copyOf(known);
        explained = List.copyOf(explained);
        reasons = List.copyOf(reasons);
    }

    /** The requirement's id. */
    public String id() {
        return requirement.id();
    }

    /** Whether it is violated, and only by what is known. */
    public boolean isKnownViolation() {
        return status == Status.VIOLATED && findings.isEmpty();
    }

    /** Whether a run with this verdict fails. */
    public boolean fails() {
        boolean must = requirement.level() == Requirement.Level.MUST;
        return switch (status) {
            case PASSED, NOT_APPLICABLE -> false;
            case VIOLATED -> must && !isKnownViolation();
            case INCONCLUSIVE -> must;
            case NOT_EXERCISED -> must && !accepted;
        };
    }

    /** {@code PASSED}, {@code VIOLATED (known)}, {@code NOT EXERCISED}, … */
    public String word() {
        return isKnownViolation() ? "VIOLATED (known)" : status.name().replace('_', ' ');
    }
}
