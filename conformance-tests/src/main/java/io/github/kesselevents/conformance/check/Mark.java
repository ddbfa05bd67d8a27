package io.github.kesselevents.conformance.check;

/**
 * A marker, by which an operation, the version that it made, and their events are told to belong together. Made by the
 * {@link Index}.
 */
final class Mark {

    private final int number;
    private final String text;
    private Attempt attempt;
    private Version version;

    Mark(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** Its place among all, from 0, in the order in which they were first seen. */
    int number() {
        return number;
    }

    /** The marker itself. */
    String text() {
        return text;
    }

    /** The operation with this marker; null while none is known. */
    Attempt attempt() {
        return attempt;
    }

    void of(Attempt asked) {
        attempt = asked;
    }

    /** The first version with this marker; null while none is known. */
    Version version() {
        return version;
    }

    void of(Version made) {
        if (version == null) {
            version = made;
        }
    }
}
