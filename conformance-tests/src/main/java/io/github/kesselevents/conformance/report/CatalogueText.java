package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerProfile.KnownFinding;
import io.github.kesselevents.schemas.Requirement;
import io.github.kesselevents.schemas.Requirements;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The catalogue for a person at a terminal: a table of all, or all about one. Stateless, thread-safe. */
public final class CatalogueText {

    private static final String GAP = "  ";
    private static final int INDENT = 2;

    private final Paint paint;
    private final Advice advice = Advice.bundled();

    /** @param colour whether to use ANSI escapes, as on a terminal */
    public CatalogueText(boolean colour) {
        this.paint = new Paint(colour);
    }

    /** A line or two for each: id, level, the sentence that its check decides. */
    public String list(Collection<Requirement> requirements) {
        int id = longest(requirements, Requirement::id);
        int level = longest(requirements, requirement -> requirement.level().name());
        Page page = new Page(paint);
        for (Requirement requirement : requirements) {
            String label = paint.title(Text.pad(requirement.id(), id))
                    + GAP
                    + Text.pad(requirement.level().name(), level)
                    + GAP;
            page.labelled(0, label, id + level + 2 * GAP.length(), requirement.promise());
        }
        return page.toString();
    }

    private static int longest(Collection<Requirement> requirements, Function<Requirement, String> cell) {
        return requirements.stream().map(cell).mapToInt(String::length).max().orElse(0);
    }

    /** All that is known of one. */
    public String explain(Requirement requirement, Requirements catalogue, ProducerProfile profile) {
        Page page = new Page(paint);
        page.raw(paint.title(requirement.id() + GAP + requirement.title()) + GAP
                + requirement.level().name() + "\n");
        page.blank();
        page.text(INDENT, requirement.promise());
        page.blank();
        page.labelled(INDENT, label("source"), requirement.source());
        page.labelled(INDENT, label("evidence"), evidence(requirement, profile));
        relations(page, requirement, catalogue);
        requirement.consumer().ifPresent(sentence -> page.labelled(INDENT, label("consumer"), sentence));
        known(page, requirement, profile);
        causes(page, requirement, profile);
        return page.toString();
    }

    private String evidence(Requirement requirement, ProducerProfile profile) {
        if (requirement.family().equals("CONSUMER")) {
            return "What the consumer's sink shows, and what its group has committed.";
        }
        String reason = profile.notPromised().get(requirement.id());
        if (reason != null) {
            return "Not judged; the profile " + profile.name() + " does not promise it: " + reason;
        }
        return Arrays.stream(Grade.values())
                // From the poorest on.
                .sorted((one, other) -> other.compareTo(one))
                .filter(grade -> profile.decides(grade, requirement.id()))
                .findFirst()
                .map(CatalogueText::evidence)
                .orElse("Not decided by the profile " + profile.name() + " in any grade.");
    }

    private static String evidence(Grade poorest) {
        return switch (poorest) {
            case A -> "Decided in grade A alone: it takes the witness, a replication slot that shows each commit.";
            case B -> "Decided in grades B and A: it takes the tables, read back at the end, or the witness.";
            case C -> "Decided in every grade: operations and the log of the topics are enough.";
        };
    }

    private void relations(Page page, Requirement requirement, Requirements catalogue) {
        if (!requirement.yieldsTo().isEmpty()) {
            page.labelled(
                    INDENT,
                    label("yields"),
                    "To " + Text.ids(requirement.yieldsTo()) + ": what one of these explains is charged to it alone.");
        }
        List<String> explained = catalogue.all().stream()
                .filter(other -> other.yieldsTo().contains(requirement.id()))
                .map(Requirement::id)
                .toList();
        if (!explained.isEmpty()) {
            page.labelled(INDENT, label("explains"), Text.ids(explained) + ", which yield to it.");
        }
    }

    private void known(Page page, Requirement requirement, ProducerProfile profile) {
        List<KnownFinding> known = profile.known().stream()
                .filter(entry -> entry.id().equals(requirement.id()))
                .toList();
        if (known.isEmpty()) {
            return;
        }
        page.heading("Known to the profile " + profile.name() + ", by cause; these do not fail a run");
        page.blank();
        known.forEach(entry -> page.labelled(INDENT, "", INDENT, entry.cause() + ": " + entry.reason()));
    }

    private void causes(Page page, Requirement requirement, ProducerProfile profile) {
        Set<String> causes = new LinkedHashSet<>(advice.causes(requirement.id()));
        profile.known().stream()
                .filter(entry -> entry.id().equals(requirement.id()))
                .forEach(entry -> causes.add(entry.cause()));
        List<Advice.Group> groups = advice.on(requirement.id(), causes);
        if (groups.isEmpty()) {
            return;
        }
        page.heading("What to do when it is violated, by cause");
        for (Advice.Group group : groups) {
            page.blank();
            boolean all = group.causes().size() > 1 && group.causes().containsAll(causes);
            page.text(INDENT, all ? "any of them" : String.join(", ", group.causes()));
            group.steps().forEach(step -> page.text(2 * INDENT, step));
        }
    }

    private String label(String text) {
        return paint.label(Text.pad(text, Page.LABEL));
    }
}
