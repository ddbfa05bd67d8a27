package io.github.kesselevents.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.fixtures.environment.EnvironmentException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryRunTest {

    private final List<String> lines = new ArrayList<>();
    private final Progress progress = new Progress(line -> lines.add(line.strip()));

    @Test
    void whatMakesTheNextRunQuickerIsKept() {
        HistoryRun.makeNextRunQuicker(progress, () -> {});

        assertThat(lines).hasSize(2).last().asString().endsWith(" s  done");
    }

    @Test
    void whatCannotBeKeptIsToldAndCostsNoVerdict() {
        HistoryRun.makeNextRunQuicker(progress, () -> {
            throw new EnvironmentException("The archive a.jsa cannot be written; free some space there.");
        });

        assertThat(lines)
                .hasSize(2)
                .last()
                .asString()
                .endsWith(" s  not kept: The archive a.jsa cannot be written; free some space there.");
    }
}
