package io.github.kesselevents.conformance.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.check.Anchor;
import io.github.kesselevents.conformance.check.Examination;
import io.github.kesselevents.conformance.check.Examined;
import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerProfile.KnownFinding;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import io.github.kesselevents.schemas.Requirement;
import io.github.kesselevents.schemas.Requirements;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Verdicts have to be earned. */
class JudgeTest {

    private static final Anchor RECORD = new Anchor.OfRecord("t", 0, 0);
    private static final KnownFinding KNOWN = new KnownFinding("ATOMIC-3", "lost", "a reason", null, false, false);
    private static final KnownFinding OF_A_PROBE = new KnownFinding("LIVE-1", "poison", "a reason", null, true, false);

    @Test
    void thereIsOneVerdictForEachProducerRequirementInTheOrderOfTheCatalogue() {
        assertThat(judge(Grade.A).verdicts())
                .extracting(Verdict::id)
                .containsExactlyElementsOf(Requirements.bundled().all().stream()
                        .map(Requirement::id)
                        .filter(id -> !id.startsWith("CONSUMER"))
                        .toList());
    }

    @Test
    void whatWasExercisedAndNotViolatedPasses() {
        Verdict verdict =
                judge(Grade.A, examined("ORDER-1", 7)).verdict("ORDER-1").orElseThrow();

        assertThat(verdict.status()).isEqualTo(Status.PASSED);
        assertThat(verdict.word()).isEqualTo("PASSED");
        assertThat(verdict.examined()).isEqualTo(7);
        assertThat(verdict.unit()).isEqualTo("things");
        assertThat(verdict.fails()).isFalse();
    }

    @Test
    void whatWasFoundViolates() {
        Finding finding = finding("ORDER-1", "swapped");
        Judgement judgement = judge(Grade.A, examined("ORDER-1", 7, finding));
        Verdict verdict = judgement.verdict("ORDER-1").orElseThrow();

        assertThat(verdict.status()).isEqualTo(Status.VIOLATED);
        assertThat(verdict.word()).isEqualTo("VIOLATED");
        assertThat(verdict.findings()).containsExactly(finding);
        assertThat(verdict.fails()).isTrue();
        assertThat(judgement.violated()).containsExactly("ORDER-1");
    }

    @Test
    void aDoubtMakesInconclusiveWhatNothingViolates() {
        Verdict doubtful =
                judge(Grade.A, doubtful("ORDER-1")).verdict("ORDER-1").orElseThrow();
        Verdict violated = judge(Grade.A, doubtful("ORDER-1", finding("ORDER-1", "swapped")))
                .verdict("ORDER-1")
                .orElseThrow();

        assertThat(doubtful.status()).isEqualTo(Status.INCONCLUSIVE);
        assertThat(doubtful.reasons()).containsExactly("a doubt");
        assertThat(doubtful.fails()).isTrue();
        assertThat(violated.status()).isEqualTo(Status.VIOLATED);
        assertThat(violated.reasons()).isEmpty();
    }

    @Test
    void whatNeverHappenedIsNotExercised() {
        Judgement judgement = judge(Grade.A, examined("ORDER-1", 0));
        Verdict verdict = judgement.verdict("ORDER-1").orElseThrow();

        assertThat(verdict.status()).isEqualTo(Status.NOT_EXERCISED);
        assertThat(verdict.word()).isEqualTo("NOT EXERCISED");
        assertThat(verdict.fails()).isTrue();
        assertThat(judgement.verdict("ORDER-2").orElseThrow().status()).isEqualTo(Status.NOT_EXERCISED);
    }

    @Test
    void whatTheEvidenceCannotShowDoesNotApply() {
        Verdict verdict =
                judge(Grade.C, examined("ATOMIC-3", 7)).verdict("ATOMIC-3").orElseThrow();

        assertThat(verdict.status()).isEqualTo(Status.NOT_APPLICABLE);
        assertThat(verdict.reasons()).containsExactly("evidence of grade C cannot show it");
        assertThat(verdict.fails()).isFalse();
    }

    @Test
    void whatNoGradeDecidesDoesNotApply() {
        Verdict verdict = judge(profile(Map.of(Grade.C, Set.of("ORDER-1")), Map.of()), examined("DUP-5", 7))
                .verdict("DUP-5")
                .orElseThrow();

        assertThat(verdict.status()).isEqualTo(Status.NOT_APPLICABLE);
        assertThat(verdict.reasons()).containsExactly("the profile kessel has no grade decide it");
        assertThat(verdict.promised()).isTrue();
    }

