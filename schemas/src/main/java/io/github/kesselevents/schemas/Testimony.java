package io.github.kesselevents.schemas;

import java.util.ArrayList;
import java.util.List;

/**
 * What the places of one record say about one fact (SHAPE-4): which of them is true, and which are odd. What most say
 * is true; between equals, what the last says.
 */
final class Testimony {

    private record Statement(String pointer, String text) {}

    private final List<Statement> statements = new ArrayList<>(3);
    private boolean unanimous = true;

    /** Adds what this place says; null stands for a place that says nothing usable and has no voice. */
    Testimony add(String pointer, String text) {
        if (text != null) {
            unanimous &= statements.isEmpty() || statements.get(0).text().equals(text);
            statements.add(new Statement(pointer, text));
        }
        return this;
    }

    /** Adds a voice that is never blamed: its place is judged by a schema. */
    Testimony silently(String text) {
        return add("", text);
    }

    /** What is true; null when no place says anything. */
    String truth() {
        if (unanimous) {
            return statements.isEmpty() ? null : statements.get(0).text();
        }
        String best = null;
        long most = 0;
        for (Statement statement : statements) {
            long votes = votes(statement.text());
            if (votes >= most) {
                most = votes;
                best = statement.text();
            }
        }
        return best;
    }

    /** Whether this place says something else than the truth. */
    boolean outvotes(String pointer) {
        String truth = truth();
        return !unanimous
                && statements.stream()
                        .anyMatch(s -> s.pointer().equals(pointer) && !s.text().equals(truth));
    }

    /** The first odd place, as a violation; null when all agree. */
    Violation contradiction() {
        if (unanimous) {
            return null;
        }
        String truth = truth();
        for (Statement statement : statements) {
            if (!statement.text().equals(truth) && !statement.pointer().isEmpty()) {
                return new Violation("SHAPE-4", statement.pointer(), truth + ", as " + places(truth), statement.text());
            }
        }
        return null;
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
