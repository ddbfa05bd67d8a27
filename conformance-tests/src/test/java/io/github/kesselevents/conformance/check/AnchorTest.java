package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.Lsn;
import org.junit.jupiter.api.Test;

class AnchorTest {

    @Test
    void itSaysWhatAFindingIsAbout() {
        assertThat(new Anchor.OfRecord("t", 1, 2)).hasToString("record t-1@2");
        assertThat(new Anchor.OfCommit(new Lsn(16))).hasToString("commit 0/10");
        assertThat(new Anchor.OfOperation(7)).hasToString("operation 7");
        assertThat(new Anchor.OfEvent("e1")).hasToString("event e1");
        assertThat(new Anchor.OfResource("t", "k1")).hasToString("resource k1 on t");
        assertThat(new Anchor.OfPartition("t", 1)).hasToString("partition t-1");
    }
}
