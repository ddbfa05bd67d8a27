package io.github.kesselevents.schemas;

import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The check of one record's headers: the promised ones against their schema (SHAPE-2), and that none declares a
 * CloudEvent (SHAPE-7). Headers beyond these, such as those of tracing, are nobody's business.
 */
final class HeaderCheck {

    private static final List<String> PROMISED = List.of("id", "operation", "txid");

    private final List<Header> headers;
    private final ObjectNode texts = Json.MAPPER.createObjectNode();
    private final List<Violation> unreadable = new ArrayList<>(0);

    HeaderCheck(List<Header> headers) {
        this.headers = headers;
        for (Header header : headers) {
            if (PROMISED.contains(header.name())) {
                read(header);
            }
        }
    }

    private void read(Header header) {
        String name = header.name();
        if (texts.has(name)) {
            unreadable(name, "the header once", "more than once");
        } else if (header.value() == null) {
            texts.putNull(name);
        } else {
            try {
                texts.put(name, Json.text(header.value()));
            } catch (Json.Malformed e) {
                texts.put(name, "");
                unreadable(name, "text", e.getMessage());
            }
        }
    }

    private void unreadable(String name, String expected, String actual) {
        if (isReadable(name)) {
            unreadable.add(new Violation("SHAPE-2", "/headers/" + name, expected, actual));
        }
    }

    private boolean isReadable(String name) {
        return unreadable.isEmpty()
                || unreadable.stream().noneMatch(v -> v.pointer().equals("/headers/" + name));
    }

    /** The operation, if the header is there once and is one of the three words. */
    Optional<Operation> operation() {
        return isReadable("operation")
                ? Operation.ofWord(texts.path("operation").asString(""))
                : Optional.empty();
    }

    /** Adds what is wrong; without a schema, for a record of no known stream, only what is wrong on every stream. */
    void check(ContractSchema schema, List<Violation> violations) {
        if (schema != null) {
            violations.addAll(unreadable);
            for (SchemaFindings finding : schema.findings(texts)) {
                Violation violation =
                        new Violation("SHAPE-2", "/headers" + finding.pointer(), finding.expected(), finding.actual());
                if (unreadable.stream().noneMatch(v -> v.pointer().equals(violation.pointer()))) {
                    violations.add(violation);
                }
            }
        }
        checkNoCloudEvent(violations);
    }

    private void checkNoCloudEvent(List<Violation> violations) {
        List<String> names = new ArrayList<>(0);
        for (Header header : headers) {
            if (declaresCloudEvent(header)) {
                names.add(header.name());
            }
        }
        if (!names.isEmpty()) {
            violations.add(new Violation(
                    "SHAPE-7",
                    "/headers/" + Pointers.escape(names.get(0)),
                    "no header that declares a CloudEvent",
                    Json.shorten(String.join(", ", names), 200)));
        }
    }

    private static boolean declaresCloudEvent(Header header) {
        if (header.name().regionMatches(true, 0, "ce_", 0, 3)) {
            return true;
        }
        if (!header.name().equalsIgnoreCase("content-type") || header.value() == null) {
            return false;
        }
        try {
            return Json.text(header.value()).startsWith("application/cloudevents");
        } catch (Json.Malformed e) {
            return false;
        }
    }
}
