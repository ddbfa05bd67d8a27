package io.github.kesselevents.conformance.history;

import java.util.Arrays;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import tools.jackson.databind.JsonNode;

/** Entries hold arrays, which records compare by identity. */
final class EntryEquality {

    /** Equal members, arrays by their bytes. */
    static final RecursiveComparisonConfiguration BY_VALUE = RecursiveComparisonConfiguration.builder()
            .withEqualsForType(Arrays::equals, byte[].class)
            .withEqualsForType(JsonNode::equals, JsonNode.class)
            .withStrictTypeChecking(true)
            .build();

    private EntryEquality() {}
}
