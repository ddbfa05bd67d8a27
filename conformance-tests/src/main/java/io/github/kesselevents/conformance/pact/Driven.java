package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.PactDriven;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.fixtures.pact.PactInteraction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An interaction, and what was done for it, as a history tells it.
 *
 * @param entry that says so
 * @param asked the state's operations, in their order
 * @param replies to operations, by number
 */
record Driven(PactDriven entry, List<Invoked> asked, Map<Long, Returned> replies) {

    /** Its id in reports. */
    String id() {
        return id(entry.number());
    }

    /** That of the interaction with this number. */
    static String id(int number) {
        return "PACT-" + number;
    }

    String consumer() {
        return entry.consumer();
    }

    /** What the consumer calls it; of a pact that cannot be read, all of it is meant. */
    String description() {
        return interaction().map(PactInteraction::description).orElse("the whole pact");
    }

    Optional<PactInteraction> interaction() {
        JsonNode interaction = entry.pact() == null ? null : entry.pact().at("/interactions/0");
        return interaction == null || interaction.isMissingNode()
                ? Optional.empty()
                : Optional.of(new PactInteraction(entry.origin(), interaction));
    }

    /** Whether its failure fails nobody's build: the broker says so of the pact, or the consumer of the interaction. */
    boolean pending() {
        return entry.pending()
                || interaction()
                        .map(interaction -> interaction.json().path("pending").asBoolean(false))
                        .orElse(false);
    }

    /** As histories name it; empty when nothing was asked. */
    String resource() {
        return entry.key() == null ? "" : entry.key();
    }

    /** Of its reports, in their order. */
    List<String> markers() {
        return asked.stream().map(Invoked::marker).filter(Objects::nonNull).toList();
    }

    /** Whether the last request was a report. */
    boolean reportsLast() {
        return last().action() == Action.REPORT;
    }

    /** How many events of the resource come before the expected one. */
    int before() {
        return asked.size() - 1;
    }

    /** The last request. */
    Invoked last() {
        return asked.get(asked.size() - 1);
    }

    /** Why the state was not reached; empty when it was. */
    String trouble() {
        if (entry.unusable() != null) {
            return entry.unusable();
        }
        if (asked.isEmpty() || asked.size() < entry.operations().size()) {
            return "the history does not hold the requests of the state";
        }
        for (Invoked request : asked) {
            Returned reply = replies.get(request.operation());
            if (reply == null) {
                return "a request of the state has no reply";
            }
            if (reply.outcome() != Outcome.ACKNOWLEDGED) {
                return "the producer answered " + reply.code() + " (" + reply.message() + ") to a request of the state";
            }
        }
        return "";
    }
}
