package io.github.kesselevents.conformance.pact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.Phase;
import io.github.kesselevents.conformance.history.HistoryEntry.PhaseBegun;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerProfile.KnownFinding;
import io.github.kesselevents.conformance.producer.ProducerSettings;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.conformance.report.ReportWriter;
import io.github.kesselevents.conformance.report.Source;
import io.github.kesselevents.conformance.report.TerminalReport;
import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.verdict.Verdict.Explained;
import io.github.kesselevents.conformance.verdict.Verdict.Known;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import io.github.kesselevents.conformance.workload.Scenario;
import io.github.kesselevents.conformance.workload.ScenarioSettings;
import io.github.kesselevents.conformance.workload.Workload;
import io.github.kesselevents.fixtures.pact.ConsumerPact;
import io.github.kesselevents.fixtures.pact.ExpectedEvent;
import io.github.kesselevents.fixtures.pact.PactFile;
import io.github.kesselevents.fixtures.pact.PactFiles;
import io.github.kesselevents.schemas.EventRecord;
import io.github.kesselevents.schemas.EventRecord.Header;
import io.github.kesselevents.schemas.Requirements;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a producer may get wrong, and what is said of it. */
class PactJudgeTest {

    private static final Started STARTED =
            new Started(0, History.VERSION, 0, "kessel", 1, Map.of(), Map.of(), Map.of());

    @TempDir
    private Path folder;

    private HistoryRecorder history;

    @BeforeEach
    void begin() {
        history = HistoryRecorder.begin(folder.resolve("history.ndjson"));
        history.record(at -> STARTED);
    }

    @AfterEach
    void end() {
        history.close();
    }

    @Test
    void aConformingProducerPassesTheReadyContracts() {
        List<OfferedPact> pacts =
                PactFiles.ready().stream().map(OfferedPact::local).toList();
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
        List<OfferedPact> pacts = List.of(OfferedPact.local(file));
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
        List<OfferedPact> pacts = List.of(OfferedPact.local(file));
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
        List<OfferedPact> pacts = List.of(OfferedPact.local(file));
        assertThat(judge(pacts, record -> record, List.of())).singleElement().satisfies(verdict -> {
            assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
            assertThat(verdict.reasons())
                    .singleElement()
                    .asString()
                    .contains("at /providerStates/0/name: expected one of");
        });
    }

    @Test
    void aPendingPactThatCannotBeReadIsToldAndFailsNothing() {
        List<OfferedPact> pacts = List.of(new OfferedPact(
                "newcomer", "at", true, Optional.empty(), "it is of version 3.0.0", Map.of(), List.of()));
        assertThat(judge(pacts, record -> record, List.of())).singleElement().satisfies(verdict -> {
            assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
            assertThat(verdict.fails()).isFalse();
            assertThat(verdict.reasons()).containsExactly("it is of version 3.0.0");
            assertThat(verdict.requirement().title()).isEqualTo("newcomer: the whole pact");
        });
    }

    @Test
    void whatWasLeftOutIsInconclusiveAndNoPass() {
        new StateDriver(List.of(offered(ExpectedEvent.created("host"), false)), new Recording(history))
                .leaveOut("the workload did not end, so nothing was asked for it");
        assertThat(examined(List.of())).singleElement().satisfies(verdict -> {
            assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
            assertThat(verdict.fails()).isTrue();
            assertThat(verdict.reasons()).containsExactly("the workload did not end, so nothing was asked for it");
        });
    }

    @Test
    void aHistoryThatEndsBeforeItsSentinelsIsInconclusiveAndNoPass() {
        Recording recording = new Recording(history);
        Scenario none = Scenario.draw("none", 1, ScenarioSettings.defaults().withOperations(1));
        recording.record(at -> new PhaseBegun(at, Phase.PACTS));
        try (Workload workload =
                Workload.startHeld(none, new InMemoryProducer(recording, record -> null), history, count -> {})) {
            new StateDriver(List.of(offered(ExpectedEvent.created("host"), false)), recording)
                    .drive(workload, new StateRequests("r", 1));
        }
        assertThat(examined(List.of())).singleElement().satisfies(verdict -> {
            assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
            assertThat(verdict.reasons())
                    .containsExactly(
                            "no record of it was read, and the recording ends before sentinels behind it were read");
        });
    }

