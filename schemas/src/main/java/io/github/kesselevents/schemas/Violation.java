package io.github.kesselevents.schemas;

import java.util.Objects;

/**
 * One way in which a record breaks the contract. One cause gives one violation.
 *
 * @param requirement the id of the requirement that owns the cause, such as {@code SHAPE-1}
 * @param pointer JSON pointer into the record in normalised form: {@code /topic}, {@code /key}, {@code /headers/…} or
 *     {@code /value/…}
 * @param expected what the contract says, in a few words
 * @param actual what the record holds, shortened to one line
 */
public record Violation(String requirement, String pointer, String expected, String actual) {

    public Violation {
        Objects.requireNonNull(requirement, "requirement");
        Objects.requireNonNull(pointer, "pointer");
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(actual, "actual");
    }

    @Override
    public String toString() {
        return requirement + " at " + pointer + ": expected " + expected + ", but was " + actual;
    }
}
