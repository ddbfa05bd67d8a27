package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.check.Examiner;
import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.verdict.Judge;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.SavedHistory;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.workload.PlannedFault;
import io.github.kesselevents.conformance.workload.ScenarioSettings;
import io.github.kesselevents.fixtures.environment.Part;
import io.github.kesselevents.fixtures.relay.ReferenceRelay;
import io.github.kesselevents.fixtures.relay.RelaySettings;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A run on {@link LightParts}: recorded and judged in a second or two.
 *
 * @param history its file
 */
record LightRun(Path history, ProducerProfile profile) {

    private static final int OPERATIONS = 300;

    /** Each with a sentinel behind it; the kill last, so that what it repeats stays the last that is said of a key. */
    static final List<PlannedFault> CHEAP_FAULTS = planned("stop relay", "refuse commits", "hold commit", "kill relay");

    /** The same, but the kill waits for the last operation: behind it, only the kit's own resources are written. */
    static final List<PlannedFault> KILL_AT_THE_END = List.of(
            PlannedFault.drawn("stop relay"),
            PlannedFault.drawn("refuse commits"),
            PlannedFault.drawn("hold commit"),
            new PlannedFault("kill relay", OPERATIONS - Traffic.PASSING / 4));

    /** Records one with all cheap faults, and prints what it cost. */
    static LightRun record(
            String name,
            SharedStage stage,
            Path folder,
            long seed,
            Function<RelaySettings, ReferenceRelay> relay,
            BiFunction<SharedStage.Place, Integer, Part> producer) {
        return record(name, stage, folder, seed, CHEAP_FAULTS, relay, producer);
    }

    /** The same with other faults. */
    static LightRun record(
            String name,
            SharedStage stage,
            Path folder,
            long seed,
            List<PlannedFault> faults,
            Function<RelaySettings, ReferenceRelay> relay,
            BiFunction<SharedStage.Place, Integer, Part> producer) {
        long begun = System.nanoTime();
        SharedStage.Place place = stage.next();
        ProducerProfile profile = LightParts.profile(place);
        RunSettings settings = RunSettings.standard(folder.resolve(place.name()), seed)
                .withProfile(profile)
                .withScenario(
                        ScenarioSettings.defaults().withOperations(OPERATIONS).withPlan(faults))
                .withProbes(false);
        HistoryRun.record(
                        settings,
                        new Progress(line -> {}),
                        Map.of(),
                        () -> LightParts.launch(stage, place, relay, producer))
                .close();
        System.out.printf(Locale.ROOT, "%6.2f s  %s%n", (System.nanoTime() - begun) / 1e9, name);
        return new LightRun(settings.history(), profile);
    }

    /** Faults whose points are drawn. */
    static List<PlannedFault> planned(String... names) {
        return Stream.of(names).map(PlannedFault::drawn).toList();
    }

    Judgement judge(Grade grade) {
        return SavedHistory.judge(history, profile, grade).judgement();
    }

    /** By every grade of evidence; the history is read once. */
    Map<Grade, Judgement> judge() {
        Map<Grade, Examiner> examiners = new EnumMap<>(Grade.class);
        for (Grade grade : Grade.values()) {
            examiners.put(grade, Examiner.of(profile, grade));
        }
        History.of(history).read((line, entry) -> examiners.values().forEach(examiner -> examiner.accept(line, entry)));
        Map<Grade, Judgement> judgements = new EnumMap<>(Grade.class);
        examiners.forEach(
                (grade, examiner) -> judgements.put(grade, Judge.of(profile).judge(examiner.examine())));
        return judgements;
    }

    /** Findings that nothing explains, for the message of a test that fails. */
    static String describe(Judgement judgement) {
        StringBuilder text = new StringBuilder();
        for (Verdict verdict : judgement.verdicts()) {
            if (!verdict.findings().isEmpty()) {
                text.append(verdict.id())
                        .append(' ')
                        .append(verdict.findings().stream().limit(2).toList())
                        .append('\n');
            }
        }
        return text.toString();
    }
}
