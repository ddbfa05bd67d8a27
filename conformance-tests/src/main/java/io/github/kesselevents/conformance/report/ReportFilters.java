package io.github.kesselevents.conformance.report;

import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What the page's template needs to show values: words, numbers, drawings. Stateless. */
final class ReportFilters extends AbstractExtension {

    private static final String NOTHING = "–";

    private final UnaryOperator<String> escape;

    /** @param escape makes any text safe to stand in the page */
    ReportFilters(UnaryOperator<String> escape) {
        this.escape = escape;
    }

    @Override
    public Map<String, Filter> getFilters() {
        return Map.of(
                "number", filter(value -> Text.number(((Number) value).longValue())),
                "count",
                        filter(value ->
                                ((Number) value).longValue() == 0 ? "no" : Text.number(((Number) value).longValue())),
                "plain", filter(String::valueOf),
                "seconds", filter(value -> value == null ? NOTHING : TimelineDrawing.seconds((Long) value)),
                "drawing", filter(value -> TimelineDrawing.of((Timeline) value)),
                "tone", filter(value -> tone((String) value)),
                "outcomeTone", filter(value -> outcomeTone(((Number) value).intValue())),
                "grade", filter(value -> grade((String) value)),
                "sentence", filter(value -> sentence((String) value)),
                "prose", filter(value -> prose((String) value)));
    }

    private static Filter filter(Function<Object, Object> function) {
        return new Filter() {

            @Override
            public Object apply(
                    Object input, Map<String, Object> args, PebbleTemplate self, EvaluationContext context, int line) {
                return function.apply(input);
            }

            @Override
            public List<String> getArgumentNames() {
                return List.of();
            }
        };
    }

    /** The class of a verdict's word; its colour only repeats the word. */
    private static String tone(String word) {
        return switch (word) {
            case "PASSED" -> "passed";
            case "VIOLATED" -> "violated";
            case "VIOLATED (known)" -> "known";
            case "NOT APPLICABLE" -> "na";
            default -> "open";
        };
    }

    private static String outcomeTone(int exitCode) {
        return switch (exitCode) {
            case 0 -> "passed";
            case 1 -> "violated";
            default -> "open";
        };
    }

    private static String grade(String grade) {
        return switch (grade) {
            case "A" -> "a witness saw every commit";
            case "B" -> "the tables were read back at the end";
            default -> "operations and log alone";
        };
    }

    private static String sentence(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** What stands between backticks is code. */
    private SafeString prose(String text) {
        StringBuilder html = new StringBuilder();
        String[] parts = text.split("`", -1);
        for (int i = 0; i < parts.length; i++) {
            String escaped = escape.apply(parts[i]);
            html.append(i % 2 == 0 ? escaped : "<code>" + escaped + "</code>");
        }
        return new SafeString(html.toString());
    }
}
