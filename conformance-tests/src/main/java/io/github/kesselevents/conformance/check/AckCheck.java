package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.Chain.Step;
import io.github.kesselevents.conformance.check.Examination.Draft;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.schemas.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * ACK-1 and ACK-2: what was acknowledged is published, what was refused is not. They need nothing but operations and
 * log; with a witness, a more precise id tells why.
 *
 * <p><b>What it cannot see:</b> which delete made which event; it counts, and it compares intervals ({@link Chain}). A
 * delete that names no instance may mean any resource of that local id, and is passed over.
 */
final class AckCheck implements Check {

    private final Index index;
    private final Draft published = new Draft("ACK-1", "acknowledged writes");
    private final Draft silent = new Draft("ACK-2", "refused writes");
    /** By the number of their mark. */
    private final Slots<Delivery> byMark = new Slots<>();
    /** Events of the streams that carry markers, each once, in log order. */
    private final List<Delivery> events = new ArrayList<>();
    /** What tells the same event from others, of those that are not the first of a version. */
    private final Set<Object> seen = new HashSet<>();

    /**
     * The same by resource, as the API names it, where no witness tells more; keys may differ where SHAPE-3 does not
     * hold.
     */
    private Map<String, List<Delivery>> bySubject;

    /** Resource ids by the API's name; several only where SHAPE-3 does not hold. */
    private final Map<String, List<String>> ids = new HashMap<>();

    private final String resources;
    private final Map<String, Integer> deletesNotRefused = new HashMap<>();
    private int deletesOfAny;

    /** @param resources topic of the public stream */
    AckCheck(Index index, String resources) {
        this.index = index;
        this.resources = resources;
    }

    @Override
    public void delivered(Delivery delivery) {
        if (delivery.stream() == null || delivery.stream().marker() == null) {
            return;
        }
        Mark mark = mark(delivery);
        if (mark != null) {
            byMark.putIfAbsent(mark.number(), delivery);
        }
        if (delivery.key() != null) {
            if (delivery.isFirst() || !isRepeat(delivery) && seen.add(appearance(delivery))) {
                events.add(delivery);
            }
        }
    }

    private Mark mark(Delivery delivery) {
        if (delivery.version() != null && delivery.version().mark() != null) {
            return delivery.version().mark();
        }
        String marker = delivery.marker();
        return marker == null ? null : index.mark(marker);
    }

    private Delivery eventOf(Attempt attempt) {
        return attempt.mark() == null ? null : byMark.get(attempt.mark().number());
    }

    private static boolean isRepeat(Delivery delivery) {
        Delivery first = delivery.version() == null ? null : delivery.version().first(delivery.streamIndex());
        return first != null && appearance(first).equals(appearance(delivery));
    }

    private static List<Object> appearance(Delivery delivery) {
        Object event = delivery.identity() == null ? delivery.position() : delivery.identity();
        return Arrays.asList(event, delivery.operation(), delivery.key());
    }

    @Override
    public List<Examination> examine(Ending ending) {
        index.resources().stream()
                .filter(resource -> resource.subject() != null)
                .forEach(resource -> ids.computeIfAbsent(resource.subject(), any -> new ArrayList<>(1))
                        .add(resource.key()));
        Map<String, List<Attempt>> refusedDeletes = new LinkedHashMap<>();
        for (Attempt attempt : index.attempts()) {
            if (attempt.isDelete() && attempt.outcome() != Outcome.REFUSED) {
                if (attempt.namesResource()) {
                    deletesNotRefused.merge(attempt.invoked().key(), 1, Integer::sum);
                } else {
                    deletesOfAny++;
                }
            }
            if (attempt.outcome() == Outcome.ACKNOWLEDGED) {
                acknowledged(attempt, ending);
            } else if (attempt.outcome() == Outcome.REFUSED) {
                refusedAndSettled(attempt, ending);
                if (attempt.isDelete()) {
                    refusedDeletes
                            .computeIfAbsent(attempt.invoked().key(), key -> new ArrayList<>())
                            .add(attempt);
                } else {
                    refused(attempt);
                }
            }
        }
        Map<String, List<Delivery>> deletes = bySubject(events.stream().filter(AckCheck::isDelete));
        refusedDeletes.forEach(
                (subject, refused) -> refusedDeletes(subject, refused, deletes.getOrDefault(subject, List.of())));
        return List.of(published.done(), silent.done());
    }

    private Map<String, List<Delivery>> bySubject(Stream<Delivery> some) {
        Map<String, List<Delivery>> grouped = new HashMap<>();
        some.forEach(event -> grouped.computeIfAbsent(subject(event), any -> new ArrayList<>(2))
                .add(event));
        return grouped;
    }

    /** As its writer named it, if its marker tells who that was: its key may be another's. */
    private String subject(Delivery event) {
        Version version = event.version();
        Attempt writer = version == null ? index.writerOf(event) : version.writer();
        return writer == null ? index.subject(event.key()) : writer.invoked().key();
    }

