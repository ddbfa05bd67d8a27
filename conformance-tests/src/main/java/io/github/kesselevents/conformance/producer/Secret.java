package io.github.kesselevents.conformance.producer;

/**
 * A text that nobody may read: it comes from the environment or a file, and goes to the producer alone. What a producer
 * repeats of it is hidden before it is written anywhere. Immutable.
 */
public final class Secret implements TokenSource {

    private static final String HIDDEN = "…";

    private final String text;

    /** @throws IllegalArgumentException when it is blank: it would hide nothing, or everything */
    public Secret(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a secret must not be blank");
        }
        this.text = text;
    }

    /** The text, for the producer. */
    String reveal() {
        return text;
    }

    /** Itself, where it is a token. */
    @Override
    public Secret token() {
        return this;
    }

    @Override
    public String hiddenIn(String said) {
        return said.replace(text, HIDDEN);
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
