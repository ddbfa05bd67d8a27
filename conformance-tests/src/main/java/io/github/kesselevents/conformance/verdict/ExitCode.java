package io.github.kesselevents.conformance.verdict;

/** How a run of the kit ends. Maven shows 1 for all but the first; {@code report.json} holds the code. */
public enum ExitCode {
    /** Every MUST is passed, or does not apply, or is violated by known findings alone. */
    CONFORMANT(0),
    /** A MUST is violated. */
    VIOLATED(1),
    /** No MUST is violated, but one could not be decided or was not exercised, or a known finding is stale. */
    INCOMPLETE(2),
    /** The kit itself failed, or was given what it cannot use: no verdict on the producer. */
    ERROR(3);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The process's exit code. */
    public int code() {
        return code;
    }
}
