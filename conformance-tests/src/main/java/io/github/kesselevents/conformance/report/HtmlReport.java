package io.github.kesselevents.conformance.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.report.Report.Row;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.unbescape.html.HtmlEscape;

/**
 * The report as one page that needs nothing beside it: it loads nothing, and its policy forbids it to. All text that is
 * put into it is escaped, wherever it comes from; what a screen would obey, such as a change of direction, is shown.
 */
final class HtmlReport {

    private static final String ESCAPING = "page";

    /** Printing shows what is folded; browsers that can do so by style alone do not need it. */
    private static final String SCRIPT =
            "addEventListener('beforeprint',()=>document.querySelectorAll('details').forEach(d=>d.open=true))";

    private HtmlReport() {}

    static String render(Report report) {
        ClasspathLoader loader = new ClasspathLoader(HtmlReport.class.getClassLoader());
        loader.setPrefix("kessel-events/report");
        List<Row> violated = report.requirements().stream()
                .filter(row -> !row.causes().isEmpty())
                .toList();
        StringWriter page = new StringWriter();
        try {
            new PebbleEngine.Builder()
                    .loader(loader)
                    .addEscapingStrategy(ESCAPING, HtmlReport::escape)
                    .defaultEscapingStrategy(ESCAPING)
                    .extension(new ReportFilters(HtmlReport::escape))
                    .strictVariables(true)
                    .newLineTrimming(false)
                    .defaultLocale(Locale.ROOT)
                    .build()
                    .getTemplate("report.html.peb")
                    .evaluate(
                            page,
                            Map.of(
                                    "report", report,
                                    "violated", violated,
                                    "script", SCRIPT,
                                    "scriptHash", sha256(SCRIPT)));
        } catch (IOException e) {
            throw new ReportException("The page cannot be rendered: " + e + ".", e);
        }
        return page.toString().stripTrailing() + "\n";
    }

    /** Line ends stay: most of what is shown is JSON with indentation. */
    static String escape(String text) {
        return text.lines().map(Text::printable).map(HtmlEscape::escapeHtml5Xml).collect(Collectors.joining("\n"));
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
