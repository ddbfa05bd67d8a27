package io.github.kesselevents.conformance.check;

import static io.github.kesselevents.conformance.check.Judged.judged;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.schemas.Requirement;
import io.github.kesselevents.schemas.Requirements;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where nothing happened, nothing passes: each requirement says so itself, having a check that counts for it. */
class EmptyStoryTest {

    private static final int REQUIREMENTS = 32;

    static Stream<Arguments> requirementsInEveryGradeThatDecidesThem() {
        ProducerProfile kessel = ProducerProfile.kessel();
        return ids().flatMap(id -> Stream.of(Grade.values())
                .filter(grade -> kessel.decides(grade, id))
                .map(grade -> Arguments.of(id, grade)));
    }

    private static Stream<String> ids() {
        return Requirements.bundled().all().stream().map(Requirement::id).filter(id -> !id.startsWith("CONSUMER"));
    }

    @Test
    void noneOfThemIsLeftOut() {
        assertThat(ids()).hasSize(REQUIREMENTS);
        assertThat(requirementsInEveryGradeThatDecidesThem()
                        .filter(arguments -> arguments.get()[1] == Grade.A)
                        .map(arguments -> arguments.get()[0]))
                .containsExactlyElementsOf(ids().toList());
    }

    @ParameterizedTest(name = "{0} is not exercised, in grade {1}")
    @MethodSource("requirementsInEveryGradeThatDecidesThem")
    void whatNeverHappenedIsNotExercised(String id, Grade grade) {
        Judged judged = judged(story(id, grade), grade).violatesNothing().neverExercises(id);

        assertThat(judged.verdict(id).unit()).as("what is counted for %s", id).isNotEmpty();
        assertThat(judged.verdict(id).examined()).isZero();
        assertThat(judged.verdict(id).reasons()).isEmpty();
    }

    /** Beginning and end; and, so that there is such evidence at all, a row read back, or a commit of nothing. */
    private static Story story(String id, Grade grade) {
        Story story = new Story();
        if (grade == Grade.A) {
            if (id.equals("ATOMIC-5")) {
                // A commit of nothing would be just what it looks at.
                story.report("k1").commits();
            } else {
                story.commit(List.of(), List.of());
            }
        } else if (grade == Grade.B) {
            story.holdsARowOfNobody();
        }
        return story.ends();
    }
}
