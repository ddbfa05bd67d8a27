package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.Examination.Draft;
import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.RelaySampled;
import io.github.kesselevents.conformance.history.HistoryEntry.Restarted;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.producer.Grade;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * LIVE-1: a legal write never blocks later events. It is violated when the relay says that it failed, or when nothing
 * new arrives after its restart, while commits wait; the first commit that was not delivered is to blame, and what is
 * missing behind it is explained by it. What sentinels overtook before the stall does not wait in it, but is lost: that
 * is for others.
 *
 * <p><b>What it cannot see:</b> without a witness, which write stopped the relay when several were in flight: it blames
 * the one that was invoked first among those that were acknowledged and not delivered. A relay that is merely slow
 * makes a run inconclusive, not this.
 */
final class LiveCheck implements Check {

    private static final String FAILED = "FAILED";
    private static final Pattern EXCEPTION = Pattern.compile("(?:[\\w$]+\\.)+[\\w$]*?(?:Exception|Error): ");
    private static final int LONGEST = 120;

    private final Index index;
    private final Draft flows = new Draft("LIVE-1", "writes");
    private final Set<String> markers = new HashSet<>();
    private String trace;
    private long failedAt = Long.MIN_VALUE;
    private long restartedAt = Long.MIN_VALUE;
    private long lastFirst = Long.MIN_VALUE;

    LiveCheck(Index index) {
        this.index = index;
    }

    @Override
    public void sampled(RelaySampled relay) {
        if (FAILED.equals(relay.state())) {
            failedAt = relay.at();
            trace = relay.trace();
        }
    }

    @Override
    public void faulted(Faulted fault) {
        if (fault.component().equals("relay") && fault.stage() == Stage.ENDED) {
            restartedAt = fault.at();
        }
    }

    @Override
    public void restarted(Restarted restart) {
        if (restart.component().equals("relay")) {
            restartedAt = restart.at();
        }
    }

    @Override
    public void delivered(Delivery delivery) {
        if (delivery.isFirst()) {
            lastFirst = Math.max(lastFirst, delivery.at());
        } else if (delivery.version() == null && delivery.stream() != null) {
            String marker = delivery.text(delivery.stream().marker());
            if (marker != null && markers.add(marker)) {
                lastFirst = Math.max(lastFirst, delivery.at());
            }
        }
    }

    @Override
    public List<Examination> examine(Ending ending) {
        // A recording that was cut off did not wait long enough to call it silence.
        boolean silent = restartedAt > lastFirst && ending.reason() == End.GAVE_UP;
        boolean stands = !ending.drained() && (failedAt > lastFirst || silent);
        if (ending.grade() == Grade.A) {
            examineVersions(stands, ending);
        } else {
            examineAttempts(stands, ending);
        }
        return List.of(flows.done());
    }

    private void examineVersions(boolean stands, Ending ending) {
        List<Version> waiting = new ArrayList<>();
        Version first = null;
        for (Resource resource : index.resources()) {
            for (Version version : resource.versions()) {
                if (version.isDeliveredEverywhere()) {
                    flows.examined();
                } else if (!ending.settled(version)) {
                    waiting.add(version);
                    first = first == null || version.order() < first.order() ? version : first;
                }
            }
        }
        if (first == null || ending.drained()) {
            return;
        }
        if (!stands) {
            flows.doubt(ending.doubt());
            return;
        }
        List<Anchor> about = new ArrayList<>();
        about.add(Anchor.of(first));
        Attempt writer = first.writer();
        if (writer != null) {
            about.add(Anchor.of(writer));
        }
        waiting.sort(Comparator.comparingInt(Version::order));
        waiting.forEach(version -> about.add(Anchor.of(version)));
        stalled(index.subject(first.key()), first.describe(), writer, waiting.size() - 1, about);
    }

    private void examineAttempts(boolean stands, Ending ending) {
        List<Attempt> waiting = new ArrayList<>();
        for (Attempt attempt : index.attempts()) {
            if (attempt.outcome() == Outcome.ACKNOWLEDGED && !attempt.isDelete()) {
                boolean arrived = index.group(attempt.invoked().transactionId()).stream()
                                .anyMatch(member ->
                                        markers.contains(member.invoked().marker()))
                        || markers.contains(attempt.invoked().marker());
                if (arrived) {
                    flows.examined();
                } else if (!ending.settled(attempt)) {
                    waiting.add(attempt);
                }
            }
        }
        if (waiting.isEmpty() || ending.drained()) {
            return;
        }
        if (!stands) {
            flows.doubt(ending.doubt());
            return;
        }
        Attempt first = waiting.get(0);
        stalled(
                first.invoked().key(),
                first.describe(),
                first,
                waiting.size() - 1,
                waiting.stream().map(Anchor::of).toList());
    }

    private void stalled(String subject, String what, Attempt writer, int behind, List<Anchor> about) {
        flows.examined();
        flows.found(
                cause(),
                subject,
                "the relay stopped before it published " + what
                        + (writer == null ? "" : ", marked " + writer.invoked().marker()) + "; " + behind
                        + " later writes wait behind it",
                "every committed write published",
                failedAt > lastFirst ? "relay FAILED: " + shortTrace() : "nothing new since the relay's restart",
                about.toArray(Anchor[]::new));
    }

    private String cause() {
        return failedAt > lastFirst ? shortTrace() : "silent";
    }

    /** The last sentence of the trace, without the class of the exception. */
    private String shortTrace() {
        if (trace == null || trace.isBlank()) {
            return "failed";
        }
        String last = trace.lines()
                .filter(line -> line.contains(": "))
                .reduce((a, b) -> b.startsWith("Caused by") ? b : a)
                .orElse(trace);
        Matcher exception = EXCEPTION.matcher(last);
        String message = exception.find() ? last.substring(exception.end()) : last;
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
    }
}