    @Test
    void whatIsNotPromisedIsNotJudgedAndTheProfileSaysWhy() {
        ProducerProfile profile = profile(Map.of(), Map.of("ORDER-1", "it has many writers"));
        Verdict kept = judge(profile, examined("ORDER-1", 7)).verdict("ORDER-1").orElseThrow();
        Verdict broken = judge(profile, examined("ORDER-1", 7, finding("ORDER-1", "swapped")))
                .verdict("ORDER-1")
                .orElseThrow();
        Verdict often = judge(
                        profile,
                        examined("ORDER-1", 7, finding("ORDER-1", "swapped")),
                        examined("ORDER-1", 2, finding("ORDER-1", "swapped"), finding("ORDER-1", "late")))
                .verdict("ORDER-1")
                .orElseThrow();

        assertThat(kept.status()).isEqualTo(Status.NOT_APPLICABLE);
        assertThat(kept.promised()).isFalse();
        assertThat(kept.fails()).isFalse();
        assertThat(kept.unit()).isEqualTo("things");
        assertThat(kept.reasons()).containsExactly("the profile kessel does not promise it: it has many writers");
        assertThat(broken.status()).isEqualTo(Status.NOT_APPLICABLE);
        assertThat(broken.examined()).isEqualTo(7);
        assertThat(broken.findings()).isEmpty();
        assertThat(broken.reasons())
                .endsWith("what was found once is not judged")
                .hasSize(2);
        assertThat(often.examined()).isEqualTo(9);
        assertThat(often.reasons()).endsWith("what was found 3 times is not judged");
    }

    @Test
    void whatIsNotPromisedExcusesNothingThatIs() {
        ProducerProfile profile = profile(ProducerProfile.kessel().decides(), Map.of("ATOMIC-3", "it has no outbox"));
        Judgement judgement = judge(
                profile,
                examined("ACK-1", 7, finding("ACK-1", "missing")),
                examined("ATOMIC-3", 7, finding("ATOMIC-3", "lost")));

        assertThat(judgement.violated()).containsExactly("ACK-1");
    }

    @Test
    void whatIsFoundAllTheSameViolatesInAnyGrade() {
        Judgement judgement = judge(Grade.C, examined("ATOMIC-8", 1, finding("ATOMIC-8", "visible-early")));

        assertThat(judgement.violated()).containsExactly("ATOMIC-8");
    }

    @Test
    void workloadAndProbesAreJudgedTogether() {
        Examined examined = new Examined(
                Grade.A, 3, List.of(examined("LIVE-1", 7)), List.of(examined("LIVE-1", 2)), false, "", Map.of());

        assertThat(Judge.of(profile())
                        .judge(examined)
                        .verdict("LIVE-1")
                        .orElseThrow()
                        .examined())
                .isEqualTo(9);
    }

    @Test
    void whatIsExplainedBlamesNobodyAndDoesNotPass() {
        Finding coarse = finding("ACK-1", "not-published");
        Finding precise = finding("ATOMIC-3", "dropped");
        Judgement judgement = judge(Grade.A, examined("ACK-1", 7, coarse), examined("ATOMIC-3", 7, precise));
        Verdict verdict = judgement.verdict("ACK-1").orElseThrow();

        assertThat(judgement.violated()).containsExactly("ATOMIC-3");
        assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
        assertThat(verdict.reasons()).containsExactly("what was found is explained by ATOMIC-3");
        assertThat(verdict.explained()).containsExactly(new Verdict.Explained(coarse, precise));
    }

    @Test
    void whatIsExplainedByWhatIsExplainedHasItsCauseThere() {
        Judgement judgement = judge(
                Grade.A,
                examined("ACK-1", 7, finding("ACK-1", "not-published")),
                examined("ATOMIC-3", 7, finding("ATOMIC-3", "dropped")),
                examined("LIVE-1", 7, finding("LIVE-1", "silent")));

        assertThat(judgement.violated()).containsExactly("LIVE-1");
        assertThat(judgement.verdict("ACK-1").orElseThrow().reasons())
                .containsExactly("what was found is explained by LIVE-1");
    }

    @Test
    void aKnownFindingIsReportedAsViolatedAndDoesNotFail() {
        Finding finding = finding("ATOMIC-3", "lost");
        Judgement judgement = judge(List.of(KNOWN), examined("ATOMIC-3", 7, finding));
        Verdict verdict = judgement.verdict("ATOMIC-3").orElseThrow();

        assertThat(verdict.status()).isEqualTo(Status.VIOLATED);
        assertThat(verdict.word()).isEqualTo("VIOLATED (known)");
        assertThat(verdict.known()).containsExactly(new Verdict.Known(finding, KNOWN));
        assertThat(verdict.fails()).isFalse();
        assertThat(judgement.violated()).isEmpty();
        assertThat(judgement.stale()).isEmpty();
    }

