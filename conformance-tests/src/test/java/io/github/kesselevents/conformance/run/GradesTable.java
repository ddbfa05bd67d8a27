package io.github.kesselevents.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import io.github.kesselevents.schemas.Requirements;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What each grade of evidence makes of the planted defects, as a table of the README. */
final class GradesTable {

    private static final String BEGIN = "<!-- grades: begin -->\n";
    private static final String END = "<!-- grades: end -->";

    /** What is said of a requirement's defects, by grade. */
    private final Map<String, Map<Grade, Set<String>>> found = new LinkedHashMap<>();

    void add(String plantedFor, Map<Grade, Judgement> judgements) {
        judgements.forEach((grade, judgement) -> found.computeIfAbsent(plantedFor, id -> new EnumMap<>(Grade.class))
                .computeIfAbsent(grade, any -> new TreeSet<>())
                .add(said(plantedFor, judgement)));
    }

    private static String said(String plantedFor, Judgement judgement) {
        if (judgement.violated().contains(plantedFor)) {
            return "found";
        }
        if (!judgement.violated().isEmpty()) {
            return "as " + String.join(", ", judgement.violated());
        }
        Status status = judgement.verdict(plantedFor).orElseThrow().status();
        return status == Status.INCONCLUSIVE ? "in doubt" : "not seen";
    }

    /** With {@code -Drender}, the README is made to say the same. */
    void requireSameIn(Path readme) {
        try {
            String text = Files.readString(readme);
            int begin = text.indexOf(BEGIN) + BEGIN.length();
            int end = text.indexOf(END);
            assertThat(text).as("the README has a place for the table").contains(BEGIN, END);
            if (System.getProperty("render") != null) {
                Files.writeString(readme, text.substring(0, begin) + table() + text.substring(end));
            } else {
                assertThat(text.substring(begin, end))
                        .as("the table of the README; mvn verify -Dit.test=DefectMatrixIT -Drender renews it")
                        .isEqualTo(table());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String table() {
        return "| planted for | A: the witness | B: rows read back | C: operations and log |\n|---|---|---|---|\n"
                + Requirements.bundled().all().stream()
                        .map(requirement -> requirement.id())
                        .filter(found::containsKey)
                        .map(id -> "| " + id + " | " + cell(id, Grade.A) + " | " + cell(id, Grade.B) + " | "
                                + cell(id, Grade.C) + " |\n")
                        .collect(Collectors.joining());
    }

    private String cell(String id, Grade grade) {
        return String.join("; ", found.get(id).get(grade));
    }
}
