package io.github.kesselevents.conformance.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.BundledHistories;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryException;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerProfile.Stream;
import io.github.kesselevents.conformance.producer.ProfileException;
import io.github.kesselevents.conformance.verdict.SavedHistory.Judged;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is judged as it is read; what cannot be judged is refused with its place. */
class SavedHistoryTest {

    private static final String SAMPLE = "{\"kind\":\"relay\",\"at\":1,\"state\":\"RUNNING\"}";

    @TempDir
    private Path folder;

    @Test
    void theVerdictsAreThoseOnItsEntries() throws Exception {
        Judged judged = SavedHistory.judge(file(lines("lost-event")), null, Grade.A);

        assertThat(judged.judgement().violated()).containsExactly("ATOMIC-3");
        assertThat(judged.judgement().entries()).isEqualTo(lines("lost-event").size());
        assertThat(judged.judgement().grade()).isEqualTo(Grade.A);
    }

    @Test
    void betterEvidenceThanAskedForIsLeftAside() throws Exception {
        Judged judged = SavedHistory.judge(file(lines("lost-event")), null, Grade.C);

        assertThat(judged.judgement().violated()).containsExactly("ACK-1");
        assertThat(judged.judgement().grade()).isEqualTo(Grade.C);
        assertThat(judged.judgement().verdict("ATOMIC-3").orElseThrow().status())
                .isEqualTo(Status.NOT_APPLICABLE);
    }

    @Test
    void itsFirstEntryIsHandedOn() throws Exception {
        List<String> lines = lines("conforming");
        lines.set(0, lines.get(0).replaceFirst("\"seed\":\\d+", "\"seed\":17"));

        Judged judged = SavedHistory.judge(file(lines), null, Grade.A);

        assertThat(judged.started().seed()).isEqualTo(17);
        assertThat(judged.judgement().exitCode()).isEqualTo(ExitCode.CONFORMANT);
    }

    @Test
    void theProfileOfTheCallerComesBeforeThatOfTheHistory() throws Exception {
        List<String> lines = lines("conforming");
        lines.set(0, lines.get(0).replace("\"profile\":\"kessel\"", "\"profile\":\"nosuch\""));
        Path history = file(lines);

        assertThat(SavedHistory.judge(history, ProducerProfile.kessel(), Grade.A)
                        .judgement()
                        .profile())
                .isEqualTo("kessel");
        assertThatThrownBy(() -> SavedHistory.judge(history, null, Grade.A))
                .isInstanceOf(ProfileException.class)
                .hasMessageStartingWith("There is no profile nosuch");
    }

    @Test
    void aHistoryOfNoProfileIsRefusedInOneSentence() throws Exception {
        List<String> lines = lines("conforming");
        lines.set(0, lines.get(0).replace("\"profile\":\"kessel\",", ""));
        Path history = file(lines);

        assertThatThrownBy(() -> SavedHistory.judge(history, null, Grade.A))
                .isInstanceOf(HistoryException.class)
                .hasMessageStartingWith(history + ", line 1 is no entry of a history: ")
                .hasMessageContaining("'profile'");
    }

    @Test
    void anEntryThatCannotBeJudgedIsRefusedWithItsLine() throws Exception {
        List<String> lines = lines("conforming");
        Path history = file(lines);
        int first = 1;
        while (!lines.get(first - 1).contains("\"kind\":\"observed\"")) {
            first++;
        }

        assertThatThrownBy(() -> SavedHistory.judge(history, withoutAPointer(), Grade.C))
                .isInstanceOf(HistoryException.class)
                .hasMessageStartingWith(history + ", line " + first + " holds an entry that cannot be judged (")
                .hasMessageContaining("no pointer")
                .hasMessageEndingWith("); take the file from the run anew.");
    }

    @Test
    void itTellsHowFarItIsEveryTenThousandLines() throws Exception {
        List<String> lines = lines("conforming");
        lines.addAll(5, Collections.nCopies(20_000, SAMPLE));
        List<Long> told = new ArrayList<>();

        SavedHistory.judge(file(lines), null, Grade.A, told::add);

        assertThat(told).containsExactly(10_000L, 20_000L);
    }

    @Test
    void aShortOneTellsNothing() throws Exception {
        List<Long> told = new ArrayList<>();

        SavedHistory.judge(file(lines("conforming")), null, Grade.A, told::add);

        assertThat(told).isEmpty();
    }

    /** Its streams have their markers where nothing can be. */
    private static ProducerProfile withoutAPointer() {
        ProducerProfile kessel = ProducerProfile.kessel();
        return new ProducerProfile(
                kessel.name(),
                kessel.wireFormat(),
                kessel.refusals(),
                kessel.topics(),
                kessel.streams().stream()
                        .map(stream ->
                                new Stream(stream.prefix(), stream.topic(), "no pointer", null, null, null, null))
                        .toList(),
                kessel.tables(),
                kessel.deleted(),
                kessel.marker(),
                kessel.transactionId(),
                kessel.subject(),
                kessel.reported(),
                kessel.rewindSlack(),
                kessel.decides(),
                kessel.notPromised(),
                kessel.known(),
                kessel.accepted());
    }

    private static List<String> lines(String bundled) throws IOException {
        return new ArrayList<>(Files.readAllLines(BundledHistories.find(bundled).orElseThrow()));
    }

    private Path file(List<String> lines) throws IOException {
        return Files.write(folder.resolve("history.ndjson"), lines);
    }

    @Test
    void whatJudgesTheRestIsToldEachEntryAndHasItsSayBehindTheOthers() throws Exception {
        List<Long> told = new ArrayList<>();
        Supplement supplement = new Supplement() {
            @Override
            public void accept(long line, HistoryEntry entry) {
                told.add(line);
            }

            @Override
            public List<Verdict> verdicts(List<Verdict> requirements) {
                return requirements.subList(0, 1);
            }
        };

        Judgement judgement = SavedHistory.judge(
                        file(lines("conforming")), null, Grade.A, entries -> {}, profile -> supplement)
                .judgement();

        assertThat(told).hasSameSizeAs(lines("conforming")).isSorted();
        assertThat(judgement.verdicts().get(judgement.verdicts().size() - 1))
                .isSameAs(judgement.verdicts().get(0));
    }

    @Test
    void ofABeginningAloneNothingPasses() throws Exception {
        Judged judged = SavedHistory.judge(file(lines("conforming").subList(0, 1)), null, Grade.A);

        assertThat(judged.judgement().entries()).isEqualTo(1);
        assertThat(judged.judgement().verdicts())
                .noneMatch(verdict -> verdict.status() == Status.PASSED || verdict.status() == Status.VIOLATED);
    }
}
