package io.github.kesselevents.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exit code says whether a later report is worse. */
class CompareCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String conforming;
    private String lost;

    @BeforeEach
    void writeReports() {
        conforming = report("conforming");
        lost = report("lost-event");
    }

    @Test
    void aNewFindingEndsWithOne() {
        assertThat(compare(conforming, lost)).isEqualTo(1);
        assertThat(out.toString())
                .isEqualTo("New\n  ATOMIC-3 lost: 0 → 1\nVerdicts that changed\n"
                        + "  ACK-1: PASSED → INCONCLUSIVE\n  ATOMIC-3: PASSED → VIOLATED\n");
    }

    @Test
    void aMendedOneEndsWithZero() {
        assertThat(compare(lost, conforming)).isZero();
        assertThat(out.toString()).startsWith("Mended\n  ATOMIC-3 lost: 1 → 0\n");
    }

    @Test
    void whatIsNoReportIsRefusedInOneSentence() {
        assertThat(compare(conforming, "nosuch.json")).isEqualTo(3);
        assertThat(err.toString()).startsWith("There is no report.json of this kit at nosuch.json");
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(compare(conforming)).isEqualTo(3);
        assertThat(err.toString()).endsWith("Missing required parameter: 'LATER'; see --help.\n");
    }

    private int compare(String... args) {
        return Program.run(new CompareCommand(), new PrintWriter(out), new PrintWriter(err), args);
    }

    private String report(String history) {
        Path reports = folder.resolve(history);
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        Program.run(new JudgeCommand(), nowhere, nowhere, "--history=" + history, "--reports=" + reports);
        return reports.resolve("report.json").toString();
    }
}
