package io.github.kesselevents.schemas;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The JSON Schemas of this jar, read through networknt's validator with formats asserted. Thread-safe. */
final class JsonSchemas {

    /** The schemas' names begin with it; it stands for {@code kessel-events/} on the class path and is never asked. */
    static final String BASE = "https://kesselevents.github.io/schemas/";

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaIdResolvers(resolvers -> resolvers.mapPrefix(BASE, "classpath:kessel-events/"))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .pathType(PathType.JSON_POINTER)
                            .build()));

    private final Map<String, JsonNode> files = new ConcurrentHashMap<>();

    /**
     * The schema of this name.
     *
     * @param name relative to {@link #BASE}, with an optional fragment: {@code event/record.schema.json#/$defs/key}
     * @throws ContractException when there is none, or it is no JSON Schema
     */
    ContractSchema get(String name) {
        try {
            Schema validator = registry.getSchema(SchemaLocation.of(BASE + name));
            validator.initializeValidators();
            return new ContractSchema(QuickAccept.of(resolve("", name), this::resolve), validator);
        } catch (SchemaException | JacksonException | UncheckedIOException e) {
            throw new ContractException(
                    "kessel-events/" + name + " is no usable JSON Schema: " + Json.shorten(firstLine(e), 200)
                            + "; mend the file or its $ref.",
                    e);
        }
    }

    /** Whether {@link QuickAccept} knows every keyword of this schema. */
    boolean isQuick(String name) {
        return QuickAccept.understands(resolve("", name), this::resolve);
    }

    /** The schema that a reference in this file names: a file beside it, a fragment, or both. */
    private QuickAccept.Resolved resolve(String from, String ref) {
        String name = URI.create(BASE + from).resolve(ref).toString().substring(BASE.length());
        int hash = name.indexOf('#');
        String file = hash < 0 ? name : name.substring(0, hash);
        String pointer = hash < 0 ? "" : name.substring(hash + 1);
        return new QuickAccept.Resolved(
                file, pointer, files.computeIfAbsent(file, JsonSchemas::read).at(pointer));
    }

    private static JsonNode read(String file) {
        try (InputStream in = JsonSchemas.class.getResourceAsStream("/kessel-events/" + file)) {
            if (in == null) {
                throw new UncheckedIOException(new FileNotFoundException(file));
            }
            return Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
    }
}
