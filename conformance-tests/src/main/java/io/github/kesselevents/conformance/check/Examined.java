package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.producer.Grade;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the checks say about a history.
 *
 * @param grade of its evidence
 * @param entries how many entries it has
 * @param workload examinations of the scenario, one for each requirement
 * @param probes examinations of the probes, which stand for themselves; empty when none were asked
 * @param cut whether the history ends without its last entry
 * @param doubt why the recording is not whole, so that an absence may mean nothing; empty when it was done and all
 *     sentinels arrived
 * @param omitted fault that was to be → why it could not be
 */
public record Examined(
        Grade grade,
        long entries,
        List<Examination> workload,
        List<Examination> probes,
        boolean cut,
        String doubt,
        Map<String, String> omitted) {

    public Examined {
        workload = List.copyOf(workload);
        probes = List.copyOf(probes);
        omitted = Collections.unmodifiableMap(new LinkedHashMap<>(omitted));
    }
}
