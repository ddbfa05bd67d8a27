package io.github.kesselevents.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the places of one record say about one fact (SHAPE-4): which of them is true, and which are odd. What most say
 * is true; between equals, what the last says.
 */
final class Testimony {

    private record Statement(String pointer, String text) {}

    private final List<Statement> statements = new ArrayList<>(3);

    /** Adds what this place says; a place that says nothing usable has no voice. */
    Testimony add(String pointer, Optional<String> text) {
        text.ifPresent(t -> statements.add(new Statement(pointer, t)));
        return this;
    }

    /** Adds a voice that is never blamed: its place is judged by a schema. */
    Testimony silently(Optional<String> text) {
        return add("", text);
    }

    /** What is true; empty when no place says anything. */
    Optional<String> truth() {
        String best = null;
        long most = 0;
        for (Statement statement : statements) {
            long votes = votes(statement.text());
            if (votes >= most) {
                most = votes;
                best = statement.text();
            }
        }
        return Optional.ofNullable(best);
    }

    /** Whether this place says something else than the truth. */
    boolean outvotes(String pointer) {
        String truth = truth().orElse(null);
        return statements.stream()
                .anyMatch(s -> s.pointer().equals(pointer) && !s.text().equals(truth));
    }

    /** The first odd place, as a violation; empty when all agree. */
    Optional<Violation> contradiction() {
        String truth = truth().orElse(null);
        for (Statement statement : statements) {
            if (!statement.text().equals(truth) && !statement.pointer().isEmpty()) {
                return Optional.of(new Violation(
                        "SHAPE-4", statement.pointer(), truth + ", as " + places(truth), statement.text()));
            }
        }
        return Optional.empty();
    }

    private String places(String truth) {
        List<String> places = statements.stream()
                .filter(s -> s.text().equals(truth))
                .map(s -> s.pointer().isEmpty() ? "the time members of metadata" : s.pointer())
                .toList();
        return String.join(" and ", places) + (places.size() == 1 ? " says" : " say");
    }

    private long votes(String text) {
        return statements.stream().filter(s -> s.text().equals(text)).count();
    }
}
