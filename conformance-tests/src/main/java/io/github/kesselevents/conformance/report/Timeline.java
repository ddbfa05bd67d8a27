package io.github.kesselevents.conformance.report;

import java.util.List;

/**
 * What happened to one resource about the time of a finding, in three lanes. Immutable.
 *
 * @param marks in the order of their instants
 * @param bands faults in that time
 * @param before how many marks of the resource lie before the first shown one
 * @param left how many were left out among and behind those shown
 * @param story the same in words, as far as the finding rests on it; each step begins with its instant
 */
record Timeline(List<Mark> marks, List<Band> bands, long before, long left, List<String> story) {

    /** Who did it. */
    enum Lane {
        CLIENT,
        DATABASE,
        KAFKA
    }

    /**
     * Something that happened.
     *
     * @param row within the lane: {@code client 3}, {@code resources-0}
     * @param from nanoseconds since the run began
     * @param to when it ended; as {@code from} for what has no length, null for an operation without a reply
     * @param label a few words: {@code report 17 OK}
     * @param cited whether the finding rests on it
     * @param links what it shares with the marks that belong to it: an outbox id, an operation's marker
     */
    record Mark(
            Lane lane,
            String row,
            long from,
            @Report.Nullable Long to,
            String label,
            boolean cited,
            List<String> links) {}

    /**
     * A fault.
     *
     * @param from when it took effect, in nanoseconds since the run began
     * @param to when its cause was gone; null if it never was
     */
    record Band(String label, long from, @Report.Nullable Long to) {}
}
