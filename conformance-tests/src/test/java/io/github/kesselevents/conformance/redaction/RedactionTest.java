package io.github.kesselevents.conformance.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.BundledHistories;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryException;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.history.RecordedSession;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.SavedHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** A redacted history is judged as the original, and holds none of the strings that were reported. */
class RedactionTest {

    private static final ProducerProfile KESSEL = ProducerProfile.kessel();

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aRecordedSessionIsJudgedTheSameAndHoldsNothingOfWhatWasReported(RecordedSession session) throws IOException {
        Path original = folder.resolve("original.ndjson");
        try (HistoryRecorder recorder = HistoryRecorder.begin(original)) {
            session.entries().forEach(recorder::record);
        }
        Path copy = redacted(original);
        assertThat(verdicts(copy)).isEqualTo(verdicts(original));
        Set<String> reported = reported(session.entries());
        assertThat(reported).hasSizeGreaterThan(20);
        assertThat(Files.readString(copy)).doesNotContain(reported);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bundled")
    void aBundledHistoryIsJudgedTheSame(String name) {
        Path original = BundledHistories.find(name).orElseThrow();
        assertThat(verdicts(redacted(original))).isEqualTo(verdicts(original));
    }

    @Test
    void anExistingFileIsNotOverwritten() throws IOException {
        Path copy = Files.writeString(folder.resolve("copy.ndjson"), "mine");
        assertThatThrownBy(
                        () -> Redaction.copy(BundledHistories.find("conforming").orElseThrow(), copy, KESSEL))
                .isInstanceOf(HistoryException.class)
                .hasMessageStartingWith("No history can be written to " + copy)
                .hasMessageEndingWith("choose another file.");
        assertThat(copy).hasContent("mine");
    }

    private static List<String> bundled() {
        return BundledHistories.NAMES;
    }

    private Path redacted(Path original) {
        Path copy = folder.resolve("redacted.ndjson");
        Redaction.copy(original, copy, null);
        return copy;
    }

    /** Ids, verdicts, counts and what the findings are about; what they quote differs. */
    private static List<String> verdicts(Path history) {
        Judgement judgement = SavedHistory.judge(history, KESSEL, Grade.A).judgement();
        return judgement.verdicts().stream()
                .map(verdict -> verdict.id() + " " + verdict.word() + " " + verdict.examined() + " "
                        + verdict.findings().stream()
                                .map(finding -> finding.cause() + finding.about())
                                .toList())
                .toList();
    }

    /** Strings in representations that do not occur elsewhere of themselves, such as a short word might. */
    private static Set<String> reported(List<HistoryEntry> entries) {
        Set<String> strings = new TreeSet<>();
        for (HistoryEntry entry : entries) {
            if (entry instanceof Invoked invoked) {
                collect(invoked.request().at("/representations/reporter"), strings);
            }
        }
        strings.removeIf(text -> text.length() < 8 || text.matches("[A-Z0-9_]+") || text.indexOf('"') >= 0);
        return strings;
    }

    private static void collect(JsonNode node, Set<String> strings) {
        if (node.isString()) {
            strings.add(node.stringValue());
        }
        node.forEach(child -> collect(child, strings));
    }
}
