package io.github.kesselevents.conformance.pact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.conformance.report.ReportWriter;
import io.github.kesselevents.conformance.report.Source;
import io.github.kesselevents.conformance.report.TerminalReport;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import io.github.kesselevents.fixtures.pact.ConsumerPact;
import io.github.kesselevents.fixtures.pact.ExpectedEvent;
import io.github.kesselevents.fixtures.pact.PactFile;
import io.github.kesselevents.fixtures.pact.PactFiles;
import io.github.kesselevents.schemas.EventRecord;
import io.github.kesselevents.schemas.EventRecord.Header;
import io.github.kesselevents.schemas.WireFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a producer may get wrong, and what is said of it. */
class PactJudgeTest {

    @TempDir
    private Path folder;

    private HistoryRecorder history;

    @BeforeEach
    void begin() {
        history = HistoryRecorder.begin(folder.resolve("history.ndjson"));
    }

    @AfterEach
    void end() {
        history.close();
    }

    @Test
    void aConformingProducerPassesTheReadyContracts() {
        List<OfferedPact> pacts = PactFiles.ready().stream()
                .map(file -> new OfferedPact(file, false, file.name(), Map.of(), List.of()))
                .toList();
        assertThat(judge(pacts, record -> record, List.of()))
                .hasSizeGreaterThan(30)
                .allSatisfy(verdict -> {
                    assertThat(verdict.status()).as(verdict.toString()).isEqualTo(Status.PASSED);
                    assertThat(verdict.examined()).isOne();
                });
    }

    @Test
    void aMemberThatIsMissingNamesInteractionRecordMemberExpectedAndActual() {
        Verdict verdict = judge(
                ExpectedEvent.created("host").needs("/value/data/metadata/workspace_id", "ws-1"),
                record -> replaced(record, ",\"workspace_id\":\"ws-1\"", ""));
        assertThat(verdict.status()).isEqualTo(Status.VIOLATED);
        assertThat(verdict.findings())
                .extracting(Finding::toString)
                .singleElement()
                .asString()
                .startsWith(
                        "PACT-1 (pact-value): host/hbi/kit-pact/r-1: \"a resource is reported for the first time (host"
                                + " of hbi)\", record outbox.event.kessel.resources-0@0: /value/data/metadata/workspace_id is not"
                                + " what search-index needs: the member is absent; expected the member, but was absent");
    }

    @Test
    void aHeaderOfAnotherValueIsNamed() {
        Verdict verdict =
                judge(ExpectedEvent.deleted("host"), record -> header(record, "operation", "DELETED", "deleted"));
        assertThat(verdict.findings())
                .extracting(Finding::cause, Finding::expected, Finding::actual)
                .contains(tuple("pact-headers", "deleted", "DELETED"));
        assertThat(verdict.findings())
                .anySatisfy(finding -> assertThat(finding.what()).contains("/headers/operation"));
    }

    @Test
    void aKeyThatIsNoResourceIdIsNamed() {
        Verdict verdict = judge(
                ExpectedEvent.created("host"),
                record -> new EventRecord(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        0,
                        "\"r-1\"".getBytes(UTF_8),
                        record.headers(),
                        record.value()));
        assertThat(verdict.findings()).anySatisfy(finding -> {
            assertThat(finding.cause()).isEqualTo("pact-key");
            assertThat(finding.actual()).isEqualTo("r-1");
            assertThat(finding.what()).contains("/key is not what search-index needs");
        });
    }

    @Test
    void aPayloadOnADeleteWhichPactCannotSeeIsTheContractsToSay() {
        Verdict verdict =
                judge(ExpectedEvent.deleted("host"), record -> replaced(record, "{}", "{\"deleted_at\":\"now\"}"));
        assertThat(verdict.status()).isEqualTo(Status.VIOLATED);
        assertThat(verdict.findings())
                .extracting(Finding::cause, Finding::what)
                .containsExactly(tuple(
                        "shape-5",
                        "\"a live resource is deleted (host of hbi)\", record outbox.event.kessel.resources-0@1:"
                                + " /value breaks the contract (SHAPE-5)"));
    }

    @Test
    void aFurtherMemberWhichPactCannotSeeIsTheContractsToSay() {
        Verdict verdict = judge(
                ExpectedEvent.created("host"),
                record -> replaced(record, "\"org_id\":\"\"", "\"org_id\":\"\",\"labels\":[]"));
        assertThat(verdict.findings()).extracting(Finding::cause).containsExactly("shape-1");
        assertThat(verdict.findings().get(0).what()).contains("/value/data/metadata/labels");
    }

    @Test
    void anEventThatIsNotPublishedIsAViolation() {
        Verdict verdict = judge(ExpectedEvent.created("host"), record -> null);
        assertThat(verdict.status()).isEqualTo(Status.VIOLATED);
        assertThat(verdict.examined()).isZero();
        assertThat(verdict.findings()).extracting(Finding::cause).containsExactly("not-published");
    }

