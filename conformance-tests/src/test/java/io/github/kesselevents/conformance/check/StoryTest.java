package io.github.kesselevents.conformance.check;

import static io.github.kesselevents.conformance.check.Judged.judged;

import io.github.kesselevents.conformance.producer.Grade;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The language in which the histories of these tests are told. */
class StoryTest {

    @ParameterizedTest
    @EnumSource
    void whereAllWentWellNothingIsViolated(Grade grade) {
        Story story = new Story();
        story.reported("k1");
        story.reportAs("tx-1", "k2").commits().acknowledged().published();
        story.reportOfCommonOnly("k1").commits().acknowledged().published();
        story.deleted("k1");
        story.delete("k1").commitsNothing().acknowledged();
        story.reported("k1");
        story.report("k3").refused();

        judged(story, grade).violatesNothing();
    }
}
