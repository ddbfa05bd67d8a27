package io.github.kesselevents.conformance.workload;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.fixtures.payload.Payload;
import io.github.kesselevents.fixtures.payload.Payloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes operations out: their requests, markers and transaction ids. */
final class OperationWriter {

    private final String run;
    private final Random random;
    private final Payloads payloads;
    private final List<Operation> operations = new ArrayList<>();

    /** What a report carries; a name if there is something special about it. */
    private record Content(ObjectNode common, ObjectNode reporter, String payload) {}

    OperationWriter(String run, Random random) {
        this.run = run;
        this.random = random;
        this.payloads = new Payloads(random);
    }

    int size() {
        return operations.size();
    }

    List<Operation> operations() {
        return operations;
    }

    /** @param withTransaction whether a report must have a transaction_id of its own; else it may */
    void write(int client, Kind kind, OwnResource resource, boolean withTransaction) {
        if (kind.action() == Action.DELETE) {
            delete(client, kind, resource);
        } else if (kind == Kind.TRANSACTION_REPEATED || kind == Kind.TRANSACTION_AFTER_DELETE) {
            repeat(client, kind, resource, resource.transactionId);
        } else {
            report(client, kind, resource, withTransaction);
        }
    }

    /** A report that says nothing new to a producer that knows its transaction_id. */
    void repeat(int client, Kind kind, OwnResource resource, String transactionId) {
        add(client, kind, resource, resource.name, transactionId, null, any(resource));
    }

    /** Two reports with the same transaction_id, to be sent at the same time. */
    void writeMeeting(int meeting, int client, OwnResource resource, int otherClient, OwnResource otherResource) {
        String transactionId = ownTransactionId();
        Kind kind = Kind.TRANSACTION_AT_ONCE;
        add(client, kind, resource, resource.name, transactionId, meeting, any(resource));
        add(otherClient, kind, otherResource, otherResource.name, transactionId, meeting, any(otherResource));
    }

    private void delete(int client, Kind kind, OwnResource resource) {
        ResourceName target = resource.name;
        ResourceName name = switch (kind) {
            case DELETE_RESPELLED ->
                target.withReporter(upper(target.reporterType())).withInstance(upper(target.instance()));
            case DELETE_OTHER_INSTANCE -> target.withInstance("i-other");
            case DELETE_OTHER_CASE -> target.withLocalId(upper(target.localId()));
            case DELETE_UNKNOWN_KEY -> target.withLocalId(run + "-unknown-" + size());
            default -> target;
        };
        boolean anonymous = kind == Kind.DELETE_WITHOUT_INSTANCE;
        operations.add(new Operation(
                size(),
                client,
                kind,
                resource.type,
                null,
                null,
                name.canonical(),
                null,
                null,
                Request.delete(anonymous ? name.withInstance(null) : name)));
        if (kind == Kind.DELETE_LIVE || kind == Kind.DELETE_RESPELLED || anonymous) {
            resource.deleted();
        }
    }

    private void report(int client, Kind kind, OwnResource resource, boolean withTransaction) {
        ResourceName name = spell(kind, resource.name);
        String transactionId = withTransaction || random.nextInt(4) > 0 ? ownTransactionId() : null;
        ObjectNode request = add(client, kind, resource, name, transactionId, null, content(kind, resource));
        boolean makesVersion = kind.codes().contains("OK") && kind != Kind.SHARED_REPORT;
        if (makesVersion) {
            resource.reported(request, transactionId);
        }
    }

    private ObjectNode add(
            int client,
            Kind kind,
            OwnResource resource,
            ResourceName name,
            String transactionId,
            Integer meeting,
            Content content) {
        String marker = kind == Kind.REFUSED_WITHOUT_HREF ? null : Scenario.marker(run, size());
        ObjectNode request =
                Request.report(name, marker == null ? "" : marker, transactionId, content.common(), content.reporter());
        describe(Request.metadata(request), kind == Kind.UPDATE_IDENTICAL ? resource.lastReport : null);
        operations.add(new Operation(
                size(),
                client,
                kind,
                resource.type,
                content.payload(),
                marker,
                name.canonical(),
                transactionId,
                meeting,
                request));
        return request;
    }

