package io.github.kesselevents.conformance.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code report.json}, which {@code kessel-events/report.schema.json} describes. */
final class ReportJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .changeDefaultPropertyInclusion(
                    any -> JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private ReportJson() {}

    static String render(Report report) {
        return MAPPER.writeValueAsString(report) + "\n";
    }

    /**
     * The report in this file.
     *
     * @throws ReportException when there is none
     */
    static Report read(Path file) {
        try {
            return MAPPER.readValue(Files.readString(file), Report.class);
        } catch (IOException | JacksonException e) {
            throw new ReportException(
                    "There is no report.json of this kit at " + file + " ("
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + "); check the path.",
                    e);
        }
    }
}
