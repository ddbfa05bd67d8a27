package io.github.kesselevents.conformance.verdict;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.kesselevents.conformance.check.Examiner;
import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.RecordedSession;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the real inventory-api and its relay did in three recorded sessions is judged right, in every grade: not only is
 * nothing of it violated, it is also known how often each requirement could have been.
 */
class RecordedSessionsTest {

    private static final ProducerProfile KESSEL = ProducerProfile.kessel();
    private static final Judge JUDGE = Judge.of(KESSEL);
    private static final Path VERDICTS = Path.of("src", "test", "resources", "verdicts");
    private static final String RENEW = "renew-verdicts";

    @ParameterizedTest(name = "the session with killed parts violates nothing in grade {0}")
    @EnumSource
    void theSessionWithKilledPartsViolatesNothing(Grade grade) {
        Judgement judgement = judge(RecordedSession.KILLED.entries(), grade);
        assertThat(judgement.violated()).isEmpty();
    }

    @ParameterizedTest(name = "the session that was rewound violates nothing in grade {0}")
    @EnumSource
    void theSessionThatWasRewoundViolatesNothing(Grade grade) {
        Judgement judgement = judge(RecordedSession.REWOUND.entries(), grade);
        assertThat(judgement.violated()).isEmpty();
    }

    @ParameterizedTest(name = "the stalled session violates LIVE-1 alone in grade {0}")
    @EnumSource
    void theStalledSessionViolatesLive1Alone(Grade grade) {
        Judgement judgement = judge(RecordedSession.STALLED.entries(), grade);
        assertThat(judgement.violated()).containsExactly("LIVE-1");
        assertThat(judgement.verdict("LIVE-1").orElseThrow().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("/poison"));
    }

    static Stream<Arguments> sessionsInEveryGrade() {
        return Stream.of(RecordedSession.values())
                .flatMap(session -> Stream.of(Grade.values()).map(grade -> Arguments.of(session, grade)));
    }

    @ParameterizedTest(name = "each verdict on {0} in grade {1}, and its count, is what is written down")
    @MethodSource("sessionsInEveryGrade")
    void eachVerdictAndItsCountIsWhatIsWrittenDown(RecordedSession session, Grade grade) throws IOException {
        String name = session.name().toLowerCase(Locale.ROOT) + "-" + grade;
        requireAsWrittenDown(name, verdicts(judge(session.entries(), grade)));
    }

    private static void requireAsWrittenDown(String name, String verdicts) throws IOException {
        Path file = VERDICTS.resolve(name + ".txt");
        if (System.getProperty(RENEW) != null) {
            Files.createDirectories(VERDICTS);
            Files.writeString(file, verdicts);
            fail(file + " is renewed. Account for each line that git diff shows, commit it, and run without -D" + RENEW
                    + ".");
        }
        assertThat(verdicts)
                .as(
                        "%s: a count that falls is evidence that is no longer looked at. Find out why each line differs;"
                                + " if all are meant, renew it with mvn test -pl schemas,fixtures,conformance-tests"
                                + " -Dtest=%s -Dsurefire.failIfNoSpecifiedTests=false -D%s, which fails to make sure that"
                                + " you look",
                        file, RecordedSessionsTest.class.getSimpleName(), RENEW)
                .isEqualTo(Files.readString(file));
    }

    /** {@code ORDER-1 PASSED 3,204 events}, with what was found and why, a line for each requirement. */
    private static String verdicts(Judgement judgement) {
        return judgement.verdicts().stream()
                .map(verdict -> String.format(
                                Locale.ROOT,
                                "%-11s %-16s %,7d %s%s",
                                verdict.id(),
                                verdict.word(),
                                verdict.examined(),
                                verdict.unit(),
                                remarks(verdict))
                        + "\n")
                .collect(joining());
    }

    private static String remarks(Verdict verdict) {
        List<String> remarks = new ArrayList<>();
        verdict.findings().forEach(finding -> remarks.add("found: " + brief(finding)));
        verdict.known().stream()
                .map(known -> brief(known.finding()))
                .distinct()
                .forEach(known -> remarks.add("known: " + known));
        if (!verdict.explained().isEmpty()) {
            remarks.add(verdict.explained().size() + " explained by "
                    + verdict.explained().stream()
                            .map(explained -> explained.by().requirement())
                            .distinct()
                            .collect(joining(", ")));
        }
        remarks.addAll(verdict.reasons());
        return remarks.isEmpty() ? "" : "; " + String.join("; ", remarks);
    }

    private static String brief(Finding finding) {
        return finding.cause() + (finding.subject().isEmpty() ? "" : " of " + finding.subject());
    }

    static Judgement judge(List<HistoryEntry> entries, Grade grade) {
        Examiner examiner = Examiner.of(KESSEL, grade);
        long line = 0;
        for (HistoryEntry entry : entries) {
            examiner.accept(++line, entry);
        }
        return JUDGE.judge(examiner.examine());
    }
}
