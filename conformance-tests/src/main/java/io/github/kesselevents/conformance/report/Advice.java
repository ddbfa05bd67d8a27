package io.github.kesselevents.conformance.report;

import io.github.kesselevents.schemas.ContractException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What a team can do about a cause, from {@code advice.yaml}. Immutable. */
final class Advice {

    private static final String BUNDLED = "/kessel-events/advice.yaml";
    private static final Pattern SPELLED_OUT = Pattern.compile("\\^?\\(?([a-z/|-]+)\\)?\\$?");

    /**
     * One piece of advice.
     *
     * @param id the requirement
     * @param cause pattern that a finding's cause holds somewhere
     * @param steps what can be done, each in a sentence or two
     */
    private record Entry(String id, Pattern cause, List<String> steps) {}

    private record Entries(List<Entry> advice) {}

    /**
     * What can be done about some causes.
     *
     * @param causes those of it that are known by name
     */
    record Group(List<String> causes, List<String> steps) {}

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

    /**
     * All that there is on a requirement.
     *
     * @param causes those that are known by name; advice names others by a pattern
     * @return what holds for the same causes together, the most specific first
     */
    List<Group> on(String requirement, Collection<String> causes) {
        return entries.stream()
                .filter(entry -> entry.id().equals(requirement))
                .map(entry -> new Group(
                        causes.stream()
                                .filter(cause -> entry.cause().matcher(cause).find())
                                .toList(),
                        entry.steps()))
                .toList();
    }

    /** Causes of a requirement that the patterns spell out: {@code ^(missing|stale)$}. */
    List<String> causes(String requirement) {
        return entries.stream()
                .filter(entry -> entry.id().equals(requirement))
                .map(entry -> SPELLED_OUT.matcher(entry.cause().pattern()))
                .filter(Matcher::matches)
                .flatMap(spelled -> Arrays.stream(spelled.group(1).split("\\|")))
                .distinct()
                .toList();
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
