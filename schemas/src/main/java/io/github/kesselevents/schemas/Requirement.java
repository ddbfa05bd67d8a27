package io.github.kesselevents.schemas;

import java.util.List;
import java.util.Optional;

/**
 * One promise of the catalogue.
 *
 * @param id the same everywhere: {@code SHAPE-1}
 * @param level how binding it is
 * @param title a handful of words
 * @param promise the sentence that its check decides
 * @param source where the promise comes from
 * @param yieldsTo ids that explain a finding before this one may: one cause, one id
 * @param consumer what follows for a consumer of the stream, or for a reporter; empty for requirements on consumers
 */
public record Requirement(
        String id,
        Level level,
        String title,
        String promise,
        String source,
        List<String> yieldsTo,
        Optional<String> consumer) {

    /** Levels of RFC 2119. */
    public enum Level {
        MUST,
        SHOULD,
        MAY
    }

    public Requirement {
        yieldsTo = List.copyOf(yieldsTo);
    }

    /** The part of the id before the number: {@code SHAPE}. */
    public String family() {
        return id.substring(0, id.lastIndexOf('-'));
    }
}
