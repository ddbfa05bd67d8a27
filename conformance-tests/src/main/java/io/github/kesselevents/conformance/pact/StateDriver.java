package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.conformance.history.HistoryEntry.PactDriven;
import io.github.kesselevents.conformance.pact.StateRequests.Step;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.conformance.workload.Attempt;
import io.github.kesselevents.conformance.workload.Workload;
import io.github.kesselevents.fixtures.pact.PactCheck;
import io.github.kesselevents.fixtures.pact.PactFile;
import io.github.kesselevents.fixtures.pact.PactFlaw;
import io.github.kesselevents.fixtures.pact.PactInteraction;
import io.github.kesselevents.fixtures.pact.ProviderState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings the producer into one provider state after the other, and records every request, and for which interaction it
 * was. Not thread-safe.
 */
final class StateDriver {

    private final List<OfferedPact> pacts;
    private final Recording recording;
    private final PactCheck check = new PactCheck();
    private int interactions;

    StateDriver(List<OfferedPact> pacts, Recording recording) {
        this.pacts = pacts;
        this.recording = recording;
    }

    /** Does what the states of all interactions demand. */
    void drive(Workload workload, StateRequests requests) {
        for (OfferedPact pact : pacts) {
            if (pact.interactions().isEmpty()) {
                record(++interactions, pact, null, null, List.of(), pact.unusable());
            }
            for (PactInteraction interaction : pact.interactions()) {
                drive(workload, requests, pact, interaction);
            }
        }
    }

    /** Asks nothing of the producer, and records why. */
    void leaveOut(String why) {
        for (OfferedPact pact : pacts) {
            if (pact.interactions().isEmpty()) {
                record(++interactions, pact, null, null, List.of(), pact.unusable());
            }
            for (PactInteraction interaction : pact.interactions()) {
                record(++interactions, pact, interaction, null, List.of(), why);
            }
        }
    }

    private void drive(Workload workload, StateRequests requests, OfferedPact pact, PactInteraction interaction) {
        int number = ++interactions;
        List<PactFlaw> flaws = check.check(interaction);
        if (!flaws.isEmpty()) {
            String unusable = flaws.stream().map(PactFlaw::toString).collect(Collectors.joining("; "));
            record(number, pact, interaction, null, List.of(), unusable);
            return;
        }
        ProviderState state = check.state(interaction).orElseThrow();
        String key = requests.key(state.type(), number);
        List<Long> operations = new ArrayList<>();
        for (Step step : requests.of(state, number)) {
            Attempt attempt = workload.ask(step.action(), step.marker(), key, step.request());
            operations.add(attempt.invoked().operation());
            if (!attempt.acknowledged()) {
                break;
            }
        }
        record(number, pact, interaction, key, operations, null);
    }

    private void record(
            int number,
            OfferedPact pact,
            PactInteraction interaction,
            String key,
            List<Long> operations,
            String unusable) {
        recording.record(at -> new PactDriven(
                at,
                number,
                pact.consumer(),
                pact.origin(),
                pact.pending(),
                interaction == null ? null : alone(pact.file().orElseThrow(), interaction),
                key,
                operations,
                unusable));
    }

    /** By itself: a history needs no other file, and a pact of hundreds is not read anew for each. */
    private static ObjectNode alone(PactFile file, PactInteraction interaction) {
        ObjectNode pact = JsonNodeFactory.instance.objectNode();
        pact.setAll((ObjectNode) file.json());
        pact.putArray("interactions").add(interaction.json());
        return pact;
    }
}
