package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.conformance.verdict.Verdict;
import picocli.CommandLine.Help.Ansi.Style;

/** Colours for a terminal, or none. Nothing is told by colour alone. */
final class Paint {

    private final boolean colour;

    Paint(boolean colour) {
        this.colour = colour;
    }

    String title(String text) {
        return with(text, Style.bold);
    }

    String label(String text) {
        return with(text, Style.faint);
    }

    String violated(String text) {
        return with(text, Style.bold, Style.fg_red);
    }

    /** What says how it ended. */
    String outcome(ExitCode code, String text) {
        return switch (code) {
            case CONFORMANT -> with(text, Style.bold, Style.fg_green);
            case VIOLATED -> violated(text);
            case INCOMPLETE, ERROR -> with(text, Style.bold, Style.fg_yellow);
        };
    }

    /** A word in the colour of its verdict. */
    String verdict(Verdict verdict, String text) {
        return switch (verdict.status()) {
            case PASSED -> with(text, Style.fg_green);
            case VIOLATED -> verdict.fails() ? violated(text) : with(text, Style.fg_magenta);
            case INCONCLUSIVE, NOT_EXERCISED -> with(text, Style.fg_yellow);
            case NOT_APPLICABLE -> label(text);
        };
    }

    private String with(String text, Style... styles) {
        return colour && !text.isEmpty() ? Style.on(styles) + text + Style.reset.on() : text;
    }
}
