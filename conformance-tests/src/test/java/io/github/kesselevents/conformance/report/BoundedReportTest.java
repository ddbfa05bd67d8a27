package io.github.kesselevents.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.check.Anchor;
import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.conformance.history.BundledHistories;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile.KnownFinding;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.SavedHistory;
import io.github.kesselevents.conformance.verdict.SavedHistory.Judged;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.verdict.Verdict.Explained;
import io.github.kesselevents.conformance.verdict.Verdict.Known;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However much there is to say, a report can be opened, and says how much it leaves out. */
class BoundedReportTest {

    private static final int FINDINGS = 4_000;
    private static final int CAUSES = 40;
    private static final int LARGEST = 5_000_000;

    @TempDir
    private Path folder;

    @Test
    void aHundredThousandFindingsGiveAReportThatCanBeOpened() throws Exception {
        Path history = BundledHistories.find("swapped-updates").orElseThrow();
        Judged judged = SavedHistory.judge(history, null, Grade.A);
        Judgement judgement = judged.judgement();
        Judgement worst = new Judgement(
                judgement.profile(),
                judgement.grade(),
                judgement.entries(),
                judgement.verdicts().stream().map(BoundedReportTest::worst).toList(),
                List.of(),
                "");
        ReportWriter.write(folder, worst, new Source("worst", judged.started(), "mvn"), history);

        for (String file : List.of("report.html", "report.json", "report-junit.xml")) {
            assertThat(Files.size(folder.resolve(file))).as(file).isLessThan(LARGEST);
        }
        assertThat(Files.size(folder.resolve("summary.md"))).isLessThan(65_536);
        Document page = Jsoup.parse(Files.readString(folder.resolve("report.html")));
        assertThat(page.select("#SHAPE-1 .more").eachText())
                .contains("… and 95 more of this cause", "… and 30 more causes");
        assertThat(page.select("#SHAPE-1 svg")).hasSize(3);
    }

    @Test
    void aLongPayloadIsCutAndCounted() throws Exception {
        List<String> lines = new ArrayList<>(
                Files.readAllLines(BundledHistories.find("swapped-updates").orElseThrow()));
        lines.replaceAll(line -> line.replace("ws-3", "w".repeat(100_000)));
        Path history = Files.write(folder.resolve("history.ndjson"), lines);
        ReportSamples.Written written = ReportSamples.write("long", history, folder.resolve("reports"), Grade.A);

        assertThat(written.html().length()).isLessThan(500_000);
        assertThat(written.html()).containsPattern("… and [0-9,]+ more characters");
    }

    /** As many findings of all kinds as can be, of many causes, each of which rests on much. */
    private static Verdict worst(Verdict verdict) {
        List<Finding> findings = findings(verdict.id(), "it is wrong");
        List<Finding> expected = findings(verdict.id(), "it is known");
        KnownFinding entry = new KnownFinding(verdict.id(), "cause-1", "it is known", null, false, false);
        return new Verdict(
                verdict.requirement(),
                Status.VIOLATED,
                FINDINGS,
                "records",
                findings,
                expected.stream().map(finding -> new Known(finding, entry)).toList(),
                findings.stream()
                        .map(finding -> new Explained(finding, findings.get(0)))
                        .toList(),
                List.of());
    }

    private static List<Finding> findings(String id, String what) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < FINDINGS; i++) {
            Set<Anchor> about = new LinkedHashSet<>();
            for (int offset = 0; offset < 8; offset++) {
                about.add(new Anchor.OfRecord("outbox.event.kessel.resources", 0, offset));
            }
            String cause = "cause-" + i % CAUSES;
            findings.add(new Finding(id, cause, "host/hbi/i-1/killed-k9", what + " " + i, "this", "that", about));
        }
        return findings;
    }
}
