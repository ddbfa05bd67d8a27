package io.github.kesselevents.conformance.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

class BundledHistoriesTest {

    static final List<String> NAMES = BundledHistories.NAMES;

    private static final Map<String, List<HistoryEntry>> SCRIPTS = BundledHistoryScript.all();

    /** Where they are written, seen from this module. */
    private static final Path SOURCES = Path.of("../fixtures/src/main/resources/histories");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @FieldSource("NAMES")
    void theFileIsWhatItsScriptTells(String name) throws Exception {
        Path told = folder.resolve(name + ".ndjson");
        try (HistoryRecorder recorder = HistoryRecorder.begin(told)) {
            SCRIPTS.get(name).forEach(recorder::record);
        }
        Path file = SOURCES.resolve(name + ".ndjson");
        if (System.getProperty("render") != null
                && (!Files.exists(file) || !lines(file).equals(lines(told)))) {
            Files.copy(told, file, StandardCopyOption.REPLACE_EXISTING);
        }

        assertThat(lines(file))
                .as("%s is stale; renew it with mvn test -Drender, and commit it", file)
                .isEqualTo(lines(told));
    }

    /** As JSON, in which members have no order. */
    private static List<JsonNode> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(HistoryFormat.MAPPER::readTree)
                .toList();
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void itIsShortEnoughToBeRead(String name) throws Exception {
        assertThat(Files.readAllLines(SOURCES.resolve(name + ".ndjson"))).hasSizeLessThanOrEqualTo(60);
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void itIsFoundByItsName(String name) {
        assertThat(BundledHistories.find(name))
                .hasValueSatisfying(file -> assertThat(file).hasFileName(name + ".ndjson"));
    }

    @Test
    void noOtherNameFindsAnything() {
        assertThat(BundledHistories.find("nosuch")).isEmpty();
        assertThat(BundledHistories.find("../histories/conforming")).isEmpty();
    }
}
