package io.github.kesselevents.conformance.report;

import io.github.kesselevents.schemas.ContractException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What a team can do about a cause, from {@code advice.yaml}. Immutable. */
final class Advice {

    private static final String BUNDLED = "/kessel-events/advice.yaml";

    /**
     * One piece of advice.
     *
     * @param id the requirement
     * @param cause pattern that a finding's cause holds somewhere
     * @param steps what can be done, each in a sentence or two
     */
    private record Entry(String id, Pattern cause, List<String> steps) {}

    private record Entries(List<Entry> advice) {}

    private final List<Entry> entries;

    private Advice(List<Entry> entries) {
        this.entries = entries;
    }

    /** The bundled file. */
    static Advice bundled() {
        try (InputStream in = Advice.class.getResourceAsStream(BUNDLED)) {
            return new Advice(YAMLMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build()
                    .readValue(in, Entries.class)
                    .advice());
        } catch (IOException e) {
            throw new ContractException("The bundled advice cannot be read: " + e + ".", e);
        }
    }

    /** The steps of all entries that fit, the most specific first; empty when there are none. */
    List<String> on(String requirement, String cause) {
        return entries.stream()
                .filter(entry -> entry.id().equals(requirement)
                        && entry.cause().matcher(cause).find())
                .flatMap(entry -> entry.steps().stream())
                .distinct()
                .toList();
    }
}
