package io.github.kesselevents.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.RecordedSession;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.report.ReportSamples.Written;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** All reports say what the judgement says, for the bundled histories and the recorded sessions. */
class ReportWriterTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void thePageIsWellFormedAndLoadsNothing(ReportSamples sample) throws Exception {
        String html = sample.write().html();
        Parser parser = Parser.htmlParser().setTrackErrors(10);
        Document page = parser.parseInput(html, "");

        assertThat(parser.getErrors()).isEmpty();
        assertThat(page.select("[src], link, iframe, object, embed, form, base, [style], [onload], [onclick]"))
                .isEmpty();
        assertThat(page.select("[href]").eachAttr("href")).allMatch(target -> target.startsWith("#"));
        assertThat(page.select("style").html()).doesNotContain("url(", "@import");
        assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
        assertThat(page.select("a[href]").eachAttr("href"))
                .allMatch(target -> page.getElementById(target.substring(1)) != null);
    }

    @ParameterizedTest
    @EnumSource
    void thePageHasARowForEachVerdict(ReportSamples sample) throws Exception {
        Written written = sample.write();
        Document page = Jsoup.parse(written.html());

        Map<String, String> rows = page.select("details.requirement").stream()
                .collect(Collectors.toMap(
                        Element::id, row -> row.select("summary .badge").text()));
        assertThat(rows).isEqualTo(words(written.judged().judgement()));
        for (Verdict verdict : written.judged().judgement().verdicts()) {
            Element row = page.getElementById(verdict.id());
            assertThat(row.select("blockquote p").text())
                    .isEqualTo(verdict.requirement().promise());
            assertThat(row.hasAttr("open")).isEqualTo(!verdict.findings().isEmpty());
            verdict.findings().stream()
                    .limit(Selection.FINDINGS)
                    .forEach(finding -> assertThat(row.text()).contains(finding.expected(), finding.actual()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasNotShownIsCountedApart(ReportSamples sample) throws Exception {
        Written written = sample.write();
        Report report = ReportJson.read(written.folder().resolve("report.json"));
        Map<String, Integer> counts = new TreeMap<>();
        words(written.judged().judgement()).values().forEach(word -> counts.merge(word, 1, Integer::sum));

        assertThat(report.counts()).containsExactlyInAnyOrderEntriesOf(counts);
        assertThat(report.exitCode()).isEqualTo(written.exitCode().code());
        assertThat(Jsoup.parse(written.html()).select(".counts li").eachText())
                .containsExactlyInAnyOrderElementsOf(counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void theTestsOfABuildServerAreRedExactlyWhenTheRunFails(ReportSamples sample) throws Exception {
        Written written = sample.write();
        org.w3c.dom.Document xml = xml(written);
        int red = xml.getElementsByTagName("failure").getLength()
                + xml.getElementsByTagName("error").getLength();
        long notPassed = written.judged().judgement().verdicts().stream()
                .filter(verdict -> verdict.status() != Status.PASSED)
                .count();

        assertThat(red == 0).isEqualTo(written.exitCode().code() == 0);
        NodeList tests = xml.getElementsByTagName("testcase");
        assertThat(tests.getLength())
                .isGreaterThanOrEqualTo(written.judged().judgement().verdicts().size());
        assertThat(red + xml.getElementsByTagName("skipped").getLength()).isGreaterThanOrEqualTo((int) notPassed);
        assertThat(attribute(xml, "testsuite", "tests")).isEqualTo(String.valueOf(tests.getLength()));
        assertThat(attribute(xml, "testsuite", "failures"))
                .isEqualTo(String.valueOf(xml.getElementsByTagName("failure").getLength()));
    }

    @Test
    void aViolatedRequirementIsAFailureWithItsEvidence() throws Exception {
        org.w3c.dom.Document xml = xml(ReportSamples.LOST_EVENT.write());
        assertThat(attribute(xml, "failure", "message"))
                .startsWith(
                        "VIOLATED: report 4 of host/hbi/i-1/killed-k9 (OK) was committed at 0/5054F48, and never published");
        assertThat(xml.getElementsByTagName("failure").item(0).getTextContent())
                .contains("expected  an event on each of 2 streams", "evidence  commit 0/5054F48", "cause     lost");
        assertThat(attribute(xml, "error", "message"))
                .isEqualTo("INCONCLUSIVE: what was found is explained by ATOMIC-3");
    }

    @Test
    void theEvidenceIsTheRawEntries() throws Exception {
        Document page = Jsoup.parse(ReportSamples.SWAPPED_UPDATES.write().html());
        assertThat(page.select("#ORDER-1 article:first-of-type details.raw > summary")
                        .eachText())
                .contains(
                        "record outbox.event.kessel.resources-0@3 at 0.021 s, line 22 of the history",
                        "commit 0/5054F48, transaction 30901 at 0.014 s, line 15 of the history");
        assertThat(page.select("#ORDER-1 details.raw").get(0).select("dt").eachText())
                .containsExactly("timestamp", "key", "headers", "value", "value on the wire");
        assertThat(page.select("#ORDER-1 details.raw").get(0).select("pre").eachText())
                .anyMatch(text -> text.contains("operation: updated"))
                .anyMatch(text -> text.contains("\"subject\" : \"/resources/host/01a2092b"));
    }

    @Test
    void theTimelineShowsClientDatabaseAndKafka() throws Exception {
        Document page = Jsoup.parse(ReportSamples.SWAPPED_UPDATES.write().html());
        Element drawing = page.select("#ORDER-1 svg").first();
        assertThat(drawing.select(".lane .name").eachText()).containsExactly("client", "database", "kafka");
        assertThat(drawing.select(".mark.cited text").eachText())
                .containsExactlyInAnyOrder("updated 0/5054F48", "@2 updated", "@3 updated");
        assertThat(drawing.select(".band text").eachText()).containsExactly("hold-commit database", "kill relay");
        assertThat(drawing.select(".links line")).isNotEmpty();
    }

    @Test
    void aRelayThatFailedIsInTheTimelineWithWhatToDo() throws Exception {
        Document page = Jsoup.parse(ReportSamples.SESSION_STALLED.write().html());
        assertThat(page.select("#LIVE-1 .band text").eachText()).contains("relay FAILED");
        assertThat(page.select("#LIVE-1 aside").text())
                .contains("items: {type: integer}", "errors.tolerance=all", "ATOMIC-3");
    }

    @Test
    void faultsAreShownWithTheirProof() throws Exception {
        Document page = Jsoup.parse(ReportSamples.SESSION_STALLED.write().html());
        assertThat(page.select("table tbody tr").eachText())
                .containsExactly(
                        "stop relay 27.524 s 29.631 s 29.635 s seen: relay SIGTERM, relay process gone, relay process started");
    }

    @Test
    void theSummaryBeginsWithTheOutcome() throws Exception {
        assertThat(ReportSamples.CONFORMING.write().text("summary.md")).startsWith("## ✅ CONFORMANT\n");
        assertThat(ReportSamples.LOST_EVENT.write().text("summary.md"))
                .startsWith("## ❌ NOT CONFORMANT\n")
                .contains("### ATOMIC-3 ", "host/hbi/i-1/killed-k9");
        assertThat(ReportSamples.CUT_OFF.write().text("summary.md")).startsWith("## ⚠️ INCOMPLETE\n");
    }

    @Test
    void reportsOfAnEarlierRunAreReplaced() throws Exception {
        Path history = RecordedSession.STALLED.writeTo(folder.resolve("history.ndjson"));
        Path reports = Files.createDirectories(folder.resolve("reports"));
        Files.writeString(reports.resolve("report.html"), "old");
        ReportSamples.write("stalled", history, reports, Grade.A);

        assertThat(Files.readString(reports.resolve("report.html"))).startsWith("<!doctype html>");
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        Path history = RecordedSession.STALLED.writeTo(folder.resolve("history.ndjson"));
        assertThatThrownBy(() -> ReportSamples.write("stalled", history, file, Grade.A))
                .isInstanceOf(ReportException.class)
                .hasMessageStartingWith("The reports cannot be written to " + file)
                .hasMessageEndingWith("name another folder.");
    }

    private static Map<String, String> words(Judgement judgement) {
        return judgement.verdicts().stream().collect(Collectors.toMap(Verdict::id, Verdict::word));
    }

    private static org.w3c.dom.Document xml(Written written) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(written.text("report-junit.xml"))));
    }

    private static String attribute(org.w3c.dom.Document xml, String element, String name) {
        return xml.getElementsByTagName(element)
                .item(0)
                .getAttributes()
                .getNamedItem(name)
                .getNodeValue();
    }
}
