package io.github.kesselevents.conformance.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Breaks text into lines, and takes out what a terminal would obey. */
final class Text {

    private Text() {}

    /**
     * Lines of at most this many characters, broken at spaces; words that are longer are broken where they must.
     *
     * @return at least one line
     */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : printable(text).split(" ")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
            while (line.length() > width) {
                lines.add(line.substring(0, width));
                line.delete(0, width);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    /** Histories hold what strangers wrote: control characters are shown, not obeyed. */
    static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isObeyed(c)) {
                shown.append(c == '\n' ? "\\n" : String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /** Controls, changes of direction, line ends of all kinds, and what no text can hold: halves of a pair, U+FFFE. */
    private static boolean isObeyed(int c) {
        return Character.isISOControl(c)
                || (c & 0xFFFE) == 0xFFFE
                || switch (Character.getType(c)) {
                    case Character.FORMAT,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> true;
                    default -> false;
                };
    }

    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** {@code 1,168 versions}, {@code no versions}. */
    static String count(long count, String unit) {
        return count == 0 ? "no " + unit : number(count) + " " + unit;
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code ATOMIC-1 to -5, DUP-6}: runs of three and more ids of one family in short. */
    static String ids(List<String> ids) {
        List<String> parts = new ArrayList<>();
        for (int from = 0; from < ids.size(); ) {
            int to = from;
            while (to + 1 < ids.size() && follows(ids.get(to), ids.get(to + 1))) {
                to++;
            }
            if (to - from >= 2) {
                String last = ids.get(to);
                parts.add(ids.get(from) + " to " + last.substring(last.lastIndexOf('-')));
            } else {
                parts.addAll(ids.subList(from, to + 1));
            }
            from = to + 1;
        }
        return String.join(", ", parts);
    }

    private static boolean follows(String id, String next) {
        int hyphen = id.lastIndexOf('-');
        return next.equals(id.substring(0, hyphen + 1) + (Integer.parseInt(id.substring(hyphen + 1)) + 1));
    }
}
