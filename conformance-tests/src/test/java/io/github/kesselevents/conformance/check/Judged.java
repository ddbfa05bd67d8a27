package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.verdict.Judge;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import io.github.kesselevents.schemas.EventContract;
import java.util.List;

/** What all checks and the judge say of a story. */
final class Judged {

    private static final ProducerProfile KESSEL = ProducerProfile.kessel();
    private static final EventContract CONTRACT = EventContract.of(KESSEL.wireFormat());

    private final Judgement judgement;

    private Judged(Judgement judgement) {
        this.judgement = judgement;
    }

    /** With all the evidence there is. */
    static Judged judged(Story story) {
        return judged(story, Grade.A);
    }

    /** With evidence of this grade at best. */
    static Judged judged(Story story, Grade grade) {
        Examiner examiner = Examiner.of(KESSEL, grade, CONTRACT);
        story.entries().forEach(entry -> examiner.accept(0, entry));
        return new Judged(Judge.of(KESSEL).judge(examiner.examine()));
    }

    /** Where a record of the resources stream is. */
    static Anchor resources(int partition, long offset) {
        return new Anchor.OfRecord("outbox.event.kessel.resources", partition, offset);
    }

    /** Where a record of the tuples stream is. */
    static Anchor tuples(int partition, long offset) {
        return new Anchor.OfRecord("outbox.event.kessel.tuples", partition, offset);
    }

    /** This requirement is violated once, and nothing else is. */
    Blame violatesOnly(String id) {
        return violatesOnly(id, 1);
    }

    /** This requirement is violated so often, and nothing else is; what follows is about the first of its findings. */
    Blame violatesOnly(String id, int findings) {
        violates(id);
        List<Finding> found = verdict(id).findings();
        assertThat(found).as("findings of %s", id).hasSize(findings);
        return new Blame(found.get(0));
    }

    /** These are violated, and nothing else is. */
    Judged violates(String... ids) {
        assertThat(judgement.violated()).as("violated, by %s", blamed()).containsExactly(ids);
        return this;
    }

    /** The first finding that this requirement is blamed for. */
    Blame blames(String id) {
        assertThat(verdict(id).findings()).as("findings of %s", id).isNotEmpty();
        return new Blame(verdict(id).findings().get(0));
    }

    List<String> violated() {
        return judgement.violated();
    }

    private List<Finding> blamed() {
        return judgement.verdicts().stream()
                .flatMap(verdict -> verdict.findings().stream())
                .toList();
    }

    /** Whatever became of it, this requirement was exercised so often. */
    Judged exercises(String id, long examined) {
        assertThat(verdict(id).examined())
                .as("%s of %s", verdict(id).unit(), id)
                .isEqualTo(examined);
        return this;
    }

    /** Nothing is violated, and this requirement was exercised so often. */
    Judged passes(String id, long examined) {
        violatesNothing();
        assertThat(verdict(id).status()).as(id).isEqualTo(Status.PASSED);
        assertThat(verdict(id).examined())
                .as("%s of %s", verdict(id).unit(), id)
                .isEqualTo(examined);
        return this;
    }

    Judged violatesNothing() {
        assertThat(blamed()).isEmpty();
        return this;
    }

    /** Nothing is violated but what the profile knows, and this requirement is, by this cause. */
    Blame knows(String id, String cause) {
        violatesNothing();
        assertThat(verdict(id).word()).isEqualTo("VIOLATED (known)");
        Finding finding = verdict(id).known().get(0).finding();
        assertThat(finding.cause()).isEqualTo(cause);
        return new Blame(finding);
    }

    Judged cannotTell(String id, String reason) {
        assertThat(verdict(id).status()).as(id).isEqualTo(Status.INCONCLUSIVE);
        assertThat(verdict(id).reasons()).containsExactly(reason);
        return this;
    }

    Judged neverExercises(String id) {
        assertThat(verdict(id).status()).as(id).isEqualTo(Status.NOT_EXERCISED);
        return this;
    }

    Judged isNoMatterOf(String id, String reason) {
        assertThat(verdict(id).status()).as(id).isEqualTo(Status.NOT_APPLICABLE);
        assertThat(verdict(id).reasons()).containsExactly(reason);
        return this;
    }

    /** What was found of the first is explained by the second. */
    Judged explains(String id, String by) {
        assertThat(verdict(id).explained())
                .as("explained findings of %s", id)
                .isNotEmpty()
                .allSatisfy(
                        explained -> assertThat(explained.by().requirement()).isEqualTo(by));
        return this;
    }

    Verdict verdict(String id) {
        return judgement.verdict(id).orElseThrow();
    }

    /** A finding, word by word. */
    static final class Blame {

        private final Finding finding;

        private Blame(Finding finding) {
            this.finding = finding;
        }

        Blame by(String cause) {
            assertThat(finding.cause()).as("cause").isEqualTo(cause);
            return this;
        }

        Blame of(String subject) {
            assertThat(finding.subject()).as("subject").isEqualTo(subject);
            return this;
        }

        Blame saying(String what) {
            assertThat(finding.what()).as("what happened").isEqualTo(what);
            return this;
        }

        Blame expecting(String expected) {
            assertThat(finding.expected()).as("expected").isEqualTo(expected);
            return this;
        }

        Blame butWas(String actual) {
            assertThat(finding.actual()).as("actual").isEqualTo(actual);
            return this;
        }

        /** Exactly these, in this order. */
        Blame about(Anchor... anchors) {
            assertThat(finding.about()).as("evidence").containsExactly(anchors);
            return this;
        }

        /** These foremost, in this order. */
        Blame startsAbout(Anchor... anchors) {
            assertThat(finding.about()).as("evidence").startsWith(anchors);
            return this;
        }
    }
}
