package io.github.kesselevents.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.BundledHistories;
import io.github.kesselevents.conformance.history.RecordedSession;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.verdict.SavedHistory;
import io.github.kesselevents.conformance.verdict.SavedHistory.Judged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The report, to the letter. What is expected lies in {@code src/test/resources/reports}; -Drender renews it. */
class TerminalReportTest {

    private static final Path EXPECTED = Path.of("src/test/resources/reports");
    private static final int COLUMNS = 100;

    @TempDir
    private Path folder;

    @Test
    void aConformingHistoryIsReportedToTheLetter() throws Exception {
        requireReport("conforming", bundled("conforming"), Grade.A);
    }

    @Test
    void aViolatedHistoryIsReportedToTheLetter() throws Exception {
        requireReport("lost-event", bundled("lost-event"), Grade.A);
    }

    @Test
    void aStalledRelayIsReportedToTheLetter() throws Exception {
        requireReport("stalled-session", RecordedSession.STALLED.writeTo(folder.resolve("stalled.ndjson")), Grade.A);
    }

    @Test
    void poorerEvidenceIsReportedToTheLetter() throws Exception {
        requireReport("conforming-grade-c", bundled("conforming"), Grade.C);
    }

    @Test
    void aHistoryThatEndsWithoutItsLastEntryIsReportedToTheLetter() throws Exception {
        List<String> lines = Files.readAllLines(bundled("conforming"));
        Path cut = Files.write(folder.resolve("cut.ndjson"), lines.subList(0, 30));
        requireReport("cut-off", cut, Grade.A);
    }

    @ParameterizedTest
    @EnumSource
    void noLineIsWiderThanATerminal(RecordedSession session) {
        Path file = session.writeTo(folder.resolve("session.ndjson"));
        assertThat(render("session", file, Grade.A, false).lines()).allMatch(line -> line.length() <= COLUMNS);
    }

    @Test
    void coloursAreAddedAndNothingElse() throws Exception {
        Path file = bundled("lost-event");
        String coloured = render("lost-event", file, Grade.A, true);

        assertThat(coloured).startsWith("\u001B[1m\u001B[31mNOT CONFORMANT\u001B[0m: ");
        assertThat(coloured.replaceAll("\u001B\\[[0-9;]*m", "")).isEqualTo(render("lost-event", file, Grade.A, false));
    }

    @Test
    void whatATerminalWouldObeyIsShownInstead() {
        assertThat(Text.wrap("k\u001B[2J7\nnext", COLUMNS)).containsExactly("k\\u001b[2J7\\nnext");
    }

    @Test
    void runsOfIdsAreShortened() {
        assertThat(Text.ids(List.of("DUP-1", "DUP-2", "DUP-3", "DUP-5", "DUP-6", "LIVE-1")))
                .isEqualTo("DUP-1 to -3, DUP-5, DUP-6, LIVE-1");
    }

    private void requireReport(String name, Path history, Grade grade) throws IOException {
        String rendered = render(name, history, grade, false);
        Path expected = EXPECTED.resolve(name + ".txt");
        if (System.getProperty("render") != null) {
            Files.createDirectories(EXPECTED);
            Files.writeString(expected, rendered);
        }
        assertThat(rendered).as(expected.toString()).isEqualTo(Files.readString(expected));
    }

    private static String render(String name, Path history, Grade grade, boolean colour) {
        Judged judged = SavedHistory.judge(history, null, grade);
        Source source = new Source(name, judged.started(), "mvn -q verify -Dhistory=" + name);
        return new TerminalReport(colour).render(judged.judgement(), source);
    }

    private static Path bundled(String name) {
        return BundledHistories.find(name).orElseThrow();
    }
}
