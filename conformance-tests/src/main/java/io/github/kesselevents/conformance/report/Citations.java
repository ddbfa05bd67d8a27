package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.check.Anchor;
import io.github.kesselevents.conformance.check.Anchor.OfCommit;
import io.github.kesselevents.conformance.check.Anchor.OfEvent;
import io.github.kesselevents.conformance.check.Anchor.OfOperation;
import io.github.kesselevents.conformance.check.Anchor.OfRecord;
import io.github.kesselevents.conformance.check.Anchor.OfResource;
import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.report.Report.Raw;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The entries of a history that findings rest on, picked out as it is read: no more of them than are shown. */
final class Citations implements History.Reader {

    /** Of all records of a resource or of an event id, the first few show what is meant. */
    private static final int OF_MANY = 3;

    /** An entry that is cited, and where it stands. */
    record Cited(long line, HistoryEntry entry) {

        Raw raw() {
            return entry instanceof Observed observed
                    ? RawEntry.of(line, observed)
                    : entry instanceof Committed committed
                            ? RawEntry.of(line, committed)
                            : entry instanceof Invoked invoked
                                    ? RawEntry.of(line, invoked)
                                    : RawEntry.of(line, (Returned) entry);
        }
    }

    private final Map<Anchor, List<Cited>> cited = new HashMap<>();
    private final boolean resources;
    private final boolean events;

    /** @param anchors what is to be shown */
    Citations(Collection<Anchor> anchors) {
        anchors.forEach(anchor -> cited.put(anchor, new ArrayList<>(2)));
        resources = anchors.stream().anyMatch(OfResource.class::isInstance);
        events = anchors.stream().anyMatch(OfEvent.class::isInstance);
    }

    @Override
    public void accept(long line, HistoryEntry entry) {
        if (entry instanceof Observed observed) {
            cite(new OfRecord(observed.topic(), observed.partition(), observed.offset()), line, entry);
            if (events) {
                cite(new OfEvent(RecordKey.header(observed, "id")), line, entry);
            }
            if (resources) {
                cite(new OfResource(observed.topic(), RecordKey.resource(observed)), line, entry);
            }
        } else if (entry instanceof Committed committed) {
            cite(new OfCommit(committed.lsn()), line, entry);
        } else if (entry instanceof Invoked invoked) {
            cite(new OfOperation(invoked.operation()), line, entry);
        } else if (entry instanceof Returned returned) {
            cite(new OfOperation(returned.operation()), line, entry);
        }
    }

    private void cite(Anchor anchor, long line, HistoryEntry entry) {
        List<Cited> entries = cited.get(anchor);
        if (entries != null && entries.size() < OF_MANY) {
            entries.add(new Cited(line, entry));
        }
    }

    /** What these anchors are about, each entry once, in their order. */
    List<Cited> of(Collection<Anchor> anchors) {
        List<Cited> found = new ArrayList<>();
        Set<Long> lines = new HashSet<>();
        for (Anchor anchor : anchors) {
            for (Cited entry : cited.getOrDefault(anchor, List.of())) {
                if (lines.add(entry.line())) {
                    found.add(entry);
                }
            }
        }
        return found;
    }
}
