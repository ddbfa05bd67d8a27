package io.github.kesselevents.conformance.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a check has to say about one requirement.
 *
 * @param requirement its id
 * @param examined how often it could have failed: what a pass rests on
 * @param unit what was counted, in the plural: {@code versions}
 * @param findings every way in which it did not hold
 * @param doubts why it cannot be decided; a violation needs none of them to be a violation
 */
public record Examination(String requirement, long examined, String unit, List<Finding> findings, Set<String> doubts) {

    public Examination {
        findings = List.copyOf(findings);
        doubts = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(doubts));
    }

    /** Collects one. Not thread-safe. */
    static final class Draft {

        private final String requirement;
        private final String unit;
        private final List<Finding> findings = new ArrayList<>();
        private final Set<String> doubts = new LinkedHashSet<>();
        private long examined;

        Draft(String requirement, String unit) {
            this.requirement = requirement;
            this.unit = unit;
        }

        /** It could have failed here. */
        void examined() {
            examined++;
        }

        void examined(long times) {
            examined += times;
        }

        void found(String cause, String subject, String what, String expected, String actual, Anchor... about) {
            findings.add(Finding.of(requirement, cause, subject, what, expected, actual, about));
        }

        void found(Finding finding) {
            findings.add(finding);
        }

        void doubt(String why) {
            doubts.add(why);
        }

        Examination done() {
            return new Examination(requirement, examined, unit, findings, doubts);
        }
    }
}
