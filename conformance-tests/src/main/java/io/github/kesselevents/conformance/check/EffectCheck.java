package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.ConsumerLog.Event;
import io.github.kesselevents.conformance.check.ConsumerLog.Record;
import io.github.kesselevents.conformance.check.ConsumerStory.Look;
import io.github.kesselevents.conformance.check.ConsumerStory.Moment;
import io.github.kesselevents.conformance.check.ConsumerStory.Sample;
import io.github.kesselevents.conformance.check.Examination.Draft;
import io.github.kesselevents.conformance.history.HistoryEntry.Promised;
import io.github.kesselevents.schemas.Operation;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * CONSUMER-1 to CONSUMER-4 and CONSUMER-10: what took effect, held against what was fed. Order and number of effects
 * are seen where the sink shows effects; what a resource is now, where it shows its state. Where it shows one alone,
 * the other is in doubt.
 *
 * <p><b>What it cannot see:</b> a state that was wrong and right again between two looks.
 */
final class EffectCheck {

    private static final String NO_EFFECTS =
            "the sink does not show its effects one by one; name a query for them under sink: effects";
    private static final String NO_STATE =
            "the sink does not show what its resources are now; name a query for it under sink: state";

    private final ConsumerStory story;
    private final ConsumerLog log;
    private final Draft once = new Draft("CONSUMER-1", "redeliveries");
    private final Draft none = new Draft("CONSUMER-2", "events");
    private final Draft forward = new Draft("CONSUMER-3", "old redeliveries");
    private final Draft fold = new Draft("CONSUMER-4", "resources");
    private final Draft late = new Draft("CONSUMER-10", "writes that a late one could undo");

    EffectCheck(ConsumerStory story) {
        this.story = story;
        this.log = story.log();
    }

    List<Examination> examine() {
        if (story.shows(Promised.EFFECTS)) {
            log.events().stream().filter(Event::isFed).forEach(this::effects);
            story.samples(Moment.COMEBACK).forEach(this::comeback);
        } else {
            once.doubt(NO_EFFECTS);
            late.doubt(NO_EFFECTS);
        }
        order();
        if (story.shows(Promised.STATE)) {
            finalState();
        } else {
            fold.doubt(NO_STATE);
        }
        return List.of(once.done(), none.done(), forward.done(), fold.done(), late.done());
    }

    private void effects(Event event) {
        Record first = event.first();
        if (!story.isSettled(first)) {
            return; // What stopped the partition is for ToleranceCheck to say.
        }
        once.examined(event.deliveries().size() - 1 + replays(event));
        none.examined();
        if (event.effects().isEmpty()) {
            none.found(
                    "lost",
                    event.resource(),
                    event.show() + " never took effect, though later records of its partition did",
                    "one effect",
                    "none",
                    event.anchor(),
                    first.anchor());
        } else if (event.effects().size() > 1) {
            boolean fedAgain = event.deliveries().size() > 1;
            once.found(
                    fedAgain ? "redelivered" : "replayed",
                    event.resource(),
                    event.show() + " took effect " + event.effects().size() + " times; "
                            + (fedAgain
                                    ? "the relay delivered it "
                                            + event.deliveries().size() + " times, last at "
                                            + event.deliveries()
                                                    .get(event.deliveries().size() - 1)
                                                    .position()
                                    : "it stands in the log once, and the consumer took it again"),
                    "one effect",
                    event.effects().size() + " effects",
                    event.anchor(),
                    first.anchor());
        }
    }

    /** How often it had taken effect, and was not committed, when the consumer ended. */
    private long replays(Event event) {
        return story.samples(Moment.CRASH).stream()
                .filter(crash -> event.hadEffect(crash.effects())
                        && event.deliveries().stream()
                                .anyMatch(delivery ->
                                        delivery.offset() >= crash.committed().getOrDefault(delivery.partition(), 0L)))
                .count();
    }

    /** An older event that takes effect for the first time behind a newer one, or that the state goes back to. */
    private void order() {
        forward.examined(log.oldRedeliveries());
        if (story.shows(Promised.EFFECTS)) {
            log.chains().values().forEach(this::firstEffects);
        }
        Map<String, Event> reached = new HashMap<>();
        story.looks().forEach(look -> look(look, reached));
    }

    private void look(Look look, Map<String, Event> reached) {
        reached.replaceAll((resource, event) ->
                look.state().containsKey(resource) ? event : deletion(resource, event, look.effects()));
        look.state().forEach((resource, id) -> {
            Event now = log.event(id);
            if (now == null || !now.isFed()) {
                return;
            }
            Event before = reached.get(resource);
            if (before == null || before.order() < now.order()) {
                reached.put(resource, now);
            } else if (before.order() > now.order()) {
                forward.found(
                        "went-back",
                        resource,
                        "it was seen to be what " + before.show() + " made it, and then what " + now.show() + " did",
                        "never an older version",
                        "version " + (now.order() + 1) + " behind version " + (before.order() + 1),
                        now.anchor(),
                        before.first().anchor());
            }
        });
    }

