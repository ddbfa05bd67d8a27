package io.github.kesselevents.conformance.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a check remembers of each thing that the {@link Index} has numbered: a list that grows to whatever number comes.
 * A look into it costs no hash and no search, however long the history is. Not thread-safe.
 */
final class Slots<T> {

    private final List<T> slots = new ArrayList<>();

    /** What is remembered under this number; null when nothing is. */
    T get(int number) {
        return number < slots.size() ? slots.get(number) : null;
    }

    /** Remembers it instead of what was there, which is returned; null when nothing was. */
    T put(int number, T value) {
        while (slots.size() <= number) {
            slots.add(null);
        }
        return slots.set(number, value);
    }

    /** Remembers it if nothing is there; what was there is returned, null when nothing was. */
    T putIfAbsent(int number, T value) {
        T before = get(number);
        return before == null ? put(number, value) : before;
    }

    /** What is remembered under this number, made now if nothing was. */
    T computeIfAbsent(int number, Supplier<T> maker) {
        T before = get(number);
        if (before == null) {
            before = maker.get();
            put(number, before);
        }
        return before;
    }

    /** All that is remembered, by number. */
    Stream<T> values() {
        return slots.stream().filter(Objects::nonNull);
    }
}
