package io.github.kesselevents.conformance.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.HistoryEntry.Change;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestDecodingTest {

    @Test
    void transactionsBeginAndCommit() {
        assertThat(TestDecoding.read("BEGIN 30857")).isEqualTo(new TestDecoding.Begin());
        assertThat(TestDecoding.read("COMMIT 30857 (at 2026-11-23 16:09:26.2+00)"))
                .isEqualTo(new TestDecoding.Commit());
    }

    @Test
    void valuesMayHoldAnything() {
        String value = "it's ]: b[text]:'x' \n{\"a\": \"\\\\\"}";

        assertThat(row("table public.t: INSERT: a[text]:'" + value.replace("'", "''") + "' b[bigint]:-7 c[text]:''")
                        .columns())
                .isEqualTo(Map.of("a", value, "b", "-7", "c", ""));
    }

    @Test
    void aNullIsNotTheTextNull() {
        assertThat(row("table public.t: INSERT: a[text]:null b[jsonb]:'null'").columns())
                .containsEntry("a", null)
                .containsEntry("b", "null");
    }

    @Test
    void booleansHavePostgresTextForm() {
        assertThat(row("table public.t: INSERT: a[boolean]:true b[boolean]:false c[boolean]:null")
                        .columns())
                .containsEntry("a", "t")
                .containsEntry("b", "f")
                .containsEntry("c", null);
    }

    @Test
    void namesMayBeQuotedAndTypesBeArrays() {
        RowChange change = row("table \"a.b\".\"my \"\"t\": UPDATE: \"x[y\"[text[]]:'{1,2}' z[bit varying]:B'101'");

        assertThat(change.table()).isEqualTo("my \"t");
        assertThat(change.columns()).isEqualTo(Map.of("x[y", "{1,2}", "z", "101"));
    }

    @Test
    void anUpdateGivesTheRowAsItStandsAfterIt() {
        RowChange change = row(
                "table public.t: UPDATE: old-key: id[bigint]:1 new-tuple: id[bigint]:2 long[text]:unchanged-toast-datum");

        assertThat(change).isEqualTo(new RowChange("t", Change.UPDATE, Map.of("id", "2")));
    }

    @Test
    void contentIsTakenAsItStands() {
        assertThat(TestDecoding.read("message: transactional: 0 prefix: p, sz: 17 content:é content:\n'[x]'"))
                .isEqualTo(new TestDecoding.Message(false, "p", "é content:\n'[x]'"));
    }

    @Test
    void contentOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> TestDecoding.read("message: transactional: 1 prefix: p, sz: 3 content:ab"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Expected 3 bytes of content at character 51 of a test_decoding line: message:");
    }

    @Test
    void aDeletedRowIsRefused() {
        assertThatThrownBy(() -> TestDecoding.read("table public.t: DELETE: id[bigint]:1"))
                .hasMessage("Expected UPDATE: at character 16 of a test_decoding line:"
                        + " table public.t: DELETE: id[bigint]:1");
    }

    @Test
    void anOpenQuoteIsRefused() {
        assertThatThrownBy(() -> TestDecoding.read("table public.t: INSERT: a[text]:'it''s"))
                .hasMessageStartingWith("Expected a closing ' at character 38 of");
    }

    private static RowChange row(String line) {
        return ((TestDecoding.Row) TestDecoding.read(line)).change();
    }
}
