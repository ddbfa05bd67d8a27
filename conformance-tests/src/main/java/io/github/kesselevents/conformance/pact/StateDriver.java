package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Purpose;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.pact.StateRequests.Step;
import io.github.kesselevents.conformance.producer.ProducerUnderTest;
import io.github.kesselevents.conformance.producer.ProducerUnderTest.Reply;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.fixtures.pact.PactCheck;
import io.github.kesselevents.fixtures.pact.PactFlaw;
import io.github.kesselevents.fixtures.pact.PactInteraction;
import io.github.kesselevents.fixtures.pact.ProviderState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings the producer into one provider state after the other, and records every request. Not thread-safe. */
final class StateDriver {

    private final ProducerUnderTest producer;
    private final Recording recording;
    private final StateRequests requests;
    private final PactCheck check = new PactCheck();
    private int interactions;
    private int sentinels;
    private long operations;

    StateDriver(ProducerUnderTest producer, Recording recording, StateRequests requests) {
        this.producer = producer;
        this.recording = recording;
        this.requests = requests;
    }

    /** Does what the states of all interactions demand. */
    List<Driven> drive(List<OfferedPact> pacts) {
        List<Driven> driven = new ArrayList<>();
        for (OfferedPact pact : pacts) {
            for (int index = 0; index < pact.file().interactions().size(); index++) {
                driven.add(drive(pact, index));
            }
        }
        return driven;
    }

    /** Writes a sentinel; its marker. */
    String sentinel() {
        Step step = requests.sentinel(--sentinels);
        send(step, "host/hbi/kit-pact/sentinel" + sentinels, Purpose.SENTINEL);
        return step.marker();
    }

    private Driven drive(OfferedPact pact, int index) {
        int number = ++interactions;
        PactInteraction interaction = pact.file().interactions().get(index);
        List<PactFlaw> flaws = check.check(interaction);
        Optional<ProviderState> state = flaws.isEmpty() ? check.state(interaction) : Optional.empty();
        if (state.isEmpty()) {
            return new Driven(number, pact, index, flaws, "", List.of(), false, 0, 0, "");
        }
        String key = requests.key(state.get().type(), number);
        List<Step> steps = requests.of(state.get(), number);
        List<String> markers = new ArrayList<>();
        String trouble = "";
        for (Step step : steps) {
            if (step.marker() != null) {
                markers.add(step.marker());
            }
            Reply reply = send(step, key, Purpose.WORKLOAD);
            if (reply.outcome() != Outcome.ACKNOWLEDGED) {
                trouble = "the producer answered " + reply.code() + " (" + reply.message()
                        + ") to a request of the state";
                break;
            }
        }
        return new Driven(
                number,
                pact,
                index,
                List.of(),
                key,
                markers,
                steps.get(steps.size() - 1).action() == Action.REPORT,
                steps.size() - 1,
                operations,
                trouble);
    }

    private Reply send(Step step, String key, Purpose purpose) {
        long operation = ++operations;
        recording.record(
                at -> new Invoked(at, operation, 0, purpose, step.action(), step.marker(), key, null, step.request()));
        Reply reply = producer.invokeWhenReachable(step.action(), step.request());
        recording.record(at -> new Returned(at, operation, reply.outcome(), reply.code(), reply.message()));
        return reply;
    }
}
