package io.github.kesselevents.conformance.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.check.Examiner;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.RecordedSession;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the real inventory-api and its relay did in three recorded sessions is judged right, in every grade. */
class RecordedSessionsTest {

    private static final ProducerProfile KESSEL = ProducerProfile.kessel();
    private static final Judge JUDGE = Judge.of(KESSEL);

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

    static Judgement judge(List<HistoryEntry> entries, Grade grade) {
        Examiner examiner = Examiner.of(KESSEL, grade);
        long line = 0;
        for (HistoryEntry entry : entries) {
            examiner.accept(++line, entry);
        }
        return JUDGE.judge(examiner.examine());
    }
}
