package io.github.kesselevents.conformance.workload;

import io.github.kesselevents.fixtures.payload.ReportedType;
import tools.jackson.databind.node.ObjectNode;

/** A resource that one client alone writes, and what has become of it if every operation did what it asked for. */
final class OwnResource {

    /** Whether it is there. */
    enum State {
        NEVER_REPORTED,
        LIVE,
        DELETED
    }

    final ReportedType type;
    final ResourceName name;
    State state = State.NEVER_REPORTED;
    /** The last report that made a version; null before. */
    ObjectNode lastReport;
    /** The last transaction_id that made a version; null before. */
    String transactionId;

    OwnResource(ReportedType type, ResourceName name) {
        this.type = type;
        this.name = name;
    }

    void reported(ObjectNode report, String usedTransactionId) {
        state = State.LIVE;
        lastReport = report;
        if (usedTransactionId != null) {
            transactionId = usedTransactionId;
        }
    }

    void deleted() {
        state = State.DELETED;
    }
}
