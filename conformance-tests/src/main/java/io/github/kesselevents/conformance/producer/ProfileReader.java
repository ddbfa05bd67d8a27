package io.github.kesselevents.conformance.producer;

import io.github.kesselevents.conformance.producer.ProducerProfile.KnownFinding;
import io.github.kesselevents.schemas.Requirements;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads profiles from YAML, and refuses with one sentence what cannot be used. Stateless. */
final class ProfileReader {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private ProfileReader() {}

    /** A bundled profile, else a file. */
    static ProducerProfile find(String nameOrFile) {
        try (InputStream in = bundled(nameOrFile)) {
            if (in != null) {
                return read(in, "The bundled profile " + nameOrFile);
            }
        } catch (IOException e) {
            throw new ProfileException("The bundled profile " + nameOrFile + " cannot be read: " + e + ".", e);
        }
        return file(nameOrFile);
    }

    /** Null when there is none of this name. */
    static InputStream bundled(String name) {
        return name.matches("[\\w-]+")
                ? ProfileReader.class.getResourceAsStream("/kessel-events/profiles/" + name + ".yaml")
                : null;
    }

    private static ProducerProfile file(String name) {
        Path file;
        try {
            file = Path.of(name);
        } catch (InvalidPathException e) {
            throw new ProfileException(name + " is no name of a profile; use kessel, or the path of a YAML file.", e);
        }
        if (!Files.isRegularFile(file)) {
            throw new ProfileException("There is no profile " + name
                    + ", neither bundled nor as a file; use kessel, or the path of a YAML file.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, "The profile " + file);
        } catch (IOException e) {
            throw new ProfileException("The profile " + file + " cannot be read: " + e + ".", e);
        }
    }

    static ProducerProfile read(InputStream in, String name) {
        ProducerProfile profile;
        try {
            profile = YAML.readValue(in, ProducerProfile.class);
        } catch (JacksonException e) {
            throw new ProfileException(
                    name + " cannot be used: " + reason(e) + place(e) + "; mend the file at that place.", e);
        }
        if (profile == null) {
            throw new ProfileException(name + " is empty; begin with a copy of the bundled kessel.yaml.");
        }
        Requirements requirements = Requirements.bundled();
        profile.decides().forEach((grade, ids) -> requireKnown(ids, requirements, name, "decides: " + grade));
        requireKnown(profile.known().stream().map(KnownFinding::id).toList(), requirements, name, "known");
        return profile;
    }

    private static void requireKnown(Collection<String> ids, Requirements all, String name, String member) {
        for (String id : ids) {
            if (!all.contains(id)) {
                throw new ProfileException(name + " names the requirement " + id + " under " + member
                        + ", which the catalogue does not have; take an id of requirements.yaml.");
            }
        }
    }

    private static String reason(JacksonException e) {
        String why =
                e.getCause() instanceof IllegalArgumentException cause ? cause.getMessage() : e.getOriginalMessage();
        return why.lines().findFirst().orElse("").strip();
    }

    private static String place(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