    /** What else the metadata may hold: as in the last report, or drawn. Empty texts count as absent. */
    private void describe(ObjectNode metadata, ObjectNode last) {
        if (last != null) {
            for (String name : List.of("console_href", "reporter_version")) {
                if (Request.metadata(last).has(name)) {
                    metadata.set(name, Request.metadata(last).get(name));
                }
            }
            return;
        }
        int number = random.nextInt(16);
        if (number < 5) {
            metadata.put("console_href", "https://console.invalid/" + size());
        }
        if (number < 10) {
            metadata.put("reporter_version", number == 0 ? "" : "2." + number);
        }
        if (number == 15 && !metadata.has("transaction_id")) {
            metadata.put("transaction_id", "");
        }
    }

    private ResourceName spell(Kind kind, ResourceName name) {
        return switch (kind) {
            case UPDATE_RESPELLED ->
                name.withReporter(upper(name.reporterType()))
                        .withInstance("  " + upper(name.instance()) + " ")
                        .withLocalId(" " + name.localId() + "  ");
            case REFUSED_RESOURCE_TYPE -> name.withType("no_such_type");
            case REFUSED_REPORTER -> name.withReporter(name.reporterType().equals("hbi") ? "acm" : "hbi");
            case REFUSED_REPORTER_FORM -> name.withReporter("h b");
            case REFUSED_WITHOUT_LOCAL_ID -> name.withLocalId("");
            default -> name;
        };
    }

    private Content content(Kind kind, OwnResource resource) {
        ObjectNode common = payloads.common(resource.type);
        return switch (kind) {
            case CREATE, REPORT_AFTER_DELETE, SHARED_REPORT -> any(resource);
            case UPDATE_IDENTICAL ->
                new Content(
                        representation(resource.lastReport, "common"),
                        representation(resource.lastReport, "reporter"),
                        null);
            case UPDATE_REPORTER_ALONE -> new Content(null, payloads.ordinary(resource.type), null);
            case UPDATE_COMMON_ALONE -> new Content(common, null, null);
            case UPDATE_EMPTY_REPORTER -> new Content(common, empty(), null);
            case UPDATE_BOUNDARY -> named(common, payloads.boundary(resource.type));
            case UPDATE_AWKWARD -> named(common, payloads.awkward(resource.type));
            case REFUSED_WITHOUT_REPRESENTATION -> new Content(null, null, null);
            case REFUSED_EMPTY_REPORTER -> new Content(null, empty(), null);
            case REFUSED_WITHOUT_WORKSPACE ->
                new Content(empty().put("extra", "x"), payloads.ordinary(resource.type), null);
            case REFUSED_MALFORMED -> new Content(common, payloads.malformed(resource.type), null);
            case REFUSED_INCOMPLETE -> new Content(common, payloads.incomplete(resource.type), null);
            case FAILED_NUL_CHARACTER ->
                new Content(common, payloads.ordinary(resource.type).put("extra", "a\u0000b"), null);
            default -> new Content(common, payloads.ordinary(resource.type), null);
        };
    }

    /** Both representations, or one of them. */
    private Content any(OwnResource resource) {
        int number = random.nextInt(6);
        return new Content(
                number == 0 ? null : payloads.common(resource.type),
                number == 1 ? null : payloads.ordinary(resource.type),
                null);
    }

    private static Content named(ObjectNode common, Payload payload) {
        return new Content(common, payload.representation(), payload.name());
    }

    private static ObjectNode representation(ObjectNode report, String name) {
        return (ObjectNode) report.get("representations").get(name);
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Of this operation alone. */
    private String ownTransactionId() {
        return run + "-tx-" + size();
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
