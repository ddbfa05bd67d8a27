package io.github.kesselevents.conformance.verdict;

import io.github.kesselevents.conformance.check.Anchor;
import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.schemas.Requirements;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One cause, one id. Checks state everything that they find; of two findings about the same record, commit or
 * operation, the one whose requirement {@code yields_to} the other's in {@code requirements.yaml} is explained by it,
 * and blames nobody. What was explained stays visible.
 */
final class Arbiter {

    private final Requirements requirements;

    Arbiter(Requirements requirements) {
        this.requirements = requirements;
    }

    /** Each finding that another one explains, with that one. */
    Map<Finding, Finding> explain(List<Finding> findings) {
        Map<Anchor, List<Finding>> byAnchor = new HashMap<>();
        for (Finding finding : findings) {
            finding.about()
                    .forEach(anchor -> byAnchor.computeIfAbsent(anchor, any -> new ArrayList<>(1))
                            .add(finding));
        }
        Map<Finding, Finding> explained = new LinkedHashMap<>();
        for (Finding finding : findings) {
            explanation(finding, byAnchor).ifPresent(by -> explained.put(finding, by));
        }
        return explained;
    }

    /** The first id in the requirement's list that has a finding about one of the same things. */
    private Optional<Finding> explanation(Finding finding, Map<Anchor, List<Finding>> byAnchor) {
        for (String id : requirements.get(finding.requirement()).yieldsTo()) {
            for (Anchor anchor : finding.about()) {
                for (Finding other : byAnchor.get(anchor)) {
                    if (other.requirement().equals(id)) {
                        return Optional.of(other);
                    }
                }
            }
        }
        return Optional.empty();
    }
}
