package io.github.kesselevents.conformance.verdict;

import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile.KnownFinding;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is said of a history.
 *
 * @param profile name of the producer's profile
 * @param grade of the evidence
 * @param entries how many entries the history has
 * @param verdicts one for each producer requirement, in the order of the catalogue; behind them those of a supplement
 * @param stale entries of the list of known findings that did not occur though their requirement was exercised
 * @param incomplete why the recording is not whole; empty when it is
 */
public record Judgement(
        String profile,
        Grade grade,
        long entries,
        List<Verdict> verdicts,
        List<KnownFinding> stale,
        String incomplete) {

    public Judgement {
        verdicts = List.copyOf(verdicts);
        stale = List.copyOf(stale);
    }

    /** The same with further verdicts behind the others. */
    Judgement with(List<Verdict> more) {
        List<Verdict> all = new ArrayList<>(verdicts);
        all.addAll(more);
        return new Judgement(profile, grade, entries, all, stale, incomplete);
    }

    /** The verdict on this requirement. */
    public Optional<Verdict> verdict(String id) {
        return verdicts.stream().filter(verdict -> verdict.id().equals(id)).findFirst();
    }

    /** Ids of requirements that are violated by something that is neither known nor explained. */
    public List<String> violated() {
        return verdicts.stream()
                .filter(verdict -> verdict.status() == Status.VIOLATED && !verdict.isKnownViolation())
                .map(Verdict::id)
                .toList();
    }

    /** How many verdicts there are of each kind; kinds without any are not in it. */
    public Map<Status, Integer> counts() {
        Map<Status, Integer> counts = new EnumMap<>(Status.class);
        verdicts.forEach(verdict -> counts.merge(verdict.status(), 1, Integer::sum));
        return counts;
    }

    /** How it ends. */
    public ExitCode exitCode() {
        boolean violated =
                verdicts.stream().anyMatch(verdict -> verdict.status() == Status.VIOLATED && verdict.fails());
        if (violated) {
            return ExitCode.VIOLATED;
        }
        boolean open = verdicts.stream().anyMatch(Verdict::fails) || !stale.isEmpty() || !incomplete.isEmpty();
        return open ? ExitCode.INCOMPLETE : ExitCode.CONFORMANT;
    }
}
