package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.history.HistoryEntry.Started;

/**
 * What was judged.
 *
 * @param history file or name
 * @param started the history's first entry
 * @param repeat the command that judges it again
 */
public record Source(String history, Started started, String repeat) {}
