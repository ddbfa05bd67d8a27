package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.schemas.Requirement.Level;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** The table of verdicts: id, verdict, what it rests on, title. */
final class VerdictTable {

    private static final String GAP = "  ";
    private static final int UNIT = 24;

    private final List<Verdict> verdicts;
    private final Paint paint;
    private final StringBuilder out = new StringBuilder();
    private final int id;
    private final int word;
    private final int count;
    private final int title;

    private VerdictTable(List<Verdict> verdicts, Paint paint, int width) {
        this.verdicts = verdicts;
        this.paint = paint;
        this.id = longest("ID", Verdict::id);
        this.word = longest("VERDICT", Verdict::word);
        this.count = longest("", VerdictTable::count);
        this.title = width - id - word - count - 1 - UNIT - 3 * GAP.length();
    }

    static String of(List<Verdict> verdicts, Paint paint, int width) {
        return new VerdictTable(verdicts, paint, width).write();
    }

    private String write() {
        String head = Text.pad("ID", id) + GAP + Text.pad("VERDICT", word) + GAP
                + Text.pad("RESTS ON", count + 1 + UNIT) + GAP + "REQUIREMENT";
        out.append(paint.label(head)).append('\n');
        verdicts.forEach(this::row);
        return out.toString();
    }

    private void row(Verdict verdict) {
        boolean binding = verdict.requirement().level() == Level.MUST;
        List<String> units = Text.wrap(verdict.unit(), UNIT);
        List<String> titles = Text.wrap(
                verdict.requirement().title()
                        + (binding ? "" : " (" + verdict.requirement().level() + ")"),
                title);
        for (int line = 0; line < Math.max(units.size(), titles.size()); line++) {
            boolean first = line == 0;
            String unit = line < units.size() ? units.get(line) : "";
            String left = Text.pad(first ? verdict.id() : "", id) + GAP
                    + paint.verdict(verdict, Text.pad(first ? verdict.word() : "", word)) + GAP
                    + String.format(Locale.ROOT, "%" + count + "s", first ? count(verdict) : "") + " "
                    + Text.pad(unit, UNIT) + GAP;
            out.append((left + (line < titles.size() ? titles.get(line) : "")).stripTrailing())
                    .append('\n');
        }
    }

    private static String count(Verdict verdict) {
        return verdict.unit().isEmpty() ? "" : verdict.examined() == 0 ? "no" : Text.number(verdict.examined());
    }

    private int longest(String head, Function<Verdict, String> cell) {
        return Stream.concat(Stream.of(head), verdicts.stream().map(cell))
                .mapToInt(String::length)
                .max()
                .orElseThrow();
    }
}
