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
import java.util.stream.LongStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What people build instead of an outbox is found out, and the report says in plain words what happened to one resource
 * and what that usually means. A relay stands by; it finds nothing in the write-ahead log to publish.
 *
 * <p>The reports stay in {@code target/dual-writers}. More seeds: {@code mvn verify -Dit.test=DualWritersIT -Dseeds=3}.
 */
@TestInstance(Lifecycle.PER_CLASS)
class DualWritersIT {

    private static final Path FOLDER = Path.of("target", "dual-writers");
    private static final Pattern OPERATION = Pattern.compile("((?:report|delete) \\d+) of \\S+ \\((\\w+)\\)");

    private static final String LOST =
            "client \\d+ sends report (\\d+) .*the database's log shows the commit \\S+, and no outbox message in it"
                    + ".*by the end of the run, Kafka has no record of it";

    private SharedStage stage;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("seeds", 1));
    }

    @BeforeAll
    void open() {
        stage = SharedStage.open();
    }

    @AfterAll
    void close() {
        stage.close();
    }

    @ParameterizedTest(name = "with seed {0}")
    @MethodSource("seeds")
    void whatIsCommittedAndThenSentIsLostWhereTheProcessEndsBetween(long seed) throws IOException {
        Deaths deaths = Deaths.atSomeReports();
        Run run = run(seed, Design.PUBLISH_AFTER_COMMIT, deaths, "refuse commits", "hold commit");

        assertThat(deaths.died()).isNotEmpty();
        assertThat(run.violated()).contains("ATOMIC-3").doesNotContain("ATOMIC-2", "ATOMIC-8");
        assertThat(run.findings("ATOMIC-3"))
                .hasSameSizeAs(deaths.died())
                .allSatisfy(finding -> assertThat(finding.what())
                        .matches("report \\d+ of \\S+ \\(UNKNOWN\\) was committed at \\S+, and never published"));
        run.assertExplains("ATOMIC-3", "the service commits, and then sends the event itself");
        run.assertTells("ATOMIC-3", LOST);
    }

    @ParameterizedTest(name = "with seed {0}")
    @MethodSource("seeds")
    void whatIsSentAndThenRefusedIsPublishedThoughItNeverWas(long seed) throws IOException {
        Run run = run(seed, Design.PUBLISH_BEFORE_COMMIT, Deaths.none(), "refuse commits", "hold commit");

        assertThat(run.violated()).contains("ATOMIC-2", "ATOMIC-8").doesNotContain("ATOMIC-3");
        assertThat(run.findings("ATOMIC-2"))
                .anySatisfy(finding -> assertThat(finding.what())
                        .matches("report \\d+ of \\S+ \\(UNKNOWN\\) was published, then rolled back"));
        run.assertExplains("ATOMIC-2", "the service sends the event, and commits afterwards");
        run.assertTells("ATOMIC-2", "client \\d+ sends report (\\d+) .*Kafka has the record resources-\\d@\\d+");
        run.assertTells(
                "ATOMIC-8",
                "Kafka has the record resources-\\d@\\d+, created.* the end of: hold-commit database"
                        + " .*the database's log shows the commit \\S+, and no outbox message in it");
    }

    @ParameterizedTest(name = "with seed {0}")
    @MethodSource("seeds")
    void whatCommitsLateIsSkippedByAPollerThatReadsOnFromTheHighestId(long seed) throws IOException {
        Run run = run(seed, Design.POLLED_OUTBOX_TABLE, Deaths.none(), "hold commit", "hold commit");

        assertThat(run.violated()).contains("ATOMIC-3").doesNotContain("ATOMIC-2", "ATOMIC-8");
        assertThat(run.findings("ATOMIC-3"))
                .as("nothing failed: neither the caller nor the service could know")
                .anySatisfy(finding -> assertThat(finding.what())
                        .matches("report \\d+ of \\S+ \\(OK\\) was committed at \\S+, and never published"));
        run.assertExplains("ATOMIC-3", "look for an outbox table that is polled by id");
        run.assertTells("ATOMIC-3", LOST);
    }

    /**
     * No commit is held here: the records of all others would wait behind the open transaction, and the run for them.
     */
    @ParameterizedTest(name = "with seed {0}")
    @MethodSource("seeds")
    void aTransactionOfKafkaAroundTheCommitIsLostWhereTheProcessEndsBetweenTheTwo(long seed) throws IOException {
        Deaths deaths = Deaths.atSomeReports();
        Run run = run(seed, Design.KAFKA_TRANSACTION, deaths, "refuse commits");

        assertThat(deaths.died()).isNotEmpty();
        assertThat(run.violated()).containsExactly("ATOMIC-3");
        assertThat(run.findings("ATOMIC-3")).hasSameSizeAs(deaths.died());
        run.assertExplains("ATOMIC-3", "A transaction of Kafka around the commit has the same gap");
        run.assertTells("ATOMIC-3", LOST);
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
            // A delete shows no marker, so it is not known which operation it was.
            String what = findings(requirement).stream()
                    .map(Finding::what)
                    .filter(text -> OPERATION.matcher(text).find())
                    .findFirst()
                    .orElseThrow();
            assertThat(terminal).contains(what).contains(meaning).contains("What to do: ");
            assertThat(page.text()).contains(what).contains(meaning).contains("What to do: ");
            Matcher operation = OPERATION.matcher(what);
            operation.find();
            assertThat(page.select("svg").text()).contains(operation.group(1) + " " + operation.group(2));
        }

        /** The page tells, step by step, what happened to one of the resources. */
        void assertTells(String requirement, String steps) {
            assertThat(page.getElementById(requirement).select(".story"))
                    .anySatisfy(story -> assertThat(story.text()).containsPattern(steps));
        }
    }

    private Run run(long seed, Design design, Deaths deaths, String... faults) throws IOException {
        Path folder = FOLDER.resolve(design.name() + "-" + seed);
        LightRun run = LightRun.record(
                design.name(),
                stage,
                folder,
                seed,
                LightRun.planned(faults),
                ReferenceRelay::of,
                (place, port) -> LightParts.dualWriter(
                        DualWriter.of(design, stage.kafka().bootstrapServers(), LightParts.topicPrefix(place))
                                .withDeaths(deaths),
                        place,
                        port));
        Judged judged = SavedHistory.judge(run.history(), run.profile(), Grade.A);
        Source source = new Source(design.name(), judged.started(), "mvn -q verify -Dhistory=" + run.history());
        ReportWriter.write(folder, judged.judgement(), source, run.history());
        String terminal = new TerminalReport(false).render(judged.judgement(), source);
        Files.writeString(folder.resolve("report.txt"), terminal);
        return new Run(
                judged, terminal.replaceAll("\\s+", " "), Jsoup.parse(Files.readString(folder.resolve("report.html"))));
    }
}
