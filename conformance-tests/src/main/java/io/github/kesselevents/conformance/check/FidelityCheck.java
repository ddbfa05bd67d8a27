package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.Comparison.Difference;
import io.github.kesselevents.conformance.check.Comparison.Step;
import io.github.kesselevents.conformance.check.Examination.Draft;
import io.github.kesselevents.conformance.producer.ColumnReference;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * FIDELITY-1 to FIDELITY-3: what was reported, committed, written to the outbox and published is the same. Each of the
 * three steps has an id of its own: request → row (3), row → outbox message (1), outbox message → record (2). For a
 * producer that writes no outbox messages, FIDELITY-1 compares row and record.
 *
 * <p><b>What it cannot see:</b> members that mirror no column of the profile (FIDELITY-1 passes over them); content of
 * redeliveries, which is for DUP-1.
 */
final class FidelityCheck implements Check {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ProducerProfile profile;
    private final Index index;
    private final Pointers pointers = new Pointers();
    private final Draft mirrored = new Draft("FIDELITY-1", "events");
    private final Draft relayed = new Draft("FIDELITY-2", "events");
    private final Draft stored = new Draft("FIDELITY-3", "representations");
    private final List<Supplier<Finding>> misstored = new ArrayList<>();

    FidelityCheck(ProducerProfile profile, Index index) {
        this.profile = profile;
        this.index = index;
    }

    @Override
    public void delivered(Delivery delivery) {
        if (!delivery.isFirst()) {
            return;
        }
        JsonNode published = delivery.payload();
        if (published == null) {
            // Unreadable: SHAPE-1 says so.
            return;
        }
        JsonNode written =
                delivery.message() == null ? null : delivery.message().payload(delivery);
        if (written != null) {
            relayed.examined();
            for (Difference difference : Comparison.of(Step.RELAY, written, published)) {
                relayed.found(finding("FIDELITY-2", delivery, difference, "the outbox message", "the record"));
            }
        }
        compareWithRows(delivery, written == null ? published : written, written == null ? "record" : "outbox message");
    }

    private void compareWithRows(Delivery delivery, JsonNode payload, String holder) {
        Version version = delivery.version();
        boolean empty = version.isDelete() && delivery.stream().marker() != null;
        if (empty || !payload.isObject()) {
            return;
        }
        mirrored.examined();
        delivery.stream().mirrors().forEach((pointer, column) -> {
            JsonNode committed = Mirror.value(column, version.rows());
            JsonNode actual = pointers.at(payload, pointer);
            if (!Mirror.same(committed, actual) && !Mirror.excused(version, delivery.stream(), pointer, actual)) {
                mirrored.found(
                        pointer,
                        index.subject(version.key()),
                        "the " + holder + " of " + version.describe() + " does not mirror " + column,
                        Mirror.isNothing(committed) ? "absent" : Comparison.show(committed),
                        Comparison.show(actual),
                        Anchor.of(delivery),
                        Anchor.of(version));
            }
        });
    }

    @Override
    public void committed(Transaction transaction) {
        for (Version version : transaction.versions()) {
            compareWithRequest(version, version.writer());
        }
    }

    /** The recorder may hear of a commit before it hears of the request. */
    @Override
    public void attempted(Attempt attempt) {
        Version version = attempt.version();
        if (version != null) {
            compareWithRequest(version, attempt);
        }
    }

    @Override
    public List<Examination> examine(Ending ending) {
        misstored.forEach(finding -> stored.found(finding.get()));
        return List.of(mirrored.done(), relayed.done(), stored.done());
    }

    /** Rows and request are at hand now, the reply is not: what differs is put into words at the end. */
    private void compareWithRequest(Version version, Attempt attempt) {
        if (attempt != null) {
            profile.reported()
                    .forEach((pointer, column) -> compareWithRequest(
                            stored,
                            misstored::add,
                            attempt,
                            pointer,
                            column,
                            version.rows(),
                            index.subject(version.key()),
                            Anchor.of(attempt),
                            Anchor.of(version)));
        }
    }

    /** What was reported at this place of the request, against the column that is to hold it. */
    static void compareWithRequest(
            Draft stored,
            Consumer<Supplier<Finding>> found,
            Attempt attempt,
            String pointer,
            ColumnReference column,
            Map<String, Map<String, String>> rows,
            String subject,
            Anchor... about) {
        JsonNode request = attempt.invoked().request();
        JsonNode reported = request == null ? MissingNode.getInstance() : request.at(pointer);
        if (!reported.isObject() || reported.isEmpty()) {
            return;
        }
        stored.examined();
        JsonNode committed = Mirror.value(column, rows);
        JsonNode kept = committed.isObject() ? committed : JSON.createObjectNode();
        for (Difference difference : Comparison.of(Step.API, reported, kept)) {
            found.accept(() -> Finding.of(
                    "FIDELITY-3",
                    difference.cause(),
                    subject,
                    attempt.name() + " was committed with another " + pointer + difference.pointer(),
                    difference.before(),
                    difference.after(),
                    about));
        }
    }

    private Finding finding(String requirement, Delivery delivery, Difference difference, String before, String after) {
        return Finding.of(
                requirement,
                difference.cause(),
                index.subject(delivery.version().key()),
                after + " " + delivery.position() + " differs from " + before + " at " + difference.pointer(),
                difference.before(),
                difference.after(),
                Anchor.of(delivery),
                Anchor.of(delivery.version()));
    }
}
