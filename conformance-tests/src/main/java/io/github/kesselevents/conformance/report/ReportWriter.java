package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.verdict.Judgement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the reports for all readers: {@code report.html} for people, {@code report.json} for programs,
 * {@code report-junit.xml} for a build server, {@code summary.md} for a pull request. All say the same.
 */
public final class ReportWriter {

    private ReportWriter() {}

    /**
     * Writes the four files; those of an earlier run are replaced.
     *
     * @param folder made if it does not exist
     * @param history the file that was judged; it is read again for the entries that findings rest on
     * @throws ReportException when they cannot be written
     * @throws io.github.kesselevents.conformance.history.HistoryException when the history cannot be read any more
     */
    public static void write(Path folder, Judgement judgement, Source source, Path history) {
        Report report = ReportBuilder.build(judgement, source, history);
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("report.json"), ReportJson.render(report));
            Files.writeString(folder.resolve("report.html"), HtmlReport.render(report));
            Files.writeString(folder.resolve("report-junit.xml"), JUnitReport.render(report));
            Files.writeString(folder.resolve("summary.md"), SummaryReport.render(report));
        } catch (IOException e) {
            throw new ReportException(
                    "The reports cannot be written to " + folder + " (" + e + "); name another folder.", e);
        }
    }
}
