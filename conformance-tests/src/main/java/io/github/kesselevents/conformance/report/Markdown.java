package io.github.kesselevents.conformance.report;

/** Text that Markdown, as GitHub reads it, shows as it is: no markup, no mention, no link. */
final class Markdown {

    private static final String SPECIAL = "\\`*_[]<>#|~$&";

    private Markdown() {}

    static String text(String text) {
        StringBuilder escaped = new StringBuilder();
        Text.printable(text).codePoints().forEach(c -> {
            if (SPECIAL.indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.appendCodePoint(c);
            if (c == '@') {
                // Nobody is to be notified of what stands in a payload.
                escaped.append("<!-- -->");
            }
        });
        return escaped.toString().replace("://", ":\\//").replace("www.", "www\\.");
    }

    /** As code, in a table or elsewhere. */
    static String code(String text) {
        String shown = Text.printable(text).replace("|", "\\|");
        String fence = "`";
        while (shown.contains(fence)) {
            fence += "`";
        }
        String room = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
        return shown.isBlank() ? "" : fence + room + shown + room + fence;
    }
}
