package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Emitted;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Purpose;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import io.github.kesselevents.conformance.history.Lsn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One operation of a client, told step by step: what is not told did not happen. It begins with its invocation; then
 * {@code commits()}, {@code acknowledged()} and {@code published()} in any order, or others in their place.
 */
final class Write {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Story story;
    private final StoredResource resource;
    private final Invoked invoked;
    private final String reporter;
    private final String common;
    private final List<Consumer<Event>> resourceFaults = new ArrayList<>();
    private final List<Consumer<Event>> tupleFaults = new ArrayList<>();
    private UnaryOperator<List<RowChange>> rowFault = rows -> rows;
    private String called;
    private Event event;
    private Event tuple;
    private List<OutboxMessage> written;
    private Lsn commit;
    private Lsn lastMessage;

    /**
     * @param reporter the reporter's representation as JSON; null when the request holds none
     * @param common the common representation as JSON; null when the request holds none
     * @param instance the reporter's; empty when the request names none
     */
    Write(
            Story story,
            StoredResource resource,
            Action action,
            Purpose purpose,
            String marker,
            String transactionId,
            String reporter,
            String common,
            String instance) {
        this.story = story;
        this.resource = resource;
        this.reporter = reporter;
        this.common = common;
        boolean report = action == Action.REPORT;
        this.invoked = new Invoked(
                story.now(),
                story.nextOperation(),
                0,
                purpose,
                action,
                report ? marker : null,
                "host/hbi/" + instance + "/" + resource.local(),
                transactionId,
                report ? request(marker) : JSON.objectNode());
        story.add(invoked);
    }

    private ObjectNode request(String marker) {
        ObjectNode request = JSON.objectNode();
        ObjectNode representations = request.putObject("representations");
        representations
                .putObject("metadata")
                .put("local_resource_id", resource.local())
                .put("api_href", marker);
        if (common != null) {
            representations.set("common", JsonMapper.shared().readTree(common));
        }
        if (reporter != null) {
            representations.set("reporter", JsonMapper.shared().readTree(reporter));
        }
        return request;
    }

    /** The producer writes another event of the resources stream into its outbox. */
    Write emitting(Consumer<Event> fault) {
        resourceFaults.add(fault);
        return this;
    }

    /** The producer writes another event of the tuples stream into its outbox. */
    Write emittingTuple(Consumer<Event> fault) {
        tupleFaults.add(fault);
        return this;
    }

    /** The producer stores other rows. */
    Write storing(UnaryOperator<List<RowChange>> fault) {
        rowFault = fault;
        return this;
    }

    /** The producer gives its events this operation, and all that goes with it. */
    Write called(String word) {
        called = word;
        return this;
    }

    /** A delete of what is deleted inserts a tombstone, as if it were not. */
    Write insertingATombstoneAgain() {
        resource.forgetDelete();
        return this;
    }

    /** Its transaction writes its outbox messages, and commits later than that. */
    Write writes() {
        makeEvents();
        written = messages(true, true);
        return this;
    }

    /** Its transaction commits, with rows and outbox messages. */
    Write commits() {
        return commits(true, true);
    }

    /** Its transaction commits with its rows, and writes no outbox message. */
    Write commitsInSilence() {
        return commits(false, false);
    }

    /** Its transaction commits, but the message of the tuples stream is missing. */
    Write commitsWithoutTuple() {
        return commits(true, false);
    }

    private Write commits(boolean withEvent, boolean withTuple) {
        makeEvents();
        List<RowChange> rows = rowFault.apply(rows());
        commit = story.commit(written != null ? written : messages(withEvent, withTuple), rows);
        return this;
    }

    private List<OutboxMessage> messages(boolean withEvent, boolean withTuple) {
        List<OutboxMessage> messages = new ArrayList<>();
        if (withEvent) {
            messages.add(event.message(story.nextLsn()));
        }
        if (withTuple) {
            lastMessage = story.nextLsn();
            messages.add(tuple.message(lastMessage));
        }
        return messages;
    }

    /** Nothing is left to delete: the rows are touched, and that commits. */
    Write commitsNothing() {
        commit = story.commit(List.of(), resource.delete(marker()));
        return this;
    }

    /** As {@link #commitsNothing()}, but with outbox messages. */
    Write commitsNothingButEmits() {
        makeEvents();
        lastMessage = story.nextLsn();
        commit = story.commit(
                List.of(event.message(story.nextLsn()), tuple.message(lastMessage)), resource.delete(marker()));
        return this;
    }

    private List<RowChange> rows() {
        return invoked.action() == Action.DELETE
                ? resource.delete(marker())
                : resource.report(marker(), invoked.transactionId(), reporter, common);
    }

