package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.check.Anchor;
import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.report.Citations.Cited;
import io.github.kesselevents.conformance.report.Timeline.Band;
import io.github.kesselevents.conformance.report.Timeline.Lane;
import io.github.kesselevents.conformance.report.Timeline.Mark;
import io.github.kesselevents.conformance.report.TimelineWindow.Slot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The timeline of one finding's resource, as it grows. */
final class TimelineDraft {

    /** A relay that stops at an event says so a little later. */
    private static final long AT_ONCE = 2_000_000_000L;

    /** What is said of a commit that wrote nothing to the outbox. */
    static final String NO_MESSAGE = "no message";

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Finding finding;
    private final Set<String> resources = new LinkedHashSet<>();
    /** Of operations that no commit was seen of yet. */
    private final Set<String> markers = new HashSet<>();

    /** Markers of all operations. */
    private final Set<String> operations = new HashSet<>();
    /**
     * Outbox ids and markers of the commits that the finding rests on: their records belong to the picture, however
     * late they come.
     */
    private final Set<String> awaited = new HashSet<>();

    /** Markers of the operations whose records were seen, be it before their commit. */
    private final Set<String> published = new HashSet<>();

    private boolean arrived;

    private final Map<Lane, TimelineWindow> lanes = new EnumMap<>(Lane.class);

    /** @param evidence the entries that the finding cites, the foremost first; not empty */
    TimelineDraft(Finding finding, List<Cited> evidence) {
        this.finding = finding;
        if (!finding.subject().isEmpty()) {
            resources.add(finding.subject());
        }
        resources.addAll(resourcesOf(evidence.get(0)));
        List<Cited> own = evidence.stream()
                .filter(cited ->
                        cited == evidence.get(0) || resourcesOf(cited).stream().anyMatch(resources::contains))
                .toList();
        long from = own.stream().mapToLong(cited -> cited.entry().at()).min().orElseThrow();
        long to = own.stream().mapToLong(cited -> cited.entry().at()).max().orElseThrow();
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new TimelineWindow(from, to));
        }
    }

    private static Set<String> resourcesOf(Cited cited) {
        return cited.entry() instanceof Observed observed
                ? Set.of(RecordKey.resource(observed))
                : cited.entry() instanceof Committed committed
                        ? aggregates(committed)
                        : cited.entry() instanceof Invoked invoked ? Set.of(invoked.key()) : Set.of();
    }

    /** The resources that a transaction wrote messages about. */
    static Set<String> aggregates(Committed committed) {
        Set<String> ids = new LinkedHashSet<>();
        outbox(committed).forEach(message -> ids.add(message.path("aggregateid").asString("")));
        ids.remove("");
        return ids;
    }

    /** What may be the id of the resource where no message names it: no record is published under any other of them. */
    private static Set<String> ids(Committed committed) {
        return committed.rows().stream()
                .flatMap(row -> row.columns().values().stream())
                .filter(value -> value != null && UUID.matcher(value).matches())
                .collect(Collectors.toSet());
    }

    private static List<JsonNode> outbox(Committed committed) {
        return committed.messages().stream()
                .map(message -> RecordKey.parse(message.content()).orElse(null))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Names and ids of the resource, as far as they are known. */
    Set<String> resources() {
        return resources;
    }

    /** Whether it rests on this operation. */
    boolean cites(long operation) {
        return finding.about().contains(new Anchor.OfOperation(operation));
    }

    /** Adds an operation, to be completed by its reply. */
    Slot add(Invoked invoked) {
        if (invoked.marker() != null) {
            markers.add(invoked.marker());
            operations.add(invoked.marker());
        }
        String verb = invoked.action() == Action.DELETE ? "delete " : "report ";
        return add(new Mark(
                Lane.CLIENT,
                "client " + invoked.client(),
                invoked.at(),
                null,
                verb + invoked.operation(),
                cites(invoked.operation()),
                invoked.marker() == null ? List.of() : List.of(invoked.marker())));
    }

    /** Adds a commit, and learns how the database names the resource. */
    void add(Committed committed) {
        resources.addAll(committed.messages().isEmpty() ? ids(committed) : aggregates(committed));
        List<String> links = new ArrayList<>();
        String operation = "";
        for (JsonNode message : outbox(committed)) {
            links.add(message.path("id").asString(""));
            operation = message.path("operation").asString("");
        }
        committed.rows().stream()
                .flatMap(row -> row.columns().values().stream())
                .distinct()
                // Later versions keep the marker of the last report until another one replaces it.
                .filter(markers::remove)
                .forEach(links::add);
        links.remove("");
        boolean cited = finding.about().contains(new Anchor.OfCommit(committed.lsn()));
        if (cited) {
            awaited.addAll(links);
        }
        add(new Mark(
                Lane.DATABASE,
                "commits",
                committed.at(),
                committed.at(),
                (operation.isEmpty() ? NO_MESSAGE : operation) + " " + committed.lsn(),
                cited,
                links));
    }

    void add(Observed observed) {
        String id = RecordKey.header(observed, "id");
        boolean cited =
                finding.about().contains(new Anchor.OfRecord(observed.topic(), observed.partition(), observed.offset()))
                        || finding.about().contains(new Anchor.OfEvent(id));
        List<String> links = new ArrayList<>();
        links.add(id);
        RecordKey.texts(observed).filter(operations::contains).forEach(marker -> {
            links.add(marker);
            published.add(marker);
        });
        links.remove("");
        arrived |= links.stream().anyMatch(awaited::contains);
        add(new Mark(
                Lane.KAFKA,
                observed.topic().substring(observed.topic().lastIndexOf('.') + 1) + "-" + observed.partition(),
                observed.at(),
                observed.at(),
                ("@" + observed.offset() + " " + RecordKey.header(observed, "operation")).strip(),
                cited,
                List.copyOf(links)));
    }

    private Slot add(Mark mark) {
        Slot slot = new Slot(mark);
        lanes.get(mark.lane()).add(slot, mark.cited() || mark.links().stream().anyMatch(awaited::contains));
        return slot;
    }

    /**
     * The timeline, with the faults and the failures of the relay that reach into it or follow at once.
     *
     * @return null when there is nothing to draw
     */
    Timeline done(List<Band> disturbances) {
        List<Mark> marks = new ArrayList<>();
        lanes.values().forEach(lane -> marks.addAll(lane.marks()));
        if (marks.isEmpty()) {
            return null;
        }
        marks.sort(Comparator.comparingLong(Mark::from));
        long first = marks.get(0).from();
        long last = marks.stream()
                .mapToLong(mark -> mark.to() == null ? mark.from() : mark.to())
                .max()
                .orElseThrow();
        List<Band> bands = disturbances.stream()
                .filter(band -> band.from() <= last + AT_ONCE && (band.to() == null || band.to() >= first))
                .toList();
        return new Timeline(
                List.copyOf(marks),
                bands,
                lanes.values().stream().mapToLong(TimelineWindow::earlier).sum(),
                lanes.values().stream().mapToLong(TimelineWindow::left).sum(),
                Story.of(marks, bands, isLost()));
    }

    private boolean isLost() {
        return !awaited.isEmpty() && !arrived && Collections.disjoint(awaited, published);
    }
}
