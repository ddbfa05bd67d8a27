package io.github.kesselevents.conformance.workload;

import java.util.Locale;

/**
 * The key of a resource, as a request spells it.
 *
 * @param instance the reporter's; null when a delete names none
 */
record ResourceName(String resourceType, String reporterType, String instance, String localId) {

    /**
     * How histories name the resource: {@code <resource type>/<reporter type>/<instance>/<local id>}, all trimmed,
     * reporter type and instance in lower case, as the API itself makes them.
     */
    String canonical() {
        return resourceType + "/" + lower(reporterType) + "/" + lower(instance) + "/" + localId.trim();
    }

    ResourceName withType(String other) {
        return new ResourceName(other, reporterType, instance, localId);
    }

    ResourceName withReporter(String other) {
        return new ResourceName(resourceType, other, instance, localId);
    }

    ResourceName withInstance(String other) {
        return new ResourceName(resourceType, reporterType, other, localId);
    }

    ResourceName withLocalId(String other) {
        return new ResourceName(resourceType, reporterType, instance, other);
    }

    private static String lower(String text) {
        return text.trim().toLowerCase(Locale.ROOT);
    }
}
