package io.github.kesselevents.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.report.ReportComparison.Change;
import io.github.kesselevents.conformance.report.ReportComparison.Turn;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is new and what is mended, by requirement and cause. */
class ReportComparisonTest {

    @TempDir
    private Path folder;

    @Test
    void aNewFindingIsWorse() throws Exception {
        ReportComparison comparison = compare(ReportSamples.CONFORMING, ReportSamples.SWAPPED_UPDATES);
        assertThat(comparison.added()).containsExactly(new Change("ORDER-1", "swapped", 0, 2));
        assertThat(comparison.verdicts()).containsExactly(new Turn("ORDER-1", "PASSED", "VIOLATED"));
        assertThat(comparison.isWorse()).isTrue();
    }

    @Test
    void aMendedFindingIsNot() throws Exception {
        ReportComparison comparison = compare(ReportSamples.SWAPPED_UPDATES, ReportSamples.CONFORMING);
        assertThat(comparison.mended()).containsExactly(new Change("ORDER-1", "swapped", 2, 0));
        assertThat(comparison.isWorse()).isFalse();
        assertThat(comparison.render())
                .isEqualTo("Mended\n  ORDER-1 swapped: 2 → 0\nVerdicts that changed\n  ORDER-1: VIOLATED → PASSED\n");
    }

    @Test
    void aFindingThatWasNotShownToBeMendedIsNotCalledMended() throws Exception {
        ReportComparison comparison = compare(ReportSamples.LOST_EVENT, ReportSamples.STALLED_RELAY);
        assertThat(comparison.mended()).isEmpty();
        assertThat(comparison.gone()).containsExactly(new Change("ATOMIC-3", "lost", 1, 0));
        assertThat(comparison.added())
                .singleElement()
                .satisfies(change -> assertThat(change.id()).isEqualTo("LIVE-1"));
    }

    @Test
    void aReportComparedWithItselfHasNothingNew() throws Exception {
        ReportComparison comparison = compare(ReportSamples.LOST_EVENT, ReportSamples.LOST_EVENT);
        assertThat(comparison.remaining()).containsExactly(new Change("ATOMIC-3", "lost", 1, 1));
        assertThat(comparison.isWorse()).isFalse();
        assertThat(compare(ReportSamples.CONFORMING, ReportSamples.CONFORMING).render())
                .isEqualTo("Both reports say the same, and neither has a finding.\n");
    }

    @Test
    void aMissingReportIsRefused() {
        Path file = folder.resolve("report.json");
        assertThatThrownBy(() -> ReportComparison.of(file, file))
                .isInstanceOf(ReportException.class)
                .hasMessageStartingWith("There is no report.json of this kit at " + file)
                .hasMessageEndingWith("check the path.");
    }

    private static ReportComparison compare(ReportSamples earlier, ReportSamples later) throws Exception {
        return ReportComparison.of(
                earlier.write().folder().resolve("report.json"),
                later.write().folder().resolve("report.json"));
    }
}