    @Test
    void anotherCauseIsAnotherFinding() {
        Finding other = finding("ATOMIC-3", "skipped");
        Judgement judgement = judge(List.of(KNOWN), examined("ATOMIC-3", 7, finding("ATOMIC-3", "lost"), other));

        assertThat(judgement.violated()).containsExactly("ATOMIC-3");
        assertThat(judgement.verdict("ATOMIC-3").orElseThrow().findings()).containsExactly(other);
        assertThat(judgement.verdict("ATOMIC-3").orElseThrow().fails()).isTrue();
    }

    @Test
    void whatAKnownFindingExplainsIsAsKnown() {
        Judgement judgement = judge(
                List.of(KNOWN),
                examined("ACK-1", 7, finding("ACK-1", "not-published")),
                examined("ATOMIC-3", 7, finding("ATOMIC-3", "lost")));

        assertThat(judgement.violated()).isEmpty();
        assertThat(judgement.verdict("ACK-1").orElseThrow().word()).isEqualTo("VIOLATED (known)");
    }

    @Test
    void aKnownFindingThatDoesNotOccurIsStale() {
        assertThat(judge(List.of(KNOWN), examined("ATOMIC-3", 7)).stale()).containsExactly(KNOWN);
    }

    @Test
    void aKnownFindingOfWhatWasNotExercisedIsNotStale() {
        assertThat(judge(List.of(KNOWN), examined("ATOMIC-3", 0)).stale()).isEmpty();
    }

    @Test
    void aKnownFindingOfAProbeIsStaleOnlyAfterProbes() {
        Examined withProbes = new Examined(
                Grade.A, 3, List.of(examined("LIVE-1", 7)), List.of(examined("LIVE-1", 2)), false, "", Map.of());

        assertThat(judge(List.of(OF_A_PROBE), examined("LIVE-1", 7)).stale()).isEmpty();
        assertThat(Judge.of(profile(OF_A_PROBE)).judge(withProbes).stale()).containsExactly(OF_A_PROBE);
    }

    @Test
    void aKnownFindingThatShowsByChanceIsNeverStale() {
        KnownFinding byChance = new KnownFinding("ATOMIC-3", "lost", "a reason", null, true, true);
        Examined withProbes = new Examined(
                Grade.A, 3, List.of(examined("ATOMIC-3", 7)), List.of(examined("LIVE-1", 2)), false, "", Map.of());

        assertThat(Judge.of(profile(byChance)).judge(withProbes).stale()).isEmpty();
    }

    @Test
    void whereEverythingPassesTheRunIsConformant() {
        Judgement judgement = Judge.of(profile()).judge(whole(""));

        assertThat(judgement.exitCode()).isEqualTo(ExitCode.CONFORMANT);
        assertThat(judgement.exitCode().code()).isZero();
        assertThat(judgement.counts())
                .isEqualTo(Map.of(Status.PASSED, judgement.verdicts().size()));
    }

    @Test
    void aViolatedMustViolates() {
        Judgement judgement = Judge.of(profile()).judge(whole("", finding("ORDER-1", "swapped")));

        assertThat(judgement.exitCode()).isEqualTo(ExitCode.VIOLATED);
        assertThat(judgement.exitCode().code()).isEqualTo(1);
        assertThat(judgement.counts()).containsEntry(Status.VIOLATED, 1);
    }

    @Test
    void aViolatedShouldDoesNotFailARun() {
        Judgement judgement = Judge.of(profile()).judge(whole("", finding("DUP-5", "unprovoked")));

        assertThat(judgement.violated()).containsExactly("DUP-5");
        assertThat(judgement.exitCode()).isEqualTo(ExitCode.CONFORMANT);
    }