    /** An event of it would have arrived before the sentinels that were sent after its reply; else who knows. */
    private void refusedAndSettled(Attempt attempt, Ending ending) {
        if (ending.settled(attempt)) {
            silent.examined();
        } else if (!ending.drained()) {
            silent.doubt(ending.doubt());
        }
    }

    private void acknowledged(Attempt attempt, Ending ending) {
        if (attempt.isDelete() && !attempt.namesResource()) {
            return;
        }
        Optional<List<Anchor>> missing =
                attempt.isDelete() ? missingDelete(attempt, ending) : missingReport(attempt, ending);
        if (missing.isEmpty()) {
            published.examined();
        } else if (settled(attempt, ending)) {
            published.examined();
            List<Anchor> about = new ArrayList<>();
            about.add(Anchor.of(attempt));
            about.addAll(missing.get());
            if (ending.grade() != Grade.A) {
                about.addAll(streamsOf(attempt));
            }
            published.found(
                    "not-published",
                    attempt.invoked().key(),
                    attempt.describe() + " was acknowledged, and no event of it was published",
                    "an event by the end of the run",
                    "none",
                    about.toArray(Anchor[]::new));
        } else if (!ending.drained()) {
            published.doubt(ending.doubt());
        }
    }

    /** Its resource on the stream of markers: a record from which none can be read may be its event. */
    private List<Anchor> streamsOf(Attempt attempt) {
        return ids.getOrDefault(attempt.invoked().key(), List.of()).stream()
                .map(id -> (Anchor) new Anchor.OfResource(resources, id))
                .toList();
    }

    /** What it returned OK for is behind the sentinels, or whether it is cannot be told yet. */
    private boolean settled(Attempt attempt, Ending ending) {
        Version version = attempt.version();
        return version == null || ending.grade() != Grade.A ? ending.settled(attempt) : ending.settled(version);
    }

    /** Empty when an event of the operation, or of one that shares its transaction_id, was published. */
    private Optional<List<Anchor>> missingReport(Attempt attempt, Ending ending) {
        List<Anchor> committed = new ArrayList<>();
        List<Attempt> group = index.group(attempt.invoked().transactionId());
        for (Attempt member : group.isEmpty() ? List.of(attempt) : group) {
            if (eventOf(member) != null) {
                return Optional.empty();
            }
            Version version = member.version();
            if (version != null) {
                committed.add(Anchor.of(version));
            }
        }
        return Optional.of(committed);
    }

    private Optional<List<Anchor>> missingDelete(Attempt attempt, Ending ending) {
        String subject = attempt.invoked().key();
        if (ending.grade() == Grade.A) {
            return Chain.deletesFor(attempt, committed(subject))
                    .filter(candidates -> candidates.stream().noneMatch(Version::isDelivered))
                    .map(candidates -> candidates.stream().map(Anchor::of).toList());
        }
        return Chain.deletesFor(attempt, logged(subject)).filter(List::isEmpty).map(none -> List.of());
    }

    private List<Step<Version>> committed(String subject) {
        return ids.getOrDefault(subject, List.of()).stream()
                .flatMap(id -> index.versionsOf(id).stream())
                .map(version -> Steps.of(index, version))
                .toList();
    }

    private List<Step<Delivery>> logged(String subject) {
        if (bySubject == null) {
            bySubject = bySubject(events.stream());
        }
        return bySubject.getOrDefault(subject, List.of()).stream()
                .map(event -> {
                    Attempt writer = index.attemptOf(event.text(event.stream().marker()));
                    return new Step<>(
                            isDelete(event),
                            writer == null ? Long.MIN_VALUE : writer.invoked().at(),
                            Math.min(event.at(), writer == null ? Long.MAX_VALUE : writer.certainAt()),
                            event);
                })
                .toList();
    }

    private static boolean isDelete(Delivery event) {
        return Operation.DELETED.word().equals(event.operation());
    }

    private void refused(Attempt attempt) {
        Delivery event = eventOf(attempt);
        if (event != null) {
            silent.found(
                    "published",
                    attempt.invoked().key(),
                    attempt.describe() + " was refused, and an event of it was published",
                    "no event",
                    event.position(),
                    anchors(attempt, event));
        }
    }

    private static Anchor[] anchors(Attempt attempt, Delivery event) {
        return event.transaction() == null
                ? new Anchor[] {Anchor.of(attempt), Anchor.of(event)}
                : new Anchor[] {Anchor.of(attempt), Anchor.of(event), Anchor.of(event.transaction())};
    }

    /** More deletes were published than can have been made by those that were not refused. */
    private void refusedDeletes(String subject, List<Attempt> refused, List<Delivery> deletes) {
        long possible = deletesNotRefused.getOrDefault(subject, 0) + deletesOfAny;
        if (deletes.size() > possible) {
            Delivery last = deletes.get(deletes.size() - 1);
            silent.found(
                    "published",
                    subject,
                    deletes.size() + " deletes were published, but only " + possible + " were not refused",
                    "no event of a refused delete",
                    last.position(),
                    anchors(refused.get(0), last));
        }
    }
}
