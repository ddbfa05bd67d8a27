package io.github.kesselevents.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.kesselevents.conformance.history.BundledHistories;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.report.ReportedTest;
import io.github.kesselevents.conformance.report.ReportedTest.Outcome;
import io.github.kesselevents.conformance.report.Source;
import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.conformance.verdict.SavedHistory;
import io.github.kesselevents.conformance.verdict.SavedHistory.Judged;
import io.github.kesselevents.fixtures.environment.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.opentest4j.TestAbortedException;

/** How a verdict becomes a test of a producer's own build. */
class ProducerConformanceTest {

    private static final Path POM = Path.of("../fixtures/producers/go/pom.xml");
    private static final List<String> HISTORIES = BundledHistories.NAMES;

    /** With options, as a team gives them. */
    private static final class Mine extends ProducerConformance {}

    @ParameterizedTest
    @FieldSource("HISTORIES")
    void aBuildIsRedExactlyWhenTheExitCodeIsNotZero(String name) {
        ExitCode code = SavedHistory.judge(BundledHistories.find(name).orElseThrow(), ProducerProfile.kessel(), Grade.A)
                .judgement()
                .exitCode();

        assertThat(ends(name, Grade.A).values().stream().anyMatch(AssertionError.class::isInstance))
                .isEqualTo(code != ExitCode.CONFORMANT);
    }

    @Test
    void aViolationFailsWithAllThatWasFound() {
        Throwable end = ends("swapped-updates", Grade.A).get("ORDER-1 Events of a key follow commit order");

        assertThat(end)
                .isInstanceOf(AssertionError.class)
                .message()
                .startsWith(
                        "VIOLATED: updated of host/hbi/i-1/killed-k9, committed at 0/5054F48 was first delivered after")
                .contains("Within a partition, first deliveries of one key follow the order")
                .contains(
                        "expected  commit order",
                        "actual    outbox.event.kessel.resources-0@3 behind",
                        "cause     swapped");
    }

    @Test
    void whatIsPassedPassesAndWhatIsNotJudgedIsSkippedWithTheReason() {
        Map<String, Throwable> ends = ends("conforming", Grade.C);

        assertThat(ends.get("SHAPE-1 The value matches its schema")).isNull();
        assertThat(ends.get("DUP-6 A rewind is bounded"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("NOT APPLICABLE: ");
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"FAILED", "ERROR"})
    void whatFailsARunFailsATest(Outcome outcome) {
        Executable test = ProducerConformance.test(
                        new ReportedTest("DUP", "DUP-6 …", outcome, "NOT EXERCISED: no rewinds", "A rewind …"))
                .getExecutable();

        assertThatThrownBy(test::execute)
                .isInstanceOf(AssertionError.class)
                .hasMessage("NOT EXERCISED: no rewinds\n\nA rewind …");
    }

    @Test
    void optionsAreGivenAsToTheProgram() {
        assertThat(ProducerConformance.words("--seed=7  --faults='kill relay,hold commit' --no-probes"))
                .containsExactly("--seed=7", "--faults=kill relay,hold commit", "--no-probes");
        assertThat(ProducerConformance.words("")).isEmpty();
    }

    @Test
    void aBuildThatCannotBeCheckedSaysWhyInOneSentence() {
        assertThatThrownBy(() -> new Mine().requirements())
                .hasMessage(
                        "There is no file producer.yaml; give the path of a producer.yaml, or have init write one.");
    }

    @Test
    void thePomOfATeamWithoutJavaIsShortAndUpToDate() throws IOException {
        List<String> lines = Files.readAllLines(POM);

        assertThat(lines).hasSizeLessThanOrEqualTo(40);
        assertThat(String.join("\n", lines))
                .contains("<version>" + Versions.kit() + "</version>")
                .contains("<dependenciesToScan>io.github.kesselevents:kessel-events-conformance</dependenciesToScan>");
    }

    @Test
    void theReadmeShowsTheVeryPom() throws IOException {
        assertThat(Files.readString(Path.of("../README.md"))).contains("```xml\n" + Files.readString(POM) + "```");
    }

    /** How the test of each name ends; null for one that passes. */
    private static Map<String, Throwable> ends(String name, Grade grade) {
        Path history = BundledHistories.find(name).orElseThrow();
        Judged judged = SavedHistory.judge(history, ProducerProfile.kessel(), grade);
        Map<String, Throwable> ends = new TreeMap<>();
        ReportedTest.of(judged.judgement(), new Source("", judged.started(), ""), history).stream()
                .map(ProducerConformance::test)
                .forEach(test -> ends.put(
                        test.getDisplayName(),
                        catchThrowable(() -> test.getExecutable().execute())));
        return ends;
    }
}
