package io.github.kesselevents.schemas;

import io.github.kesselevents.schemas.PayloadDecoder.Damaged;
import io.github.kesselevents.schemas.PayloadDecoder.Decoded;
import io.github.kesselevents.schemas.PayloadDecoder.Nothing;
import io.github.kesselevents.schemas.PayloadDecoder.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The check of one record, part by part: which stream it belongs to, then headers, key and value, each under the id
 * that owns its damage. Used once, by one thread.
 */
final class RecordCheck {

    private final EventContract contract;
    private final DecodedRecord record;
    private final EventRecord event;
    private final List<Violation> violations = new ArrayList<>(0);

    RecordCheck(EventContract contract, DecodedRecord record) {
        this.contract = contract;
        this.record = record;
        this.event = record.event();
    }

    List<Violation> run() {
        Decoded value = record.value();
        HeaderCheck headers = new HeaderCheck(event.headers());
        Optional<EventStream> declared = contract.streamOf(event.topic());
        Optional<EventStream> recognised = recognise(value, headers);
        EventStream stream = recognised.or(() -> declared).orElse(null);

        if (declared.isEmpty() || declared.get() != stream) {
            checkTopic(stream);
        }
        headers.check(stream == null ? null : contract.headers(stream), violations);
        Optional<String> key = checkKey(value);
        if (stream == EventStream.TUPLES) {
            checkTuple(value, headers);
        } else if (stream == EventStream.RESOURCES) {
            checkResource(value, headers, key);
        }
        return violations;
    }

    /**
     * The stream that a record belongs to by what it says, whatever its topic. An empty object is a resource's delete:
     * the tuple of a delete names what was deleted.
     */
    private static Optional<EventStream> recognise(Decoded value, HeaderCheck headers) {
        if (!(value instanceof Payload payload) || !payload.json().isObject()) {
            return Optional.empty();
        }
        JsonNode json = payload.json();
        if (json.has("specversion") || json.has("data")) {
            return Optional.of(EventStream.RESOURCES);
        }
        if (json.has("reporter_resource_key")) {
            return Optional.of(EventStream.TUPLES);
        }
        boolean emptyDelete = json.isEmpty() && headers.operation().equals(Optional.of(Operation.DELETED));
        return emptyDelete ? Optional.of(EventStream.RESOURCES) : Optional.empty();
    }

    private void checkTopic(EventStream stream) {
        String expected = stream == null
                ? contract.topic(EventStream.RESOURCES) + " or " + contract.topic(EventStream.TUPLES)
                : contract.topic(stream) + ", the topic of its stream";
        violations.add(new Violation("SHAPE-6", "/topic", expected, String.valueOf(event.topic())));
    }

    /** The key, if SHAPE-3 holds. */
    private Optional<String> checkKey(Decoded value) {
        Decoded key = record.key();
        if (key instanceof Nothing) {
            return badKey("the resource id", "null");
        }
        if (key instanceof Damaged damaged) {
            return badKey("the resource id in " + damaged.expected(), damaged.actual());
        }
        Payload payload = (Payload) key;
        for (SchemaFindings finding : contract.key().findings(payload.json())) {
            return badKey("the resource id, " + finding.expected(), finding.actual());
        }
        Optional<ConnectSchema.Mismatch> mismatch =
                payload.declared().flatMap(schema -> schema.mismatch(payload.json()));
        if (mismatch.isPresent()) {
            return badKey(mismatch.get().expected(), mismatch.get().actual());
        }
        String text = payload.json().stringValue();
        if (isLocalId(text, value)) {
            return badKey("the resource id", "the reporter's local_resource_id, " + text);
        }
        return Optional.of(text);
    }

    private Optional<String> badKey(String expected, String actual) {
        violations.add(new Violation("SHAPE-3", "/key", expected, actual));
        return Optional.empty();
    }

    /** A local id may be a UUID, too; then only the payload tells that the key is the wrong one. */
    private static boolean isLocalId(String key, Decoded value) {
        if (!(value instanceof Payload payload)) {
            return false;
        }
        JsonNode reported = payload.json().path("data");
        return key.equals(text(reported.path("reporter_data").path("local_resource_id")))
                        && !key.equals(text(reported.path("metadata").path("id")))
                || key.equals(text(payload.json().path("reporter_resource_key").path("local_resource_id")));
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : null;
    }

    private void checkTuple(Decoded value, HeaderCheck headers) {
        ContractSchema schema = contract.tuple(headers.operation().orElse(Operation.UPDATED));
        payload(value, "SHAPE-1", "the payload of a tuple event").ifPresent(payload -> {
            for (SchemaFindings finding : schema.findings(payload.json())) {
                add("SHAPE-1", finding);
            }
            checkDeclared(payload, "SHAPE-1");
        });
    }

    private void checkResource(Decoded value, HeaderCheck headers, Optional<String> key) {
        Optional<Operation> operation = headers.operation();
        boolean deleted = operation.map(Operation.DELETED::equals).orElseGet(() -> !looksReported(value));
        if (deleted) {
            checkDeleted(value);
            return;
        }
        payload(value, "SHAPE-1", "the payload of a reported event").ifPresent(payload -> {
            if (payload.json().isObject() && !payload.json().isEmpty()) {
                new ReportedCheck(contract, payload.json(), operation.orElse(null), key.orElse(null)).run(violations);
            } else {
                violations.add(new Violation(
                        "SHAPE-1", "/value", "the payload of a reported event", Json.show(payload.json())));
            }
            checkDeclared(payload, "SHAPE-1");
        });
    }

    private static boolean looksReported(Decoded value) {
        return !(value instanceof Nothing)
                && !(value instanceof Payload payload
                        && (payload.json().isEmpty() || payload.json().isNull()));
    }

    private void checkDeleted(Decoded value) {
        payload(value, "SHAPE-5", "an empty object, {}").ifPresent(payload -> {
            for (SchemaFindings finding : contract.payload(Operation.DELETED).findings(payload.json())) {
                add("SHAPE-5", finding);
            }
            checkDeclared(payload, "SHAPE-5");
        });
    }

    /** The payload; or empty, and the damage is told. */
    private Optional<Payload> payload(Decoded value, String owner, String what) {
        if (value instanceof Payload payload) {
            return Optional.of(payload);
        }
        violations.add(
                value instanceof Damaged damaged
                        ? new Violation(owner, "/value", what + " in " + damaged.expected(), damaged.actual())
                        : new Violation(owner, "/value", what, "null (a tombstone record)"));
        return Optional.empty();
    }

    /** Damage of the payload damages its agreement with the schema beside it, too: one cause, told once. */
    private void checkDeclared(Payload payload, String owner) {
        if (payload.declared().isEmpty() || isBroken(owner)) {
            return;
        }
        payload.declared()
                .get()
                .mismatch(payload.json())
                .ifPresent(mismatch -> violations.add(
                        new Violation(owner, "/value" + mismatch.pointer(), mismatch.expected(), mismatch.actual())));
    }

    private boolean isBroken(String requirement) {
        for (Violation violation : violations) {
            if (violation.requirement().equals(requirement)) {
                return true;
            }
        }
        return false;
    }

    private void add(String requirement, SchemaFindings finding) {
        violations.add(new Violation(requirement, "/value" + finding.pointer(), finding.expected(), finding.actual()));
    }
}
