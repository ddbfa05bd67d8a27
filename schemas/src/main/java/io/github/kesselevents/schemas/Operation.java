package io.github.kesselevents.schemas;

import java.util.Locale;
import java.util.Optional;

/** What happened to a resource, as the header {@code operation} says it. */
public enum Operation {
    CREATED,
    UPDATED,
    DELETED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word on the wire: {@code created}, {@code updated} or {@code deleted}. */
    public String word() {
        return word;
    }

    /** The operation of this exact word; empty for any other text, capitals and quotes included. */
    public static Optional<Operation> ofWord(String word) {
        for (Operation operation : values()) {
            if (operation.word.equals(word)) {
                return Optional.of(operation);
            }
        }
        return Optional.empty();
    }
}
