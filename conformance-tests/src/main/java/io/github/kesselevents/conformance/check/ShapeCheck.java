package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.Examination.Draft;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.schemas.EventContract;
import io.github.kesselevents.schemas.EventStream;
import io.github.kesselevents.schemas.Operation;
import io.github.kesselevents.schemas.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SHAPE-1 to SHAPE-7: each record, held against the contract. A record that repeats its first delivery byte for byte is
 * not looked at again.
 *
 * <p><b>What it cannot see:</b> whether what the record says is true; see {@link FidelityCheck}.
 */
final class ShapeCheck implements Check {

    private static final List<String> EVERY_RECORD = List.of("SHAPE-2", "SHAPE-3", "SHAPE-4", "SHAPE-6", "SHAPE-7");

    private final EventContract contract;
    private final Index index;
    /** The topic of the public stream. */
    private final String resources;

    private final Map<String, Draft> drafts = new LinkedHashMap<>();

    ShapeCheck(EventContract contract, ProducerProfile profile, Index index) {
        this.resources = profile.topicOf(EventStream.RESOURCES);
        this.contract = contract;
        this.index = index;
        for (int i = 1; i <= 7; i++) {
            drafts.put("SHAPE-" + i, new Draft("SHAPE-" + i, i == 5 ? "deletes" : "records"));
        }
    }

    @Override
    public void delivered(Delivery delivery) {
        if (repeatsItsFirst(delivery)) {
            return;
        }
        EVERY_RECORD.forEach(id -> drafts.get(id).examined());
        boolean bareDelete = Operation.DELETED.word().equals(delivery.operation())
                && resources.equals(delivery.event().topic());
        drafts.get(bareDelete ? "SHAPE-5" : "SHAPE-1").examined();
        for (Violation violation : contract.check(delivery.decoded())) {
            drafts.get(violation.requirement()).found(finding(delivery, violation));
        }
    }

    private Finding finding(Delivery delivery, Violation violation) {
        List<Anchor> about = new ArrayList<>(List.of(Anchor.of(delivery)));
        if (delivery.transaction() != null) {
            about.add(Anchor.of(delivery.transaction()));
        } else if (hidesItsWrite(delivery, violation)) {
            about.add(new Anchor.OfResource(resources, delivery.key()));
        }
        return Finding.of(
                violation.requirement(),
                violation.pointer(),
                delivery.key() == null ? "" : index.subject(delivery.key()),
                "the record " + delivery.position() + " breaks the contract at " + violation.pointer(),
                violation.expected(),
                violation.actual(),
                about.toArray(Anchor[]::new));
    }

    /** Whether, without a witness, the damage makes it impossible to tell which write the record publishes. */
    private static boolean hidesItsWrite(Delivery delivery, Violation violation) {
        if (delivery.key() == null) {
            return false;
        }
        return delivery.stream() == null || delivery.stream().marker() == null
                ? violation.requirement().equals("SHAPE-6")
                : delivery.text(delivery.stream().marker()) == null;
    }

    private static boolean repeatsItsFirst(Delivery delivery) {
        if (delivery.version() == null || delivery.isFirst() || delivery.streamIndex() < 0) {
            return false;
        }
        Delivery first = delivery.version().first(delivery.streamIndex());
        return first != null && first.sameKey(delivery) && first.sameValue(delivery) && first.sameHeaders(delivery);
    }

    @Override
    public List<Examination> examine(Ending ending) {
        return drafts.values().stream().map(Draft::done).toList();
    }
}
