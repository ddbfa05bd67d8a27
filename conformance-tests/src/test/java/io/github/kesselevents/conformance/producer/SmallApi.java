package io.github.kesselevents.conformance.producer;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import tools.jackson.databind.JsonNode;

/** Acknowledges all that it is asked. */
public class SmallApi implements ProducerApi {

    @Override
    public Answer call(String address, Action action, JsonNode request) {
        return Answer.ok();
    }
}
