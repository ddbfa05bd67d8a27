package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.Chain.Step;
import io.github.kesselevents.conformance.check.Delivery.Binding;
import io.github.kesselevents.conformance.check.Examination.Draft;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.producer.Grade;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * ATOMIC-1 to ATOMIC-7: events and commits belong together, one to one. All of it needs the witness; ATOMIC-8 is for
 * {@link HoldCheck}.
 *
 * <p><b>What it cannot see:</b> which refused delete made a version, as deletes carry no marker: it counts. A record
 * without marker that nothing committed is charged to a rolled-back write (ATOMIC-2) if its resource had one that did
 * not commit, else to nobody (ATOMIC-1).
 */
final class AtomicCheck implements Check {

    private final Index index;
    private final int streams;
    private final Draft made = new Draft("ATOMIC-1", "events");
    private final Draft rolledBack = new Draft("ATOMIC-2", "writes that did not commit");
    private final Draft complete = new Draft("ATOMIC-3", "versions");
    private final Draft together = new Draft("ATOMIC-4", "published versions");
    private final Draft noVersion = new Draft("ATOMIC-5", "transactions without a version");
    private final Draft acknowledged = new Draft("ATOMIC-6", "acknowledged writes");
    private final Draft refused = new Draft("ATOMIC-7", "refused writes");
    private final List<Delivery> unbound = new ArrayList<>();
    private final Map<String, List<Attempt>> uncommitted = new HashMap<>();
    private final Map<String, String> keys = new HashMap<>();

    /** @param streams how many streams a write is to be published to */
    AtomicCheck(Index index, int streams) {
        this.index = index;
        this.streams = streams;
    }

    @Override
    public void committed(Transaction transaction) {
        if (transaction.versions().isEmpty()) {
            noVersion.examined();
        }
    }

    @Override
    public void delivered(Delivery delivery) {
        if (delivery.stream() == null) {
            return;
        }
        if (delivery.binding() == Binding.NONE) {
            unbound.add(delivery);
        } else if (delivery.binding() == Binding.TRANSACTION) {
            made.examined();
            noVersion.found(
                    "published",
                    subject(delivery),
                    "the transaction committed at " + delivery.transaction().lsn()
                            + " made no version, and wrote the event " + delivery.id(),
                    "no event",
                    delivery.position(),
                    Anchor.of(delivery),
                    Anchor.of(delivery.transaction()));
        } else if (delivery.isFirst()) {
            made.examined();
            requireOwnKey(delivery);
        }
    }

    private void requireOwnKey(Delivery delivery) {
        Version version = delivery.version();
        if (delivery.key() != null && !delivery.key().equals(version.key())) {
            made.found(
                    "foreign-key",
                    subject(delivery),
                    "the event of " + version.describe() + " is published under another key",
                    version.key(),
                    delivery.key(),
                    Anchor.of(delivery),
                    Anchor.of(version));
        }
    }

    @Override
    public List<Examination> examine(Ending ending) {
        if (ending.grade() == Grade.A) {
            examineAll(ending);
        }
        return List.of(
                made.done(),
                rolledBack.done(),
                complete.done(),
                together.done(),
                noVersion.done(),
                acknowledged.done(),
                refused.done());
    }

    private void examineAll(Ending ending) {
        index.resources().stream()
                .filter(resource -> !resource.versions().isEmpty())
                .forEach(resource -> keys.put(resource.name(), resource.key()));
        Map<String, List<Attempt>> refusedDeletes = new LinkedHashMap<>();
        Map<String, Integer> possibleDeletes = new HashMap<>();
        int deletesOfAny = 0;
        for (Attempt attempt : index.attempts()) {
            examine(attempt, ending);
            if (attempt.isDelete()) {
                if (attempt.outcome() == Outcome.REFUSED) {
                    refusedDeletes
                            .computeIfAbsent(attempt.invoked().key(), key -> new ArrayList<>())
                            .add(attempt);
                } else if (attempt.namesResource()) {
                    possibleDeletes.merge(attempt.invoked().key(), 1, Integer::sum);
                } else {
                    deletesOfAny++;
                }
            }
        }
        for (Map.Entry<String, List<Attempt>> entry : refusedDeletes.entrySet()) {
            int possible = possibleDeletes.getOrDefault(entry.getKey(), 0) + deletesOfAny;
            refusedDeletes(entry.getKey(), entry.getValue(), possible);
        }
        unbound.forEach(this::examineUnbound);
        index.resources().forEach(resource -> resource.versions().forEach(version -> examine(version, ending)));
    }

    private void examine(Attempt attempt, Ending ending) {
        boolean committed = !attempt.isDelete() && attempt.version() != null;
        if (!committed && attempt.outcome() != Outcome.ACKNOWLEDGED) {
            rolledBackAndSettled(attempt, ending);
            uncommitted(attempt);
        }
        if (attempt.outcome() == Outcome.ACKNOWLEDGED) {
            examineAcknowledged(attempt, ending);
        } else if (attempt.outcome() == Outcome.REFUSED) {
            if (committed) {
                refused.examined();
                Version version = attempt.version();
                refused.found(
                        "committed",
                        attempt.invoked().key(),
                        attempt.describe() + " was refused, and committed",
                        "nothing committed",
                        version.describe(),
                        Anchor.of(attempt),
                        Anchor.of(version));
            } else if (ending.witnessed(attempt)) {
                refused.examined();
            } else if (!ending.drained()) {
                refused.doubt(ending.doubt());
            }
        }
    }

