package io.github.kesselevents.conformance.run;

import java.nio.file.Path;

/** A scenario file cannot be used. The message is one sentence that says where, why, and what is allowed. */
public final class ScenarioException extends RuntimeException {

    ScenarioException(Path file, String sentence, Throwable cause) {
        super("The scenario " + file + " " + sentence, cause);
    }

    ScenarioException(Path file, int line, String sentence) {
        super("The scenario " + file + ", line " + line + ": " + sentence);
    }
}