    /** The outbox messages are written outside the transaction. */
    Write emitsOutsideItsTransaction() {
        makeEvents();
        story.add(new Emitted(story.now(), event.message(story.nextLsn())));
        story.add(new Emitted(story.now(), tuple.message(story.nextLsn())));
        return this;
    }

    Write acknowledged() {
        return returned(Outcome.ACKNOWLEDGED, "OK");
    }

    Write refused() {
        return returned(Outcome.REFUSED, "INVALID_ARGUMENT");
    }

    /** The client hears of a broken connection. */
    Write brokenOff() {
        return returned(Outcome.UNKNOWN, "UNAVAILABLE");
    }

    private Write returned(Outcome outcome, String code) {
        story.add(new Returned(story.now(), invoked.operation(), outcome, code, ""));
        return this;
    }

    /** Both events are read from their topics; told again, they are delivered again. */
    Write published() {
        return publishedResource().publishedTuple();
    }

    Write publishedResource() {
        return publishedResource(any -> {});
    }

    /** As the relay damaged it. */
    Write publishedResource(Consumer<Event> damage) {
        makeEvents();
        story.deliver(event, damage);
        return this;
    }

    Write publishedTuple() {
        return publishedTuple(any -> {});
    }

    /** As the relay damaged it. */
    Write publishedTuple(Consumer<Event> damage) {
        makeEvents();
        story.deliver(tuple, damage);
        return this;
    }

    private void makeEvents() {
        if (event == null) {
            boolean delete = invoked.action() == Action.DELETE;
            String operation = delete ? "deleted" : called != null ? called : resource.isNew() ? "created" : "updated";
            event = story.event(
                    "kessel.resources", resource, operation, "", delete ? JSON.objectNode() : payload(operation));
            tuple = story.event("kessel.tuples", resource, operation, story.uuid(), tuplePayload(delete));
            resourceFaults.forEach(fault -> fault.accept(event));
            tupleFaults.forEach(fault -> fault.accept(tuple));
        }
    }

    private ObjectNode payload(String operation) {
        String time = story.time().toString();
        ObjectNode payload = JSON.objectNode();
        ObjectNode data = payload.putObject("data");
        ObjectNode metadata = data.putObject("metadata")
                .put(operation + "_at", time)
                .put("id", resource.id())
                .put("org_id", "")
                .put("resource_type", "host");
        if (common != null) {
            metadata.set("workspace_id", JsonMapper.shared().readTree(common).get("workspace_id"));
        }
        data.putObject("reporter_data")
                .put("api_href", marker())
                .put("local_resource_id", resource.local())
                .put("reporter_instance_id", "i-1")
                .put("reporter_type", "hbi");
        if (reporter != null) {
            data.set("resource_data", JsonMapper.shared().readTree(reporter));
        }
        return payload.put("datacontenttype", "application/json")
                .put("id", story.uuid())
                .put("source", "")
                .put("specversion", "1.0")
                .put("subject", "/resources/host/" + resource.id())
                .put("time", time)
                .put("type", "redhat.inventory.resources.host." + operation);
    }

    private ObjectNode tuplePayload(boolean delete) {
        ObjectNode payload = JSON.objectNode();
        if (!delete && common != null) {
            payload.put("common_version", resource.nextCommonVersion());
        }
        if (delete || reporter != null) {
            payload.put("reporter_representation_version", resource.nextVersion());
        }
        ObjectNode key = payload.putObject("reporter_resource_key").put("local_resource_id", resource.local());
        key.putObject("reporter").put("reporter_instance_id", "i-1").put("reporter_type", "hbi");
        key.put("resource_type", "host");
        return payload;
    }

    /** As it comes back in the event; a delete's rows keep one of no operation. */
    String marker() {
        return invoked.marker() == null ? "https://kit.invalid/none" : invoked.marker();
    }

    /** Its event on the resources stream. */
    Event resourceEvent() {
        return event;
    }

    /** The payload of its event on the resources stream, as JSON. */
    String payloadText() {
        return event.payloadText();
    }

    /** The id of its event on the tuples stream. */
    String tupleId() {
        return tuple.id();
    }

    /** The time that its event says, as JSON text holds it. */
    String time() {
        return event.text("/time");
    }

    /** The id of its event on the resources stream. */
    String id() {
        return event.id();
    }

    /** The resource id, which is the key of its events. */
    String key() {
        return resource.id();
    }

    /** Where its transaction committed. */
    Lsn lsn() {
        return commit;
    }

    /** Where its last outbox message stands. */
    Lsn lastMessage() {
        return lastMessage;
    }

    Anchor operation() {
        return new Anchor.OfOperation(invoked.operation());
    }

    Anchor commit() {
        return new Anchor.OfCommit(commit);
    }
}
