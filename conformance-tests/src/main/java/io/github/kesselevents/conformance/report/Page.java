package io.github.kesselevents.conformance.report;

/** Lines for a terminal, one below the other, at most {@value #WIDTH} characters wide. Not thread-safe. */
final class Page {

    static final int WIDTH = 100;
    static final int LABEL = 10;

    private final Paint paint;
    private final StringBuilder out = new StringBuilder();

    Page(Paint paint) {
        this.paint = paint;
    }

    void raw(String lines) {
        out.append(lines);
    }

    void blank() {
        out.append('\n');
    }

    void heading(String text) {
        blank();
        out.append(paint.title(text)).append('\n');
    }

    void text(int indent, String text) {
        labelled(indent, "", 0, text);
    }

    /** Text behind a label of {@value #LABEL} characters. */
    void labelled(int indent, String label, String text) {
        labelled(indent, label, LABEL, text);
    }

    /** @param labelWidth how many characters the label shows; escapes for colours are not among them */
    void labelled(int indent, String label, int labelWidth, String text) {
        String lead = " ".repeat(indent) + label;
        for (String line : Text.wrap(text, WIDTH - indent - labelWidth)) {
            out.append(lead).append(line).append('\n');
            lead = " ".repeat(indent + labelWidth);
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
