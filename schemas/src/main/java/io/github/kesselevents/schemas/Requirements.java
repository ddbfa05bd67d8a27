package io.github.kesselevents.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The catalogue of requirements, loaded from {@code requirements.yaml} and checked: ids are unique and well formed,
 * every id that is yielded to exists, and no requirement yields to itself, directly or through others. Immutable.
 */
public final class Requirements {

    private static final String BUNDLED = "/kessel-events/requirements.yaml";
    private static final Pattern ID = Pattern.compile("[A-Z]+-[1-9][0-9]*");
    private static final int MOST_TYPOS = 2;

    private final Map<String, Requirement> byId;

    private Requirements(Map<String, Requirement> byId) {
        this.byId = Collections.unmodifiableMap(byId);
    }

    /** The catalogue of this kit. */
    public static Requirements bundled() {
        try (InputStream in = Requirements.class.getResourceAsStream(BUNDLED)) {
            return read(in, "requirements.yaml");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a catalogue.
     *
     * @param in YAML in UTF-8; left open
     * @param name what to call it in messages
     * @throws ContractException in one sentence, when it cannot be read or contradicts itself
     */
    public static Requirements read(InputStream in, String name) {
        Catalogue catalogue;
        try {
            catalogue = YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build()
                    .readValue(in, Catalogue.class);
        } catch (JacksonException e) {
            throw new ContractException(
                    name + " is no catalogue of requirements: " + Json.reason(e) + "; mend the file at that place.", e);
        }
        // A document without content is read as null.
        if (catalogue == null || catalogue.requirements().isEmpty()) {
            throw new ContractException(name + " holds no requirements; list at least one under requirements.");
        }
        Map<String, Requirement> byId = new LinkedHashMap<>();
        for (Entry entry : catalogue.requirements()) {
            if (entry == null) {
                throw new ContractException(name + " holds null as requirement number " + (byId.size() + 1)
                        + "; write it out, or take it away.");
            }
            Requirement requirement = entry.toRequirement(name, catalogue.sources());
            if (byId.put(requirement.id(), requirement) != null) {
                throw new ContractException(
                        name + " holds " + requirement.id() + " twice; give one of them another id.");
            }
        }
        Requirements requirements = new Requirements(byId);
        requirements.checkYielding(name);
        return requirements;
    }

    /** All of them, in the order of the file. */
    public Collection<Requirement> all() {
        return byId.values();
    }

    /** Whether there is such an id. */
    public boolean contains(String id) {
        return byId.containsKey(id);
    }

    /**
     * The requirement of this id.
     *
     * @throws ContractException when there is none; the message lists those of its family
     */
    public Requirement get(String id) {
        Requirement requirement = byId.get(id);
        if (requirement == null) {
            throw new ContractException(
                    "There is no requirement " + id + "; use one of " + String.join(", ", alike(id)) + ".");
        }
        return requirement;
    }

    /** Those of its family, else of the family whose name is nearest; all, if none is near. */
    private List<String> alike(String id) {
        String family = id.toUpperCase(Locale.ROOT).split("-", 2)[0];
        int nearest = byId.values().stream()
                .mapToInt(r -> distance(family, r.family()))
                .min()
                .orElseThrow();
        return byId.values().stream()
                .filter(r -> nearest > MOST_TYPOS || distance(family, r.family()) == nearest)
                .map(Requirement::id)
                .toList();
    }

    /** How many letters must be added, taken out or replaced to make one word the other. */
    private static int distance(String one, String other) {
        int[] last = IntStream.rangeClosed(0, other.length()).toArray();
        for (int i = 1; i <= one.length(); i++) {
            int[] next = new int[last.length];
            next[0] = i;
            for (int j = 1; j < next.length; j++) {
                int replaced = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                next[j] = Math.min(replaced, Math.min(last[j], next[j - 1]) + 1);
            }
            last = next;
        }
        return last[other.length()];
    }

    private void checkYielding(String name) {
        for (Requirement requirement : byId.values()) {
            for (String other : requirement.yieldsTo()) {
                if (!byId.containsKey(other)) {
                    throw new ContractException(name + ": " + requirement.id() + " yields to " + other
                            + ", which is not in the catalogue; mend yields_to.");
                }
            }
            follow(requirement.id(), new ArrayList<>(), new HashSet<>(), name);
        }
    }

    private void follow(String id, List<String> path, Set<String> done, String name) {
        if (path.contains(id)) {
            throw new ContractException(name + ": " + String.join(" yields to ", path) + " yields to " + id
                    + "; take one of them out, or a finding would vanish between them.");
        }
        if (!done.add(id)) {
            return;
        }
        path.add(id);
        byId.get(id).yieldsTo().forEach(other -> follow(other, path, done, name));
        path.remove(path.size() - 1);
    }

    /** The file as it is written. */
    private record Catalogue(Map<String, String> sources, List<Entry> requirements) {
        Catalogue {
            sources = sources == null ? Map.of() : sources;
            requirements = requirements == null ? List.of() : requirements;
        }
    }

    private record Entry(
            String id,
            Requirement.Level level,
            String title,
            String promise,
            String source,

            @com.fasterxml.jackson.annotation.JsonProperty("yields_to")
            List<String> yieldsTo,

            String consumer) {

        Requirement toRequirement(String name, Map<String, String> sources) {
            if (id == null || !ID.matcher(id).matches()) {
                throw new ContractException(name + " holds a requirement with the id " + id
                        + "; an id is a family in capitals, a hyphen and a number, such as SHAPE-1.");
            }
            require(
                    name,
                    "level",
                    level == null ? null : level.name(),
                    EnumSet.allOf(Requirement.Level.class).toString());
            require(name, "title", title, "a handful of words");
            require(name, "promise", promise, "one sentence");
            require(name, "source", source == null ? null : sources.get(source), "one of " + sources.keySet());
            if (yieldsTo != null && yieldsTo.contains(null)) {
                throw new ContractException(name + ": " + id + " yields to null; give yields_to ids alone.");
            }
            return new Requirement(
                    id,
                    level,
                    title,
                    promise,
                    sources.get(source),
                    yieldsTo == null ? List.of() : yieldsTo,
                    Optional.ofNullable(consumer));
        }

        private void require(String name, String member, String value, String what) {
            if (value == null || value.isBlank()) {
                throw new ContractException(name + ": " + id + " has no usable " + member + "; give it " + what + ".");
            }
        }
    }
}