    /** What a resource that is not there any more has reached: its last deletion. */
    private Event deletion(String resource, Event reached, int effects) {
        Event last = reached;
        for (Event event : log.chains().get(resource)) {
            if (event.operation() == Operation.DELETED && event.order() > last.order() && event.hadEffect(effects)) {
                last = event;
            }
        }
        return last;
    }

    private void firstEffects(List<Event> chain) {
        Event newer = null;
        for (int i = chain.size() - 1; i >= 0; i--) {
            Event event = chain.get(i);
            if (event.effects().isEmpty()) {
                continue;
            }
            if (newer != null && newer.effects().get(0) < event.effects().get(0)) {
                forward.found(
                        "overtaken",
                        event.resource(),
                        event.show() + " took effect behind " + newer.show(),
                        "the order of the log",
                        "the newer one first",
                        event.anchor(),
                        newer.first().anchor());
            }
            if (newer == null || event.effects().get(0) < newer.effects().get(0)) {
                newer = event;
            }
        }
    }

    private void finalState() {
        if (story.looks().isEmpty()) {
            fold.doubt("the history ends before the sink was looked at");
            return;
        }
        Map<String, String> state = story.looks().get(story.looks().size() - 1).state();
        log.chains().forEach((resource, chain) -> {
            Event expected = chain.get(chain.size() - 1);
            if (!story.isSettled(expected.first())) {
                return;
            }
            fold.examined();
            String actual = state.get(resource);
            String right = expected.operation() == Operation.DELETED ? null : expected.id();
            if (right == null ? actual != null : !right.equals(actual)) {
                differs(resource, expected, actual);
            }
        });
        state.forEach((resource, id) -> {
            if (!log.chains().containsKey(resource)) {
                fold.found(
                        "made-up",
                        resource,
                        "the sink holds a resource that no record is about",
                        "nothing",
                        "event " + id,
                        new Anchor.OfEvent(id));
            }
        });
    }

    private void differs(String resource, Event expected, String actual) {
        Event shown = actual == null ? lateDeletion(expected) : log.event(actual);
        boolean deleted = expected.operation() == Operation.DELETED;
        boolean behind = !deleted && !story.shows(Promised.EFFECTS);
        String is = actual == null
                ? "it is not there" + (shown == null ? "" : ": " + shown.show() + " took effect last")
                : "it is what "
                        + (shown == null || !shown.isFed() ? "event " + actual + ", which nobody fed," : shown.show())
                        + " made it";
        if (behind) {
            none.found(
                    "lost",
                    resource,
                    expected.show() + ", its last event, never took effect: " + is,
                    "the state of its last event",
                    is,
                    expected.anchor(),
                    expected.first().anchor());
        }
        fold.found(
                deleted ? "not-deleted" : actual == null ? "missing" : "stale",
                resource,
                "its last event is " + expected.show() + ", and " + is,
                deleted ? "no such resource" : "the state of its last event",
                is,
                expected.anchor(),
                shown == null ? expected.first().anchor() : shown.anchor());
    }

    /** What removed a resource that is to be there: its deletion, if that took effect behind all else. */
    private Event lateDeletion(Event expected) {
        Event last = log.chains().get(expected.resource()).stream()
                .filter(event -> !event.effects().isEmpty())
                .max(Comparator.comparingInt(Event::lastEffect))
                .orElse(expected);
        return last.operation() == Operation.DELETED ? last : null;
    }

    /**
     * Whoever writes, after a paused member went on, what the group had committed before that, is that member: Kafka
     * gives such a record to nobody else.
     */
    private void comeback(Sample comeback) {
        late.examined(comeback.effects() - comeback.before());
        for (Event event : log.events()) {
            if (!event.isFed() || event.effects().size() < 2) {
                continue;
            }
            boolean done = event.deliveries().stream()
                    .allMatch(delivery ->
                            delivery.offset() < comeback.committed().getOrDefault(delivery.partition(), 0L));
            long again = event.effects().stream()
                    .filter(effect -> effect >= comeback.effects())
                    .count();
            if (done && event.hadEffect(comeback.effects()) && again > 0) {
                late.found(
                        "late-write",
                        event.resource(),
                        event.show() + " took effect again after a paused member came back; the group had committed up"
                                + " to "
                                + comeback.committed().get(event.first().partition())
                                + " by then, so nobody but that member held it",
                        "what a revoked member still writes is refused",
                        "it was written over its successor's",
                        event.anchor(),
                        event.first().anchor());
            }
        }
    }
}
