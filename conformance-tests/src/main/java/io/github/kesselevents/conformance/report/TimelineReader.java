package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import io.github.kesselevents.conformance.report.TimelineWindow.Slot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hands the entries of a history to the timelines of the resources that they are about. A commit is about a resource
 * when a row of it holds the resource's id, or the marker of an operation on it; without rows, when a message names it.
 */
final class TimelineReader implements History.Reader {

    private final List<TimelineDraft> drafts;
    /** Name, id or marker → the timelines that it leads to. */
    private final Map<String, Set<TimelineDraft>> byText = new HashMap<>();

    private final Map<Long, List<Slot>> open = new HashMap<>();

    TimelineReader(Collection<TimelineDraft> drafts) {
        this.drafts = List.copyOf(drafts);
        drafts.forEach(draft -> lead(draft.resources(), draft));
    }

    private void lead(Collection<String> texts, TimelineDraft draft) {
        texts.forEach(text ->
                byText.computeIfAbsent(text, any -> new LinkedHashSet<>()).add(draft));
    }

    @Override
    public void accept(long line, HistoryEntry entry) {
        if (entry instanceof Invoked invoked) {
            accept(invoked);
        } else if (entry instanceof Returned returned) {
            List<Slot> slots = open.remove(returned.operation());
            if (slots != null) {
                slots.forEach(slot -> slot.returned(returned.at(), returned.code()));
            }
        } else if (entry instanceof Committed committed) {
            about(committed).forEach(draft -> {
                draft.add(committed);
                lead(draft.resources(), draft);
            });
        } else if (entry instanceof Observed observed) {
            byText.getOrDefault(RecordKey.resource(observed), Set.of()).forEach(draft -> draft.add(observed));
        }
    }

    private void accept(Invoked invoked) {
        Set<TimelineDraft> about = new LinkedHashSet<>(byText.getOrDefault(invoked.key(), Set.of()));
        drafts.stream().filter(draft -> draft.cites(invoked.operation())).forEach(about::add);
        for (TimelineDraft draft : about) {
            open.computeIfAbsent(invoked.operation(), any -> new ArrayList<>(1)).add(draft.add(invoked));
            if (invoked.marker() != null) {
                lead(List.of(invoked.marker()), draft);
            }
        }
    }

    private Set<TimelineDraft> about(Committed committed) {
        Set<TimelineDraft> about = new LinkedHashSet<>();
        for (RowChange row : committed.rows()) {
            row.columns().values().forEach(value -> about.addAll(byText.getOrDefault(value, Set.of())));
        }
        if (committed.rows().isEmpty()) {
            TimelineDraft.aggregates(committed).forEach(id -> about.addAll(byText.getOrDefault(id, Set.of())));
        }
        return about;
    }
}
