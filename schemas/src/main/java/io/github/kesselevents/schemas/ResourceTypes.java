package io.github.kesselevents.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The resource types of the contract and their reporters, from {@code resource-types.yaml}. Immutable. */
public final class ResourceTypes {

    private final Map<String, List<String>> reporters;

    private ResourceTypes(Map<String, List<String>> reporters) {
        this.reporters = Collections.unmodifiableMap(reporters);
    }

    /** Those that inventory-api is configured with. */
    public static ResourceTypes bundled() {
        try (InputStream in = ResourceTypes.class.getResourceAsStream("/kessel-events/resource-types.yaml")) {
            return new ResourceTypes(
                    new YAMLMapper().readValue(in, new TypeReference<LinkedHashMap<String, List<String>>>() {}));
        } catch (JacksonException e) {
            throw new ContractException(
                    "resource-types.yaml cannot be read: " + Json.reason(e) + "; mend it at that place.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All types, in the order of the file. */
    public Set<String> all() {
        return reporters.keySet();
    }

    /** Who may report this type, in lower case; empty for a type that is not in the contract. */
    public List<String> reportersOf(String resourceType) {
        return reporters.getOrDefault(resourceType, List.of());
    }
}
