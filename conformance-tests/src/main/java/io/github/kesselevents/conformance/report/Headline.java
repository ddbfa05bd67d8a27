package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The first line: conformant or not, and what was not shown. */
final class Headline {

    private final Judgement judgement;

    Headline(Judgement judgement) {
        this.judgement = judgement;
    }

    /** {@code CONFORMANT}, {@code NOT CONFORMANT}, … */
    String outcome() {
        return switch (judgement.exitCode()) {
            case CONFORMANT -> "CONFORMANT";
            case VIOLATED -> "NOT CONFORMANT";
            case INCOMPLETE, ERROR -> "INCOMPLETE";
        };
    }

    /** What follows it. */
    String rest() {
        List<String> notJudged = ids(verdict -> !verdict.promised());
        return violations() + "; " + notShown()
                + (notJudged.isEmpty() ? "" : "; not judged: " + Text.ids(notJudged) + " (not promised)") + ".";
    }

    private String violations() {
        List<String> must = ids(verdict -> verdict.status() == Status.VIOLATED && verdict.fails());
        List<String> should =
                ids(verdict -> verdict.status() == Status.VIOLATED && !verdict.fails() && !verdict.isKnownViolation());
        List<String> known = ids(Verdict::isKnownViolation);
        List<String> parts = new ArrayList<>();
        parts.add(
                must.isEmpty()
                        ? "no MUST is violated"
                        : Text.ids(must) + (must.size() == 1 ? " is" : " are") + " violated");
        if (!should.isEmpty()) {
            parts.add("a SHOULD is: " + Text.ids(should));
        }
        if (!known.isEmpty()) {
            parts.add("known violations: " + Text.ids(known));
        }
        return String.join("; ", parts);
    }

    private String notShown() {
        List<String> parts = new ArrayList<>();
        for (Status status : List.of(Status.INCONCLUSIVE, Status.NOT_EXERCISED, Status.NOT_APPLICABLE)) {
            List<String> ids = ids(verdict -> verdict.status() == status && verdict.promised());
            if (!ids.isEmpty()) {
                parts.add(Text.ids(ids) + " (" + status.name().replace('_', ' ').toLowerCase(Locale.ROOT) + ")");
            }
        }
        return "not shown: " + (parts.isEmpty() ? "nothing" : String.join(", ", parts));
    }

    private List<String> ids(Predicate<Verdict> which) {
        return judgement.verdicts().stream().filter(which).map(Verdict::id).toList();
    }
}
