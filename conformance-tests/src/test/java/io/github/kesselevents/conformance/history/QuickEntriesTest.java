package io.github.kesselevents.conformance.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class QuickEntriesTest {

    private static final List<Class<? extends HistoryEntry>> KINDS =
            List.of(Observed.class, Committed.class, Invoked.class, Returned.class);

    private static final String OBSERVED =
            "{\"kind\":\"observed\",\"at\":7,\"topic\":\"t\",\"partition\":1,\"offset\":2,"
                    + "\"timestamp\":3,\"key\":\"k\",\"headers\":[{\"name\":\"id\",\"value\":\"1\"},{\"name\":\"a\","
                    + "\"value\":\"\"}],\"value\":\"{\\\"a\\\":\\\"\\\\n\\t\\\"}\"}";
    private static final String COMMITTED =
            "{\"kind\":\"committed\",\"at\":7,\"lsn\":\"0/1F\",\"end\":\"A/2\",\"xid\":5,"
                    + "\"messages\":[{\"lsn\":\"0/1\",\"prefix\":\"p\",\"content\":\"{}\"}],\"rows\":[{\"table\":\"t\","
                    + "\"change\":\"UPDATE\",\"columns\":{\"id\":\"1\",\"b\":null}}]}";
    private static final String INVOKED = "{\"kind\":\"invoked\",\"at\":7,\"operation\":1,\"client\":0,"
            + "\"purpose\":\"WORKLOAD\",\"action\":\"REPORT\",\"marker\":\"m\",\"key\":\"a/b\","
            + "\"transactionId\":\"x\",\"request\":{\"a\":[1,{}]}}";
    private static final String RETURNED =
            "{\"kind\":\"returned\",\"at\":1,\"operation\":1,\"outcome\":\"UNKNOWN\",\"code\":\"A\",\"message\":\"\"}";

    private final QuickEntries quick = new QuickEntries();

    @ParameterizedTest
    @EnumSource
    void readsEveryEntryOfTheFrequentKindsAsTheFullParserDoes(RecordedSession session) {
        for (HistoryEntry entry : session.entries()) {
            String line = HistoryFormat.MAPPER.writeValueAsString(entry);
            if (KINDS.contains(entry.getClass())) {
                assertSame(line, read(line), entry);
            } else {
                assertThat(read(line)).as(line).isNull();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {OBSERVED, COMMITTED, INVOKED, RETURNED})
    void readsALineCutAnywhereAsNothing(String line) {
        assertSame(line, read(line), full(line));
        for (int length = 0; length < line.length(); length++) {
            assertThat(read(line.substring(0, length))).isNull();
        }
    }

    /** Each character of each line, replaced and doubled: it refuses what the full parser refuses. */
    @ParameterizedTest
    @ValueSource(strings = {OBSERVED, COMMITTED, INVOKED, RETURNED})
    void isNeverMoreLenientThanTheFullParserNorReadsAnythingElse(String line) {
        for (int i = 0; i < line.length(); i++) {
            for (String put :
                    List.of("", "\"", "\\", "}", "]", ",", "{", "0", "1", "x", " ", "\u0001", "\u0000", "é")) {
                requireLikeFull(line.substring(0, i) + put + line.substring(i + 1));
                requireLikeFull(line.substring(0, i) + put + line.substring(i));
            }
        }
    }

    /** Then what strings are read into grows while the position of the commit is read. */
    @Test
    void readsTheFirstStringOfALineThatIsLongerThanAllBefore() {
        for (int length = 1 << 12; length < 1 << 16; length += 1 << 12) {
            String line = COMMITTED
                    .replace("{}", "x".repeat(length))
                    .replace("\"lsn\":\"0/1F\"", "\"lsn\":\"0/" + length + '"');

            assertSame(line.substring(0, 40), read(line), full(line));
        }
    }

    @Test
    void leavesWhatIsNotInTheRecordersFormToTheFullParser() {
        assertThat(read(OBSERVED + " ")).isNull();
        assertThat(read(OBSERVED.replace("\"k\"", "{\"base64\":\"AA==\"}"))).isNull();
        assertThat(read(OBSERVED.replace("\"k\"", "\"\\u0041\""))).isNull();
        assertThat(read(OBSERVED.replace("\"partition\":1", "\"partition\":2147483648")))
                .isNull();
        assertThat(read(OBSERVED.replace("\"offset\":2", "\"offset\":1234567890123456789")))
                .isNull();
    }

    private void requireLikeFull(String line) {
        HistoryEntry entry = read(line);
        if (entry != null) {
            HistoryEntry full;
            try {
                full = full(line);
            } catch (JacksonException e) {
                throw new AssertionError("The full parser refuses " + line, e);
            }
            assertSame(line, entry, full);
        }
    }

    private static HistoryEntry full(String line) {
        return HistoryFormat.MAPPER.readValue(line, HistoryEntry.class);
    }

    private HistoryEntry read(String line) {
        byte[] bytes = ("\n" + line + "\n").getBytes(UTF_8);
        return quick.read(bytes, 1, bytes.length - 2);
    }

    private static void assertSame(String line, HistoryEntry read, HistoryEntry expected) {
        assertThat(read)
                .as(line)
                .usingRecursiveComparison(EntryEquality.BY_VALUE)
                .isEqualTo(expected);
    }
}
