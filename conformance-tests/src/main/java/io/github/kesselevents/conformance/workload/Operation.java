package io.github.kesselevents.conformance.workload;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.fixtures.payload.ReportedType;
import tools.jackson.databind.JsonNode;

/**
 * One attempt of one client. A retry is another operation, with a marker of its own and the same transaction_id.
 *
 * @param number unique in the run, from 0
 * @param client that sends it, from 0
 * @param type of the resource it is about, or that it pretends to be about
 * @param payload what is special about the reporter representation, or null
 * @param marker its {@code api_href}; null where the request has none
 * @param key {@link ResourceName#canonical()} of the resource it is about
 * @param transactionId or null
 * @param meeting number that it shares with the one operation of another client that is sent at the same time, or null
 * @param request in the JSON of the API
 */
public record Operation(
        long number,
        int client,
        Kind kind,
        ReportedType type,
        String payload,
        String marker,
        String key,
        String transactionId,
        Integer meeting,
        JsonNode request) {

    /** What it asks for. */
    public Action action() {
        return kind.action();
    }
}