    /** An event of it would have arrived before the sentinels that were sent after its reply; else who knows. */
    private void rolledBackAndSettled(Attempt attempt, Ending ending) {
        if (ending.settled(attempt)) {
            rolledBack.examined();
        } else if (!ending.drained()) {
            rolledBack.doubt(ending.doubt());
        }
    }

    private void uncommitted(Attempt attempt) {
        uncommitted
                .computeIfAbsent(attempt.invoked().key(), key -> new ArrayList<>())
                .add(attempt);
    }

    private void examineAcknowledged(Attempt attempt, Ending ending) {
        if (attempt.isDelete() && !attempt.namesResource()) {
            return;
        }
        if (isCommitted(attempt)) {
            acknowledged.examined();
        } else if (ending.witnessed(attempt)) {
            uncommitted(attempt);
            acknowledged.examined();
            acknowledged.found(
                    "not-committed",
                    attempt.invoked().key(),
                    attempt.describe() + " was acknowledged, and never committed",
                    attempt.isDelete() ? "a delete, or one that came before" : "a version",
                    "none",
                    Anchor.of(attempt));
        } else if (!ending.drained()) {
            acknowledged.doubt(ending.doubt());
        }
    }

    private boolean isCommitted(Attempt attempt) {
        if (attempt.isDelete()) {
            List<Step<Version>> chain = index
                    .versionsOf(keys.getOrDefault(attempt.invoked().key(), ""))
                    .stream()
                    .map(version -> Steps.of(index, version))
                    .toList();
            return Chain.deletesFor(attempt, chain)
                    .map(candidates -> !candidates.isEmpty())
                    .orElse(true);
        }
        List<Attempt> group = index.group(attempt.invoked().transactionId());
        return attempt.version() != null || group.stream().anyMatch(member -> member.version() != null);
    }

    /** More deletes committed than can have been made by those that were not refused. */
    private void refusedDeletes(String subject, List<Attempt> attempts, int possible) {
        List<Version> deletes = index.versionsOf(keys.getOrDefault(subject, "")).stream()
                .filter(Version::isDelete)
                .toList();
        if (deletes.size() > possible) {
            Version last = deletes.get(deletes.size() - 1);
            refused.found(
                    "committed",
                    subject,
                    deletes.size() + " deletes committed, but only " + possible + " were not refused",
                    "nothing committed by a refused delete",
                    last.describe(),
                    Anchor.of(attempts.get(0)),
                    Anchor.of(last));
        }
    }

    private void examineUnbound(Delivery delivery) {
        made.examined();
        String marker = delivery.text(delivery.stream().marker());
        Attempt writer = index.attemptOf(marker);
        boolean emitted = delivery.eventId() != null && delivery.eventId().emitted() != null;
        if (writer == null && !emitted && marker == null) {
            writer = someUncommitted(delivery);
        }
        if (writer == null && !emitted) {
            made.found(
                    "made-up",
                    subject(delivery),
                    "no transaction wrote the event " + delivery.id(),
                    "a committed version that it publishes",
                    delivery.position(),
                    Anchor.of(delivery));
            return;
        }
        rolledBack.found(
                "published",
                subject(delivery),
                writer == null
                        ? "the event was written outside any transaction, by pg_logical_emit_message(false, …), and"
                                + " published though nothing committed"
                        : writer.describe() + " was published, then rolled back",
                "no event of a write that did not commit",
                delivery.position(),
                writer == null
                        ? new Anchor[] {Anchor.of(delivery)}
                        : new Anchor[] {Anchor.of(delivery), Anchor.of(writer)});
    }

    /** An operation on the record's resource that did not commit, of the record's kind. */
    private Attempt someUncommitted(Delivery delivery) {
        String subject = Index.subjectIn(delivery);
        boolean delete = "deleted".equals(delivery.operation());
        return uncommitted.getOrDefault(subject == null ? subject(delivery) : subject, List.of()).stream()
                .filter(attempt -> attempt.isDelete() == delete)
                .filter(attempt -> attempt.invoked().at() < delivery.at())
                .findFirst()
                .orElse(null);
    }

    private void examine(Version version, Ending ending) {
        if (version.isDelivered()) {
            if (version.isDeliveredEverywhere()) {
                complete.examined();
                together.examined();
            } else if (ending.settled(version)) {
                complete.examined();
                together.examined();
                together.found(
                        "not-on-every-stream",
                        index.subject(version.key()),
                        version.describe() + " was published on some streams only",
                        streams + " events",
                        delivered(version) + " of them",
                        Anchor.of(version));
            } else if (!ending.drained()) {
                together.doubt(ending.doubt());
            }
        } else if (ending.settled(version)) {
            complete.examined();
            complete.found(
                    "lost",
                    index.subject(version.key()),
                    describeWrite(version) + " was committed at "
                            + version.transaction().lsn() + ", and never published",
                    "an event on each of " + streams + " streams",
                    "none",
                    Anchor.of(version));
        } else if (!ending.drained()) {
            complete.doubt(ending.doubt());
        }
    }

    /** With the reply that its caller had, as far as its marker tells who that was. */
    private String describeWrite(Version version) {
        Attempt writer = version.writer();
        return writer == null ? version.operation().word() + " of " + index.subject(version.key()) : writer.describe();
    }

    private static int delivered(Version version) {
        int count = 0;
        for (int stream = 0; stream < version.streams(); stream++) {
            count += version.first(stream) == null ? 0 : 1;
        }
        return count;
    }

    private String subject(Delivery delivery) {
        return delivery.key() == null ? "" : index.subject(delivery.key());
    }
}
