package io.github.kesselevents.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.report.Timeline.Band;
import io.github.kesselevents.conformance.report.Timeline.Lane;
import io.github.kesselevents.conformance.report.Timeline.Mark;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoryTest {

    private static final long MILLIS = 1_000_000;
    private static final Mark REPORT =
            new Mark(Lane.CLIENT, "client 4", 20 * MILLIS, 40 * MILLIS, "report 7 UNKNOWN", false, List.of("marker-7"));

    @Test
    void aCommitOfWhichNothingCameIsToldFromTheRequestToTheEnd() {
        Mark commit = commit("no message 0/A1", List.of("marker-7"));

        assertThat(Story.of(List.of(REPORT, commit), List.of(), true))
                .containsExactly(
                        "0.020 s: client 4 sends report 7",
                        "0.030 s: the database's log shows the commit 0/A1, and no outbox message in it",
                        "0.040 s: client 4 is answered UNKNOWN to report 7",
                        "by the end of the run, Kafka has no record of it");
    }

    @Test
    void aRecordLeadsToItsCommitAndTheCommitToItsOperation() {
        Mark commit = commit("updated 0/A1", List.of("id-1", "marker-7"));
        Mark record = record(50, true, "id-1");

        assertThat(Story.of(List.of(REPORT, commit, record), List.of(), false))
                .containsExactly(
                        "0.020 s: client 4 sends report 7",
                        "0.030 s: the database's log shows the commit 0/A1, and its outbox message: updated",
                        "0.040 s: client 4 is answered UNKNOWN to report 7",
                        "0.050 s: Kafka has the record resources-2@50, updated, of the commit 0/A1");
    }

    @Test
    void whatDoesNotBelongToTheFindingIsLeftToThePicture() {
        assertThat(Story.of(List.of(REPORT, record(50, true, "id-1"), record(60, false, "id-2")), List.of(), false))
                .containsExactly("0.050 s: Kafka has the record resources-2@50, updated");
    }

    @Test
    void anOperationWithoutAReplyIsSentAndNoMore() {
        Mark open = new Mark(Lane.CLIENT, "client 4", 20 * MILLIS, null, "delete 8", true, List.of());

        assertThat(Story.of(List.of(open), List.of(), false)).containsExactly("0.020 s: client 4 sends delete 8");
    }

    @Test
    void aFaultOfThatTimeIsToldAndOneOfAnotherTimeIsNot() {
        Band hold = new Band("hold-commit database", 25 * MILLIS, 35 * MILLIS);
        Band earlier = new Band("kill relay", MILLIS, 2 * MILLIS);

        assertThat(Story.of(
                        List.of(REPORT, commit("no message 0/A1", List.of("marker-7"))), List.of(hold, earlier), false))
                .containsExactly(
                        "0.020 s: client 4 sends report 7",
                        "0.025 s: disturbance by the kit: hold-commit database",
                        "0.030 s: the database's log shows the commit 0/A1, and no outbox message in it",
                        "0.035 s: the end of: hold-commit database",
                        "0.040 s: client 4 is answered UNKNOWN to report 7");
    }

    @Test
    void aLongOneIsCutAndWhatIsLeftOutIsCounted() {
        List<Mark> repeats =
                IntStream.range(0, 14).mapToObj(at -> record(at, true, "id-1")).toList();

        assertThat(Story.of(repeats, List.of(), false)).hasSize(11).last().isEqualTo("… and 4 more steps");
    }

    private static Mark commit(String label, List<String> links) {
        return new Mark(Lane.DATABASE, "commits", 30 * MILLIS, 30 * MILLIS, label, true, links);
    }

    private static Mark record(int at, boolean cited, String id) {
        return new Mark(Lane.KAFKA, "resources-2", at * MILLIS, at * MILLIS, "@" + at + " updated", cited, List.of(id));
    }
}
