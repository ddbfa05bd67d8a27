package io.github.kesselevents.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.BundledHistories;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.report.ReportSamples.Written;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories hold what strangers wrote: nothing of it becomes markup, a script, a mention or a change of direction. */
class HostileReportTest {

    /** A change of direction, by which text reads otherwise than it is written. */
    private static final String BACKWARDS = "\u202e";

    private static final String NAME = "killed-k9";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</title></script><script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "' onmouseover='alert(1)",
                "</svg><svg onload=alert(1)>",
                "</pre></details>]]><!--",
                "{{ report }}{% include 'x' %}",
                "&lt;b&gt;&#60;",
                "@everyone | `code` [a](https://evil.invalid) <b> ~~x~~ $x$",
            })
    void whatStrangersWroteIsShownAsText(String name) throws Exception {
        Written written = write(name + BACKWARDS);
        Parser parser = Parser.htmlParser().setTrackErrors(10);
        Document page = parser.parseInput(written.html(), "");

        assertThat(parser.getErrors()).isEmpty();
        assertThat(page.select("script")).hasSize(1);
        assertThat(page.select("img, iframe, [onload], [onerror], [onmouseover], b[onclick]"))
                .isEmpty();
        assertThat(page.select("#ORDER-1 .subject").first().wholeText()).isEqualTo("host/hbi/i-1/" + name + "\\u202e");
        assertThat(page.select("details.requirement")).hasSize(32);
    }

    @Test
    void theXmlIsWellFormedWhateverItHolds() throws Exception {
        Written written = write("]]></failure>&<b>'" + BACKWARDS);
        var xml = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(written.folder().resolve("report-junit.xml").toFile());
        assertThat(xml.getElementsByTagName("failure").item(0).getTextContent())
                .contains("host/hbi/i-1/]]></failure>&<b>'\\u202e");
    }

    @Test
    void whatNoTextCanHoldIsShownInWords() {
        assertThat(HtmlReport.escape("a\u0000b\ud800c\uffffd\u2028e\n<f>"))
                .isEqualTo("a\\u0000b\\ud800c\\uffffd\\u2028e\n&lt;f&gt;");
    }

    @Test
    void theSummaryHoldsNoMarkupOfStrangers() {
        assertThat(Markdown.text("@team <img> [a](https://x.invalid) | `b`"))
                .isEqualTo("@<!-- -->team \\<img\\> \\[a\\](https:\\//x.invalid) \\| \\`b\\`");
        assertThat(Markdown.code("`` | x")).isEqualTo("``` `` \\| x ```");
    }

    @Test
    void recordsThatAreNoJsonAreShownAsTheyAre() throws Exception {
        List<String> lines = Files.readAllLines(bundled());
        int record = 21;
        assertThat(lines.get(record)).contains("\"offset\":3");
        String line = lines.get(record);
        String before = line.substring(0, line.lastIndexOf("\"value\":"));
        lines.set(record, before + "\"value\":{\"base64\":\"/wD+\"}}");
        Path history = Files.write(folder.resolve("history.ndjson"), lines);
        Document page = Jsoup.parse(ReportSamples.write("hostile", history, folder.resolve("reports"), Grade.A)
                .html());

        assertThat(page.select("details.raw pre").eachText()).contains("(no UTF-8) ff 00 fe");
    }

    private Written write(String name) throws Exception {
        String quoted = name.replace("\\", "\\\\").replace("\"", "\\\"");
        List<String> lines = Files.readAllLines(bundled()).stream()
                .map(line -> line.replace(NAME, quoted))
                .toList();
        Path history = Files.write(folder.resolve("history.ndjson"), lines);
        return ReportSamples.write("hostile " + name, history, folder.resolve("reports"), Grade.A);
    }

    private static Path bundled() {
        return BundledHistories.find("swapped-updates").orElseThrow();
    }
}
