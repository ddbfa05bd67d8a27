package io.github.kesselevents.conformance.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.BundledHistories;
import io.github.kesselevents.conformance.producer.Grade;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each bundled history violates what it is named for, and nothing else. */
class BundledVerdictsTest {

    @TempDir
    private Path folder;

    @Test
    void theConformingHistoryShowsEveryRequirement() {
        Judgement judgement = judge("conforming");
        assertThat(judgement.verdicts())
                .allSatisfy(
                        verdict -> assertThat(verdict.status()).as(verdict.id()).isEqualTo(Verdict.Status.PASSED));
        assertThat(judgement.exitCode()).isEqualTo(ExitCode.CONFORMANT);
    }

    @ParameterizedTest(name = "{0} violates {1} alone")
    @CsvSource({
        "lost-event, ATOMIC-3",
        "phantom-after-rollback, ATOMIC-2",
        "swapped-updates, ORDER-1",
        "new-id-on-redelivery, DUP-3",
        "stalled-relay, LIVE-1"
    })
    void aDisasterViolatesWhatItIsNamedFor(String name, String requirement) {
        Judgement judgement = judge(name);
        assertThat(judgement.verdicts().stream()
                        .filter(verdict -> verdict.status() == Verdict.Status.VIOLATED)
                        .map(Verdict::id))
                .isEqualTo(List.of(requirement));
        assertThat(judgement.exitCode()).isEqualTo(ExitCode.VIOLATED);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "conforming, ABORTED, INCOMPLETE", "conforming, GAVE_UP, INCOMPLETE",
        "lost-event, ABORTED, VIOLATED", "lost-event, GAVE_UP, VIOLATED"
    })
    void aRunThatDidNotEndByItselfIsNeverConformant(String name, String reason, ExitCode code) throws Exception {
        List<String> lines = Files.readAllLines(BundledHistories.find(name).orElseThrow());
        int last = lines.size() - 1;
        lines.set(
                last,
                lines.get(last)
                        .replace("\"DRAINED\"", "\"" + reason + "\"")
                        .replaceFirst("\"what\":\"[^\"]*\"", "\"what\":\"The producer is gone.\""));
        Path file = Files.write(folder.resolve("ended.ndjson"), lines);
        for (Grade grade : Grade.values()) {
            Judgement judgement = SavedHistory.judge(file, null, grade).judgement();
            assertThat(judgement.incomplete()).isEqualTo("the recording stopped early: The producer is gone");
            assertThat(judgement.exitCode()).as("grade %s", grade).isEqualTo(code);
        }
    }

    private static Judgement judge(String name) {
        return SavedHistory.judge(BundledHistories.find(name).orElseThrow(), null, Grade.A)
                .judgement();
    }
}
