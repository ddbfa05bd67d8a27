package io.github.kesselevents.conformance.verdict;

import static io.github.kesselevents.conformance.verdict.RecordedSessionsTest.judge;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.RecordedSession;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.verdict.Session.Event;
import io.github.kesselevents.schemas.Requirements;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sessions of the real service, damaged in one place: each damage is found under its id, and nothing else is but what
 * was found before. Of a damage that shows with less evidence, better evidence finds the same, or what explains it.
 */
class DamagedSessionsTest {

    private static final int PLACES = 10;
    /** So many of them are also judged with less evidence. */
    private static final int IN_EVERY_GRADE = 2;

    private static final long SEED = 20261124;
    private static final Requirements REQUIREMENTS = Requirements.bundled();
    private static final List<Session> HEALTHY =
            List.of(new Session(RecordedSession.KILLED), new Session(RecordedSession.REWOUND));

    /** Nothing is repeated in it, so these have no place there. */
    private static final Set<Damage> OF_REPEATS = EnumSet.of(
            Damage.LOSE_A_REDELIVERY,
            Damage.ALTER_A_BYTE_OF_A_REDELIVERY,
            Damage.RENDER_A_REDELIVERY_ANEW,
            Damage.CHANGE_A_HEADER_OF_A_REDELIVERY,
            Damage.GIVE_A_REPORT_ANOTHER_ID_AGAIN,
            Damage.GIVE_A_TUPLE_ANOTHER_ID_AGAIN);

    /** What comes last for a resource is open where more should have come: the lone repeat is found, as DUP-5. */
    private static final Damage OPEN_IN_A_STALL = Damage.DELIVER_AN_OLD_EVENT_LAST;

    private static final Session STALLED = new Session(RecordedSession.STALLED);
    private static final int PLACES_BEFORE_THE_STALL = 3;

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

    static Stream<Arguments> damagesBeforeTheStall() {
        return Stream.of(Damage.values())
                .flatMap(damage -> places(damage, List.of(STALLED)).stream()
                        .limit(PLACES_BEFORE_THE_STALL)
                        .map(event -> Arguments.of(Named.of(damage.words(), damage), event)));
    }

    static Stream<Arguments> damagesInEveryGrade() {
        return Stream.of(Damage.values())
                .flatMap(damage -> places(damage).stream()
                        .limit(IN_EVERY_GRADE)
                        .map(event -> Arguments.of(Named.of(damage.words(), damage), event)));
    }

    private static List<Event> places(Damage damage, List<Session> sessions) {
        List<Event> places = new ArrayList<>();
        sessions.forEach(
                session -> session.events().stream().filter(damage::isPossible).forEach(places::add));
        Collections.shuffle(places, new Random(SEED + damage.ordinal()));
        return places;
    }

    private static List<Event> places(Damage damage) {
        List<Event> places = places(damage, HEALTHY);
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

    @ParameterizedTest(name = "before the stall, {0}: {1}")
    @MethodSource("damagesBeforeTheStall")
    void aDamageBeforeTheStallIsFoundBesideIt(Damage damage, Event event) {
        Edit edit = new Edit(event.session());
        damage.to(event, edit, new Random(SEED));
        for (Grade grade : Grade.values()) {
            Judgement judgement = judge(edit.entries(), grade);
            assertThat(judgement.violated())
                    .as("grade %s, %s", grade, found(judgement))
                    .contains("LIVE-1")
                    .containsAll(damage == OPEN_IN_A_STALL ? Set.of() : damage.expected(grade))
                    .isSubsetOf(with("LIVE-1", with("DUP-5", damage.allowed(grade))));
        }
    }

    @Test
    void eachDamageButThoseOfRepeatsHasItsPlaceBeforeTheStall() {
        assertThat(Damage.values())
                .filteredOn(damage -> places(damage, List.of(STALLED)).isEmpty())
                .containsExactlyInAnyOrderElementsOf(OF_REPEATS);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("damagesInEveryGrade")
    void betterEvidenceNeverAcquits(Damage damage, Event event) {
        Edit edit = new Edit(event.session());
        damage.to(event, edit, new Random(SEED));
        List<String> violated = List.of();
        for (Grade grade : List.of(Grade.C, Grade.B, Grade.A)) {
            Judgement better = judge(edit.entries(), grade);
            for (String id : violated) {
                assertThat(better.violated())
                        .as("%s, violated with less evidence than %s%s", id, grade, found(better))
                        .containsAnyElementsOf(with(id, explanations(id)));
            }
            violated = better.violated();
        }
    }

    /** The ids that may explain this one, each by what it yields to. */
    private static Set<String> explanations(String id) {
        Set<String> all = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(REQUIREMENTS.get(id).yieldsTo());
        while (!open.isEmpty()) {
            String next = open.poll();
            if (all.add(next)) {
                open.addAll(REQUIREMENTS.get(next).yieldsTo());
            }
        }
        return all;
    }

    private static Set<String> with(String id, Set<String> others) {
        Set<String> all = new LinkedHashSet<>(others);
        all.add(id);
        return all;
    }

    private static String found(Judgement judgement) {
        List<String> lines = new ArrayList<>();
        judgement.verdicts().forEach(verdict -> verdict.findings().forEach(finding -> lines.add("\n  " + finding)));
        return String.join("", lines);
    }
}
