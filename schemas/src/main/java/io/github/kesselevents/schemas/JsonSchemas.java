package io.github.kesselevents.schemas;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;

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

    /**
     * The schema of this name.
     *
     * @param name relative to {@link #BASE}, with an optional fragment: {@code event/record.schema.json#/$defs/key}
     * @throws ContractException when there is none, or it is no JSON Schema
     */
    Schema get(String name) {
        try {
            Schema schema = registry.getSchema(SchemaLocation.of(BASE + name));
            schema.initializeValidators();
            return schema;
        } catch (SchemaException | tools.jackson.core.JacksonException | java.io.UncheckedIOException e) {
            throw new ContractException(
                    "kessel-events/" + name + " is no usable JSON Schema: " + Json.shorten(firstLine(e), 200)
                            + "; mend the file or its $ref.",
                    e);
        }
    }

    /** Whether the jar holds this file. */
    static boolean exists(String name) {
        return JsonSchemas.class.getResource("/kessel-events/" + name) != null;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
    }
}