    @Test
    void aMustThatWasNotExercisedMakesARunIncomplete() {
        Judgement judgement = judge(Grade.A, examined("ORDER-1", 7));

        assertThat(judgement.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(judgement.exitCode().code()).isEqualTo(2);
    }

    @Test
    void aStaleEntryMakesARunIncomplete() {
        assertThat(Judge.of(profile(KNOWN)).judge(whole("")).exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    }

    @Test
    void aRecordingThatIsNotWholeMakesARunIncomplete() {
        Judgement judgement = Judge.of(profile()).judge(whole("no event for 30 s"));

        assertThat(judgement.incomplete()).isEqualTo("no event for 30 s");
        assertThat(judgement.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    }

    @Test
    void aHistoryThatIsCutOffSaysSo() {
        Examined cut = new Examined(Grade.A, 3, whole("").workload(), List.of(), true, "", Map.of());
        Judgement judgement = Judge.of(profile()).judge(cut);

        assertThat(judgement.incomplete()).isEqualTo("the history ends without saying why");
        assertThat(judgement.entries()).isEqualTo(3);
        assertThat(judgement.grade()).isEqualTo(Grade.A);
        assertThat(judgement.profile()).isEqualTo("kessel");
    }

    /** Every producer requirement exercised, with these findings. */
    private static Examined whole(String doubt, Finding... findings) {
        List<Examination> all = new ArrayList<>();
        for (Requirement requirement : Requirements.bundled().all()) {
            all.add(examined(
                    requirement.id(),
                    1,
                    Arrays.stream(findings)
                            .filter(finding -> finding.requirement().equals(requirement.id()))
                            .toArray(Finding[]::new)));
        }
        return new Examined(Grade.A, 3, all, List.of(), false, doubt, Map.of());
    }

    @Test
    void aFaultThatCouldNotBeLeavesARunIncompleteUntilItIsAccepted() {
        Examined examined = new Examined(
                Grade.A,
                3,
                whole("").workload(),
                List.of(),
                false,
                "",
                Map.of("kill producer", "the kit did not start it"));

        Judgement judgement = Judge.of(profile()).judge(examined);
        assertThat(judgement.incomplete()).isEqualTo("not exercised: kill producer, because the kit did not start it");
        assertThat(judgement.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
        ProducerProfile accepting = accepting(Map.of("kill producer", "It runs elsewhere."));
        assertThat(Judge.of(accepting).judge(examined).exitCode()).isEqualTo(ExitCode.CONFORMANT);
    }

    @Test
    void whatWasNotExercisedSaysWhichFaultCouldNotBe() {
        Examined examined = new Examined(
                Grade.A, 3, List.of(examined("DUP-6", 0)), List.of(), false, "", Map.of("kill relay", "there is none"));

        assertThat(Judge.of(profile())
                        .judge(examined)
                        .verdict("DUP-6")
                        .orElseThrow()
                        .reasons())
                .containsExactly("not exercised: kill relay, because there is none");
    }

    private static Judgement judge(Grade grade, Examination... examinations) {
        return Judge.of(profile()).judge(new Examined(grade, 3, List.of(examinations), List.of(), false, "", Map.of()));
    }

    private static Judgement judge(List<KnownFinding> known, Examination... examinations) {
        return Judge.of(profile(known.toArray(KnownFinding[]::new)))
                .judge(new Examined(Grade.A, 3, List.of(examinations), List.of(), false, "", Map.of()));
    }

    private static Judgement judge(ProducerProfile profile, Examination... examinations) {
        return Judge.of(profile).judge(new Examined(Grade.A, 3, List.of(examinations), List.of(), false, "", Map.of()));
    }

    private static ProducerProfile profile(KnownFinding... known) {
        ProducerProfile kessel = ProducerProfile.kessel();
        return profile(kessel.decides(), kessel.notPromised(), known);
    }

    private static ProducerProfile profile(
            Map<Grade, Set<String>> decides, Map<String, String> notPromised, KnownFinding... known) {
        return profile(decides, notPromised, Map.of(), known);
    }

    private static ProducerProfile accepting(Map<String, String> accepted) {
        ProducerProfile kessel = ProducerProfile.kessel();
        return profile(kessel.decides(), kessel.notPromised(), accepted);
    }

    private static ProducerProfile profile(
            Map<Grade, Set<String>> decides,
            Map<String, String> notPromised,
            Map<String, String> accepted,
            KnownFinding... known) {
        ProducerProfile kessel = ProducerProfile.kessel();
        return new ProducerProfile(
                kessel.name(),
                kessel.wireFormat(),
                kessel.refusals(),
                kessel.topics(),
                kessel.streams(),
                kessel.tables(),
                kessel.deleted(),
                kessel.marker(),
                kessel.transactionId(),
                kessel.subject(),
                kessel.reported(),
                kessel.rewindSlack(),
                decides,
                notPromised,
                List.of(known),
                accepted);
    }

    private static Examination examined(String requirement, long times, Finding... findings) {
        return new Examination(requirement, times, "things", List.of(findings), Set.of());
    }

    private static Examination doubtful(String requirement, Finding... findings) {
        return new Examination(requirement, 7, "things", List.of(findings), Set.of("a doubt"));
    }

    private static Finding finding(String requirement, String cause) {
        return new Finding(requirement, cause, "", "what", "expected", "actual", Set.of(RECORD));
    }
}
