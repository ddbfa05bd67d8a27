package io.github.kesselevents.conformance.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

    private static final Started STARTED = new Started(0, 1, 5, "kessel", 7, Map.of(), Map.of(), Map.of());
    private static final String BEGINNING = HistoryFormat.MAPPER.writeValueAsString(STARTED) + "\n";
    private static final String REPLY =
            "{\"kind\":\"returned\",\"at\":1,\"operation\":1,\"outcome\":\"UNKNOWN\",\"code\":\"\",\"message\":\"\"}\n";

    @TempDir
    private Path folder;

    @Test
    void entriesComeWithTheNumbersOfTheirLines() {
        List<String> read = new ArrayList<>();

        history(BEGINNING + REPLY).read((line, entry) -> read.add(line + " " + entry));

        assertThat(read).containsExactly("1 " + STARTED, "2 " + new Returned(1, 1, Outcome.UNKNOWN, "", ""));
    }

    @Test
    void aCutLineIsNamedAndWhatStandsBeforeItIsRead() {
        List<HistoryEntry> read = new ArrayList<>();

        assertThatThrownBy(() ->
                        history(BEGINNING + REPLY + REPLY.substring(0, 20)).read((line, e) -> read.add(e)))
                .isInstanceOf(HistoryException.class)
                .hasMessage(file() + " is cut off in line 3; what stands before is whole:"
                        + " keep it with head -n 2, and judge that.");
        assertThat(read).hasSize(2);
    }

    @Test
    void aLastLineWithoutItsEndIsCut() {
        assertRefused(
                BEGINNING + REPLY.strip(),
                " is cut off in line 2; what stands before is whole:" + " keep it with head -n 1, and judge that.");
    }

    @Test
    void aCutFirstLineSaysNothing() {
        assertRefused(BEGINNING.strip(), " is cut off in its first line, so it says nothing; run again.");
    }

    @Test
    void anEmptyFileIsNoHistory() {
        assertRefused("", " is empty; a history begins with an entry of kind started.");
    }

    @Test
    void aMissingFileIsNamed() {
        assertMessage(read(History.of(file())), "There is no history at " + file() + "; check the path.");
    }

    @Test
    void aFolderIsNoHistory() {
        assertMessage(
                read(History.of(folder)), folder + " cannot be read (Is a directory); name the file of a history.");
    }

    @Test
    void aHistoryBeginsWithItsVersion() {
        assertRefused(
                REPLY,
                " does not begin with an entry of kind started, so its version is unknown;" + " take the whole file.");
    }

    @Test
    void aNewerHistoryIsRefusedWhateverElseItHolds() {
        assertRefused(
                "{\"kind\":\"started\",\"version\":2,\"new\":true}\n",
                " is of version 2, this kit reads up to 1;" + " judge it with a newer kit.");
    }

    @Test
    void aLineThatIsNoJsonIsNamed() {
        assertRefused(
                BEGINNING + REPLY + "what?\n",
                ", line 3 is no entry of a history: Unrecognized token 'what':"
                        + " was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')."
                        + " It begins with what?; take the file from the run anew.");
    }

    @Test
    void aLineThatIsNoEntryIsNamed() {
        assertRefused(
                BEGINNING + "null\n",
                ", line 2 is no entry of a history: it is null."
                        + " It begins with null; take the file from the run anew.");
        assertRefusedIn("{\"at\":1}", "missing type id property 'kind'");
        assertRefusedIn("", "No content to map");
        assertRefusedIn(REPLY.strip() + REPLY.strip(), "Trailing token");
    }

    @Test
    void anUnknownKindIsRefused() {
        assertRefusedIn("{\"kind\":\"guessed\",\"at\":1}", "Could not resolve type id 'guessed'");
    }

    @Test
    void anUnknownMemberIsRefused() {
        assertRefusedIn(REPLY.strip().replace("\"at\"", "\"mood\":1,\"at\""), "Unrecognized property \"mood\"");
    }

    @Test
    void aMemberThatIsMissingOrNullIsRefused() {
        assertRefusedIn(REPLY.strip().replace("\"at\":1,", ""), "Missing required creator property 'at'");
        assertRefusedIn(REPLY.strip().replace("\"code\":\"\",", ""), "Missing required creator property 'code'");
        assertRefusedIn(
                REPLY.strip().replace("\"code\":\"\"", "\"code\":null"),
                "Invalid `null` value encountered for property \"code\"");
    }

    @Test
    void bytesThatAreNeitherTextNorBase64AreRefused() {
        String record = "{\"kind\":\"observed\",\"at\":1,\"topic\":\"t\",\"partition\":0,\"offset\":0,\"timestamp\":0,"
                + "\"headers\":[],\"value\":";
        assertRefusedIn(record + "7}", "bytes are a string, or {\"base64\": a string}");
        assertRefusedIn(record + "{\"base64\":\"????\"}}", "Illegal base64 character 3f");
    }

    /** Kafka has no such header, so that no run recorded one. */
    @Test
    void aHeaderWithoutANameIsRefused() {
        assertThatThrownBy(() -> new RecordHeader((String) null, new byte[0]))
                .as("Kafka's own")
                .isInstanceOf(NullPointerException.class);
        String record = "{\"kind\":\"observed\",\"at\":1,\"topic\":\"t\",\"partition\":0,\"offset\":0,\"timestamp\":0,"
                + "\"value\":\"\",\"headers\":[";
        assertRefusedIn(record + "{\"name\":null,\"value\":\"\"}]}", "name");
        assertRefusedIn(record + "{\"value\":\"\"}]}", "name");
    }

    @Test
    void bytesComeBackAsTheyWere() {
        byte[] binary = {0, (byte) 0xff, (byte) 0xc3, 0x28, '\n'};
        assertComesBack(binary, List.of(new Header("h", binary), new Header("h", null), Header.of("", "")), binary);
        assertComesBack("é\u2028\ud83d\ude00\u0000\n\"\\{}".getBytes(UTF_8), List.of(), new byte[0]);
    }

    @Test
    void absentKeysAndValuesComeBackAbsent() {
        assertComesBack(null, List.of(), null);
    }

    @Test
    void aValueOfTenMegabytesComesBack() {
        byte[] text = new byte[10_000_000];
        Arrays.fill(text, (byte) '"');
        byte[] binary = text.clone();
        binary[0] = (byte) 0xff;

        for (byte[] value : List.of(text, binary)) {
            List<HistoryEntry> read =
                    recordAndRead(List.of(STARTED, new Observed(3, "t", 1, 2, 4, null, List.of(), value)));
            // Compared here: a description of the difference would take minutes.
            assertThat(Arrays.equals(((Observed) read.get(1)).value(), value)).isTrue();
        }
    }

    @Test
    void linesOfAnyLengthAreFoundWhereverTheBufferEnds() {
        List<HistoryEntry> written = new ArrayList<>(List.of(STARTED));
        for (int length = 1; length < 200_000; length = length * 5 / 4 + 1) {
            written.add(new Returned(1, length, Outcome.UNKNOWN, "x".repeat(length), ""));
        }

        assertThat(recordAndRead(written)).isEqualTo(written);
    }

    private void assertComesBack(byte[] key, List<Header> headers, byte[] value) {
        Observed record = new Observed(3, "t", 1, 2, 4, key, headers, value);

        assertThat(recordAndRead(List.of(STARTED, record)))
                .usingRecursiveFieldByFieldElementComparator(EntryEquality.BY_VALUE)
                .containsExactly(STARTED, record);
    }

    private List<HistoryEntry> recordAndRead(List<HistoryEntry> entries) {
        List<HistoryEntry> read = new ArrayList<>();
        try (HistoryRecorder recorder = HistoryRecorder.begin(file())) {
            entries.forEach(recorder::record);
        }
        History.of(file()).read((line, entry) -> read.add(entry));
        remove();
        return read;
    }

    private void assertRefused(String content, String message) {
        assertMessage(read(history(content)), file() + message);
    }

    /** In line 2, for a reason that begins like this. */
    private void assertRefusedIn(String line, String why) {
        assertThatThrownBy(read(history(BEGINNING + line + "\n")))
                .isInstanceOf(HistoryException.class)
                .hasMessageStartingWith(file() + ", line 2 is no entry of a history: ")
                .hasMessageContaining(why)
                .hasMessageEndingWith("; take the file from the run anew.");
    }

    private static void assertMessage(ThrowingCallable reading, String message) {
        assertThatThrownBy(reading).isInstanceOf(HistoryException.class).hasMessage(message);
    }

    private static ThrowingCallable read(History history) {
        return () -> history.read((line, entry) -> {});
    }

    private History history(String content) {
        try {
            Files.writeString(file(), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return History.of(file());
    }

    private void remove() {
        try {
            Files.delete(file());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path file() {
        return folder.resolve("history.ndjson");
    }
}
