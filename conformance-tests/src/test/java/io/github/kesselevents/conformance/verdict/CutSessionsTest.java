package io.github.kesselevents.conformance.verdict;

import static io.github.kesselevents.conformance.verdict.RecordedSessionsTest.judge;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.RecordedSession;
import io.github.kesselevents.conformance.producer.Grade;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions of the real service, of which the end is missing: no cut makes a violation. */
class CutSessionsTest {

    private static final int CUTS = 40;

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aCutViolatesNothingThatTheWholeDoesNot(RecordedSession session) {
        List<HistoryEntry> entries = session.entries();
        List<String> whole = judge(entries, Grade.A).violated();
        for (int cut = 0; cut < CUTS; cut++) {
            List<HistoryEntry> begin = entries.subList(0, entries.size() * cut / CUTS);
            Grade grade = Grade.values()[cut % 3];
            Judgement judgement = judge(begin, grade);
            assertThat(whole)
                    .as("cut after %d of %d entries, grade %s", begin.size(), entries.size(), grade)
                    .containsAll(judgement.violated());
            assertThat(judgement.incomplete()).isEqualTo("the history ends without saying why");
        }
    }
}
