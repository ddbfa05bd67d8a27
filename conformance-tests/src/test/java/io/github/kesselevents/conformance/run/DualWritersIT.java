package io.github.kesselevents.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.report.ReportWriter;
import io.github.kesselevents.conformance.report.Source;
import io.github.kesselevents.conformance.report.TerminalReport;
import io.github.kesselevents.conformance.verdict.SavedHistory;
import io.github.kesselevents.conformance.verdict.SavedHistory.Judged;
import io.github.kesselevents.fixtures.inventory.Deaths;
import io.github.kesselevents.fixtures.inventory.Design;
import io.github.kesselevents.fixtures.inventory.DualWriter;
import io.github.kesselevents.fixtures.relay.ReferenceRelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * What people build instead of an outbox is found out, and the report says in plain words what happened to one resource
 * and what that usually means. A relay stands by; it finds nothing in the write-ahead log to publish.
 *
 * <p>Another seed: {@code mvn verify -Dit.test=DualWritersIT -Dseed=7}. The reports stay in {@code target}.
 */
@TestInstance(Lifecycle.PER_CLASS)
class DualWritersIT {

    private static final long SEED = Long.getLong("seed", 1);
    private static final Path FOLDER = Path.of("target", "dual-writers");
    private static final Pattern OPERATION = Pattern.compile("((?:report|delete) \\d+) of \\S+ \\((\\w+)\\)");

    private SharedStage stage;

    @BeforeAll
    void open() {
        stage = SharedStage.open();
    }

    @AfterAll
    void close() {
        stage.close();
    }

    @Test
    void whatIsCommittedAndThenSentIsLostWhereTheProcessEndsBetween() throws IOException {
        Deaths deaths = Deaths.atSomeReports();
        Run run = run(Design.PUBLISH_AFTER_COMMIT, deaths, "refuse commits", "hold commit");

        assertThat(deaths.died()).isNotEmpty();
        assertThat(run.violated()).contains("ATOMIC-3").doesNotContain("ATOMIC-2", "ATOMIC-8");
        assertThat(run.findings("ATOMIC-3"))
                .hasSameSizeAs(deaths.died())
                .allSatisfy(finding -> assertThat(finding.what())
                        .matches("report \\d+ of \\S+ \\(UNKNOWN\\) was committed at \\S+, and never published"));
        run.assertExplains("ATOMIC-3", "the service commits, and then sends the event itself");
    }

    @Test
    void whatIsSentAndThenRefusedIsPublishedThoughItNeverWas() throws IOException {
        Run run = run(Design.PUBLISH_BEFORE_COMMIT, Deaths.none(), "refuse commits", "hold commit");

        assertThat(run.violated()).contains("ATOMIC-2", "ATOMIC-8").doesNotContain("ATOMIC-3");
        assertThat(run.findings("ATOMIC-2"))
                .anySatisfy(finding -> assertThat(finding.what())
                        .matches("report \\d+ of \\S+ \\(UNKNOWN\\) was published, then rolled back"));
        run.assertExplains("ATOMIC-2", "the service sends the event, and commits afterwards");
    }

    @Test
    void whatCommitsLateIsSkippedByAPollerThatReadsOnFromTheHighestId() throws IOException {
        Run run = run(Design.POLLED_OUTBOX_TABLE, Deaths.none(), "refuse commits", "hold commit");

        assertThat(run.violated()).contains("ATOMIC-3").doesNotContain("ATOMIC-2", "ATOMIC-8");
        assertThat(run.findings("ATOMIC-3"))
                .as("the write whose commit was held, while others took higher ids")
                .anySatisfy(finding -> assertThat(finding.what())
                        .matches("report \\d+ of \\S+-held-\\d+ \\(OK\\) was committed at \\S+, and never published"));
        run.assertExplains("ATOMIC-3", "look for an outbox table that is polled by id");
    }

    /**
     * No commit is held here: the records of all others would wait behind the open transaction, and the run for them.
     */
    @Test
    void aTransactionOfKafkaAroundTheCommitIsLostWhereTheProcessEndsBetweenTheTwo() throws IOException {
        Deaths deaths = Deaths.atSomeReports();
        Run run = run(Design.KAFKA_TRANSACTION, deaths, "refuse commits");

        assertThat(deaths.died()).isNotEmpty();
        assertThat(run.violated()).containsExactly("ATOMIC-3");
        assertThat(run.findings("ATOMIC-3")).hasSameSizeAs(deaths.died());
        run.assertExplains("ATOMIC-3", "A transaction of Kafka around the commit has the same gap");
    }

    /** A judged run and its reports; of the terminal's, the line ends are blanks. */
    private record Run(Judged judged, String terminal, Document page) {

        List<String> violated() {
            return List.copyOf(judged.judgement().violated());
        }

        List<Finding> findings(String requirement) {
            return judged.judgement().verdicts().stream()
                    .filter(verdict -> verdict.id().equals(requirement))
                    .flatMap(verdict -> verdict.findings().stream())
                    .toList();
        }

        /** Both reports tell what happened to one resource and what that means; the page draws it, too. */
        void assertExplains(String requirement, String meaning) {
            String what = findings(requirement).get(0).what();
            assertThat(terminal).contains(what).contains(meaning).contains("What to do: ");
            assertThat(page.text()).contains(what).contains(meaning).contains("What to do: ");
            Matcher operation = OPERATION.matcher(what);
            assertThat(operation.find()).as(what).isTrue();
            assertThat(page.select("svg").text()).contains(operation.group(1) + " " + operation.group(2));
        }
    }

    private Run run(Design design, Deaths deaths, String... faults) throws IOException {
        LightRun run = LightRun.record(
                design.name(),
                stage,
                FOLDER.resolve(design.name()),
                SEED,
                List.of(faults),
                ReferenceRelay::of,
                (place, port) -> LightParts.dualWriter(
                        DualWriter.of(design, stage.kafka().bootstrapServers(), LightParts.topicPrefix(place))
                                .withDeaths(deaths),
                        place,
                        port));
        Judged judged = SavedHistory.judge(run.history(), run.profile(), Grade.A);
        Source source = new Source(design.name(), judged.started(), "mvn -q verify -Dhistory=" + run.history());
        ReportWriter.write(FOLDER.resolve(design.name()), judged.judgement(), source, run.history());
        String terminal = new TerminalReport(false).render(judged.judgement(), source);
        Files.writeString(FOLDER.resolve(design.name()).resolve("report.txt"), terminal);
        return new Run(
                judged,
                terminal.replaceAll("\\s+", " "),
                Jsoup.parse(Files.readString(FOLDER.resolve(design.name()).resolve("report.html"))));
    }
}
