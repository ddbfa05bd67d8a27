package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.Chain.Step;

/** Versions as steps of a chain. */
final class Steps {

    private Steps() {}

    /** With the bounds that the operation and the first delivery give. */
    static Step<Version> of(Index index, Version version) {
        Attempt writer = version.writer();
        long known = writer == null ? Long.MAX_VALUE : writer.certainAt();
        for (int stream = 0; stream < version.streams(); stream++) {
            // Only what a transaction wrote to the write-ahead log is sure to be behind its commit.
            Delivery first = version.first(stream);
            if (first != null && first.message() != null && !first.message().isEarly()) {
                known = Math.min(known, first.at());
            }
        }
        return new Step<>(
                version.isDelete(),
                writer == null ? Long.MIN_VALUE : writer.invoked().at(),
                known,
                version);
    }
}