    @Test
    void aBreachOfTheContractThatTheWorkloadShowsIsExplainedByItAndNoPass() {
        List<OfferedPact> pacts = List.of(offered(ExpectedEvent.created("host"), false));
        Finding root = new Finding("SHAPE-1", "unknown-member", "k", "w", "e", "a", Set.of());
        assertThat(judge(pacts, PactJudgeTest::labelled, List.of(), List.of(shape(List.of(root), List.of()))))
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
                    assertThat(verdict.findings()).isEmpty();
                    assertThat(verdict.explained()).extracting(Explained::by).containsExactly(root);
                    assertThat(verdict.reasons()).containsExactly("what was found is explained by SHAPE-1");
                });
    }

    @Test
    void aBreachOfTheContractThatIsKnownIsKnownHereToo() {
        List<OfferedPact> pacts = List.of(offered(ExpectedEvent.created("host"), false));
        Finding root = new Finding("SHAPE-1", "unknown-member", "k", "w", "e", "a", Set.of());
        Known known = new Known(root, new KnownFinding("SHAPE-1", "unknown-member", "So it is.", null, false, false));
        assertThat(judge(pacts, PactJudgeTest::labelled, List.of(), List.of(shape(List.of(), List.of(known)))))
                .extracting(Verdict::word, Verdict::fails)
                .containsExactly(tuple("VIOLATED (known)", false));
    }

    @Test
    void theReportsShowInteractionRecordExpectedAndActual() throws Exception {
        Verdict verdict =
                judge(ExpectedEvent.deleted("host"), record -> replaced(record, "{}", "{\"deleted_at\":\"now\"}"));
        Judgement judgement = new Judgement("kessel", Grade.C, 1, List.of(verdict), List.of(), "");

        ReportWriter.write(folder, judgement, new Source("h", STARTED, "again"), folder.resolve("history.ndjson"));

        assertThat(Files.readString(folder.resolve("report-junit.xml")))
                .contains("<failure", "a live resource is deleted (host of hbi)", "outbox.event.kessel.resources-0@1");
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("PACT-1", "outbox.event.kessel.resources-0@1", "deleted_at");
        assertThat(Files.readString(folder.resolve("report.json"))).contains("breaks the contract (SHAPE-5)");
        assertThat(new TerminalReport(false).render(judgement, new Source("h", STARTED, "again")))
                .startsWith("NOT CONFORMANT: PACT-1 is violated;");
    }

    private Verdict judge(ExpectedEvent expected, UnaryOperator<EventRecord> damage) {
        return judge(List.of(offered(expected, false)), damage, List.of()).get(0);
    }

    private List<Verdict> judge(List<OfferedPact> pacts, UnaryOperator<EventRecord> damage, List<String> missing) {
        return judge(pacts, damage, missing, List.of());
    }

    private List<Verdict> judge(
            List<OfferedPact> pacts,
            UnaryOperator<EventRecord> damage,
            List<String> missing,
            List<Verdict> requirements) {
        Recording recording = new Recording(history);
        Scenario none = Scenario.draw("none", 1, ScenarioSettings.defaults().withOperations(1));
        recording.record(at -> new PhaseBegun(at, Phase.PACTS));
        try (Workload workload =
                Workload.startHeld(none, new InMemoryProducer(recording, damage), history, count -> {})) {
            new StateDriver(pacts, recording).drive(workload, new StateRequests("r", 1));
        }
        recording.record(at -> new Drained(at, at, missing, true));
        return examined(requirements);
    }

    /** From the history alone. */
    private List<Verdict> examined(List<Verdict> requirements) {
        PactExaminer examiner = new PactExaminer(plain(), new Progress(line -> {}));
        History.of(folder.resolve("history.ndjson")).read(examiner);
        return examiner.verdicts(requirements);
    }

    private ProducerProfile plain() {
        try {
            Path file = folder.resolve("producer.yaml");
            Files.writeString(
                    file,
                    "{name: plain, address: 'localhost:1', ports: {database: 15432}, profile: {wire_format: PLAIN_JSON}}");
            return ProducerSettings.readProfile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OfferedPact offered(ExpectedEvent expected, boolean pending) {
        String json = ConsumerPact.of("search-index", expected).toJson();
        PactFile file = PactFile.parse("c.json", json.getBytes(UTF_8));
        return new OfferedPact("search-index", "c.json", pending, Optional.of(file), "", Map.of(), List.of());
    }

    private static EventRecord labelled(EventRecord record) {
        return replaced(record, "\"org_id\":\"\"", "\"org_id\":\"\",\"labels\":[]");
    }

    private static Verdict shape(List<Finding> findings, List<Known> known) {
        return new Verdict(
                Requirements.bundled().get("SHAPE-1"),
                Status.VIOLATED,
                1,
                "records",
                findings,
                known,
                List.of(),
                List.of());
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