    @Test
    void anEventThatMayComeYetIsInconclusiveAndNoPass() {
        List<OfferedPact> pacts = List.of(offered(ExpectedEvent.created("host"), false));
        assertThat(judge(pacts, record -> null, List.of("outbox.event.kessel.resources-2")))
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
                    assertThat(verdict.fails()).isTrue();
                    assertThat(verdict.reasons())
                            .containsExactly(
                                    "no record of it was read, and outbox.event.kessel.resources-2 could not be"
                                            + " read to the end of the run");
                });
    }

    @Test
    void aPendingPactIsToldAndFailsNothing() {
        List<OfferedPact> pacts = List.of(offered(ExpectedEvent.deleted("host"), true));
        assertThat(judge(pacts, record -> replaced(record, "{}", "{\"a\":1}"), List.of()))
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.word()).isEqualTo("VIOLATED (known)");
                    assertThat(verdict.fails()).isFalse();
                });
    }

    @Test
    void anInteractionThatItsConsumerCallsPendingFailsNothing() {
        String json = ConsumerPact.of("search-index", ExpectedEvent.deleted("host"))
                .toJson()
                .replace("\"pending\": false", "\"pending\": true");
        PactFile file = PactFile.parse("c.json", json.getBytes(UTF_8));
        List<OfferedPact> pacts = List.of(new OfferedPact(file, false, "c.json", Map.of(), List.of()));
        assertThat(judge(pacts, record -> replaced(record, "{}", "{\"a\":1}"), List.of()))
                .extracting(Verdict::word, Verdict::fails)
                .containsExactly(tuple("VIOLATED (known)", false));
    }

    @Test
    void aPactThatNoProducerCanSatisfyIsViolatedWithTheRequirement() {
        String wrong = ConsumerPact.of(
                        "search-index", ExpectedEvent.created("host").needs("/value/data/metadata/org_id"))
                .toJson()
                .replace("\"org_id\": \"\"", "\"org_id\": \"org-1\"");
        PactFile file = PactFile.parse("c.json", wrong.getBytes(UTF_8));
        List<OfferedPact> pacts = List.of(new OfferedPact(file, false, "c.json", Map.of(), List.of()));
        assertThat(judge(pacts, record -> record, List.of())).singleElement().satisfies(verdict -> {
            assertThat(verdict.status()).isEqualTo(Status.VIOLATED);
            assertThat(verdict.findings())
                    .extracting(Finding::what, Finding::expected, Finding::actual)
                    .containsExactly(tuple(
                            "\"a resource is reported for the first time (host of hbi)\": the pact demands at"
                                    + " /value/data/metadata/org_id what the contract does not promise (SHAPE-1)",
                            "\"\"",
                            "\"org-1\""));
        });
    }

    @Test
    void anUnknownProviderStateIsInconclusiveAndNoPass() {
        String wrong = ConsumerPact.of("search-index", ExpectedEvent.created("host"))
                .toJson()
                .replace("\"name\": \"a resource is reported for the first time\"", "\"name\": \"a host exists\"");
        PactFile file = PactFile.parse("c.json", wrong.getBytes(UTF_8));
        List<OfferedPact> pacts = List.of(new OfferedPact(file, false, "c.json", Map.of(), List.of()));
        assertThat(judge(pacts, record -> record, List.of())).singleElement().satisfies(verdict -> {
            assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
            assertThat(verdict.reasons())
                    .singleElement()
                    .asString()
                    .contains("at /providerStates/0/name: expected one of");
        });
    }

    @Test
    void theReportsShowInteractionRecordExpectedAndActual() throws Exception {
        Started started = new Started(0, History.VERSION, 0, "kessel", 1, Map.of(), Map.of(), Map.of());
        history.record(started);
        Verdict verdict =
                judge(ExpectedEvent.deleted("host"), record -> replaced(record, "{}", "{\"deleted_at\":\"now\"}"));
        Judgement judgement = new Judgement("kessel", Grade.C, 1, List.of(verdict), List.of(), "");

        ReportWriter.write(folder, judgement, new Source("h", started, "again"), folder.resolve("history.ndjson"));

        assertThat(Files.readString(folder.resolve("report-junit.xml")))
                .contains("<failure", "a live resource is deleted (host of hbi)", "outbox.event.kessel.resources-0@1");
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("PACT-1", "outbox.event.kessel.resources-0@1", "deleted_at");
        assertThat(Files.readString(folder.resolve("report.json"))).contains("breaks the contract (SHAPE-5)");
        assertThat(new TerminalReport(false).render(judgement, new Source("h", started, "again")))
                .startsWith("NOT CONFORMANT: PACT-1 is violated;");
    }

    private Verdict judge(ExpectedEvent expected, UnaryOperator<EventRecord> damage) {
        return judge(List.of(offered(expected, false)), damage, List.of()).get(0);
    }

    private List<Verdict> judge(List<OfferedPact> pacts, UnaryOperator<EventRecord> damage, List<String> missing) {
        Recording recording = new Recording(history);
        PublishedRecords records = new PublishedRecords();
        recording.listen(records::see);
        StateDriver driver =
                new StateDriver(new InMemoryProducer(recording, damage), recording, new StateRequests("r", 1));
        List<Driven> driven = driver.drive(pacts);
        PactJudge judge = new PactJudge(records, new RecordVerifier(WireFormat.PLAIN_JSON), missing);
        List<Verdict> verdicts = new ArrayList<>();
        driven.forEach(each -> verdicts.add(judge.judge(each)));
        return verdicts;
    }

    private static OfferedPact offered(ExpectedEvent expected, boolean pending) {
        String json = ConsumerPact.of("search-index", expected).toJson();
        return new OfferedPact(PactFile.parse("c.json", json.getBytes(UTF_8)), pending, "c.json", Map.of(), List.of());
    }

    private static EventRecord replaced(EventRecord record, String what, String by) {
        String value = new String(record.value(), UTF_8).replace(what, by);
        return new EventRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                0,
                record.key(),
                record.headers(),
                value.getBytes(UTF_8));
    }

    private static EventRecord header(EventRecord record, String name, String text, String instead) {
        List<Header> headers = record.headers().stream()
                .map(header -> header.name().equals(name) && new String(header.value(), UTF_8).equals(instead)
                        ? Header.of(name, text)
                        : header)
                .toList();
        return new EventRecord(
                record.topic(), record.partition(), record.offset(), 0, record.key(), headers, record.value());
    }
}
