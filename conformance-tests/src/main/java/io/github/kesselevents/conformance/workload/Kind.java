package io.github.kesselevents.conformance.workload;

import static io.github.kesselevents.conformance.history.HistoryEntry.Action.DELETE;
import static io.github.kesselevents.conformance.history.HistoryEntry.Action.REPORT;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import java.util.Set;

/**
 * The kinds of operations in a scenario: every situation in which the write semantics of the API say something of their
 * own. Unless it says otherwise, a kind acts on a resource that no other client touches, so that the situation is what
 * the name says, as long as no outcome before it was unknown.
 */
public enum Kind {
    CREATE(2, REPORT, "a key that was never reported"),
    UPDATE(12, REPORT, "a live resource, with other data"),
    UPDATE_IDENTICAL(4, REPORT, "a live resource, with the same data once more"),
    UPDATE_REPORTER_ALONE(5, REPORT, "a live resource, without the common representation"),
    UPDATE_COMMON_ALONE(5, REPORT, "a live resource, without the reporter representation"),
    UPDATE_EMPTY_REPORTER(2, REPORT, "a live resource, with an empty reporter representation beside the common one"),
    UPDATE_RESPELLED(3, REPORT, "a live resource, its key in capitals and with blanks around it"),
    UPDATE_BOUNDARY(5, REPORT, "a live resource, with values at the edges of their types"),
    UPDATE_AWKWARD(12, REPORT, "a live resource, with members that are hard to carry"),
    REPORT_AFTER_DELETE(4, REPORT, "a deleted resource"),
    SHARED_REPORT(18, REPORT, "a resource that several clients write"),

    TRANSACTION_REPEATED(3, REPORT, "a transaction_id again, for the same resource"),
    TRANSACTION_FOR_ANOTHER_KEY(2, REPORT, "a transaction_id again, for another resource"),
    TRANSACTION_AFTER_DELETE(2, REPORT, "a transaction_id again, after its resource was deleted"),
    TRANSACTION_AT_ONCE(2, REPORT, "a transaction_id from two clients at the same time", "OK", "INVALID_ARGUMENT"),

    DELETE_LIVE(4, DELETE, "a live resource"),
    DELETE_AGAIN(3, DELETE, "a deleted resource"),
    DELETE_RESPELLED(1, DELETE, "a live resource, its reporter in capitals"),
    DELETE_WITHOUT_INSTANCE(1, DELETE, "a live resource, without naming the reporter's instance"),
    DELETE_UNKNOWN_KEY(1, DELETE, "a key that was never reported", "NOT_FOUND"),
    DELETE_OTHER_INSTANCE(1, DELETE, "a live resource, but of another instance", "NOT_FOUND"),
    DELETE_OTHER_CASE(1, DELETE, "a live resource, but its local id in another case", "NOT_FOUND"),
    SHARED_DELETE(6, DELETE, "a resource that several clients write", "OK", "NOT_FOUND"),

    REFUSED_WITHOUT_REPRESENTATION(1, REPORT, "neither representation", "INVALID_ARGUMENT"),
    REFUSED_EMPTY_REPORTER(1, REPORT, "an empty reporter representation alone", "INVALID_ARGUMENT"),
    REFUSED_WITHOUT_WORKSPACE(1, REPORT, "a common representation without workspace_id", "INVALID_ARGUMENT"),
    REFUSED_MALFORMED(1, REPORT, "a member of the wrong form", "INVALID_ARGUMENT"),
    REFUSED_INCOMPLETE(1, REPORT, "a required member missing", "INVALID_ARGUMENT"),
    REFUSED_RESOURCE_TYPE(1, REPORT, "a resource type that does not exist", "INVALID_ARGUMENT"),
    REFUSED_REPORTER(1, REPORT, "a reporter that does not report this type", "INVALID_ARGUMENT"),
    REFUSED_REPORTER_FORM(1, REPORT, "a reporter type with a blank in it", "INVALID_ARGUMENT"),
    REFUSED_WITHOUT_LOCAL_ID(1, REPORT, "an empty local id", "INVALID_ARGUMENT"),
    REFUSED_WITHOUT_HREF(1, REPORT, "an empty api_href, and so no marker", "INVALID_ARGUMENT"),
    FAILED_NUL_CHARACTER(1, REPORT, "a text with U+0000, which the database cannot hold", "UNKNOWN");

    private final int weight;
    private final Action action;
    private final String what;
    private final Set<String> codes;

    Kind(int weight, Action action, String what, String... codes) {
        this.weight = weight;
        this.action = action;
        this.what = what;
        this.codes = codes.length == 0 ? Set.of("OK") : Set.of(codes);
    }

    /** How many of it are in a deck of all kinds. */
    int weight() {
        return weight;
    }

    /** What it asks for. */
    public Action action() {
        return action;
    }

    /** A phrase that says what is reported or deleted. */
    public String what() {
        return what;
    }

    /**
     * The codes that Kessel's API answers with; beside them, a failure of unknown outcome is always possible. For tests
     * of the kit: the verdict on a producer does not depend on it.
     */
    public Set<String> codes() {
        return codes;
    }
}
