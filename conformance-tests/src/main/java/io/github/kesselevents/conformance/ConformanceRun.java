package io.github.kesselevents.conformance;

import io.github.kesselevents.conformance.pact.PactExaminer;
import io.github.kesselevents.conformance.pact.Pacts;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.run.HistoryRun;
import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.conformance.run.RunSettings;
import io.github.kesselevents.conformance.verdict.SavedHistory;
import io.github.kesselevents.conformance.verdict.SavedHistory.Judged;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The main job: scenario → producer → database → relay → topic → history → checks → verdicts → report. What is observed
 * is recorded first ({@link HistoryRun}) and judged after ({@link SavedHistory}), from the file alone, so that the same
 * file gives the same verdicts anywhere.
 */
public final class ConformanceRun {

    private ConformanceRun() {}

    /**
     * Records a run, judges it, and hands over the verdicts while the processes still run.
     *
     * @param pacts what consumers need, which is verified in the same run
     * @param report is told as soon as there are verdicts
     * @return the same
     */
    public static Judged run(RunSettings settings, Optional<Pacts> pacts, Progress progress, Consumer<Judged> report) {
        try (HistoryRun recorded = HistoryRun.record(settings, progress, pacts)) {
            Judged judged = progress.time(
                    "judge",
                    () -> SavedHistory.judge(
                            settings.history(),
                            settings.profile(),
                            Grade.A,
                            entries -> {},
                            profile -> new PactExaminer(profile, progress)));
            report.accept(judged);
            recorded.makeNextRunQuicker();
            return judged;
        }
    }
}
