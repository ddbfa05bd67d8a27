package io.github.kesselevents.conformance.verdict;

import static io.github.kesselevents.conformance.verdict.RecordedSessionsTest.judge;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.RecordedSession;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.verdict.Session.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Healthy sessions of the real service, damaged in one place: each damage is found under its id, and nothing else is.
 */
class DamagedSessionsTest {

    private static final int PLACES = 20;
    /** So many of them are also judged with less evidence. */
    private static final int IN_EVERY_GRADE = 2;

    private static final long SEED = 20261124;
    private static final List<Session> HEALTHY =
            List.of(new Session(RecordedSession.KILLED), new Session(RecordedSession.REWOUND));

    static Stream<Arguments> damages() {
        List<Arguments> all = new ArrayList<>();
        for (Damage damage : Damage.values()) {
            int judged = 0;
            for (Event event : places(damage)) {
                List<Grade> grades = judged++ < IN_EVERY_GRADE ? List.of(Grade.values()) : List.of(Grade.A);
                all.add(Arguments.of(Named.of(damage.words(), damage), event, grades));
            }
        }
        return all.stream();
    }

    private static List<Event> places(Damage damage) {
        List<Event> places = new ArrayList<>();
        HEALTHY.forEach(
                session -> session.events().stream().filter(damage::isPossible).forEach(places::add));
        Collections.shuffle(places, new Random(SEED + damage.ordinal()));
        assertThat(places).as("places for: %s", damage.words()).hasSizeGreaterThanOrEqualTo(PLACES);
        return places.subList(0, PLACES);
    }

    @ParameterizedTest(name = "{0}: {1}, in {2}")
    @MethodSource("damages")
    void aDamageIsFoundUnderItsId(Damage damage, Event event, List<Grade> grades) {
        Edit edit = new Edit(event.session());
        damage.to(event, edit, new Random(SEED));
        for (Grade grade : grades) {
            Judgement judgement = judge(edit.entries(), grade);
            assertThat(judgement.violated())
                    .as("grade %s, %s", grade, found(judgement))
                    .containsAll(damage.expected(grade))
                    .isSubsetOf(damage.allowed(grade));
        }
    }

    private static String found(Judgement judgement) {
        List<String> lines = new ArrayList<>();
        judgement.verdicts().forEach(verdict -> verdict.findings().forEach(finding -> lines.add("\n  " + finding)));
        return String.join("", lines);
    }
}
