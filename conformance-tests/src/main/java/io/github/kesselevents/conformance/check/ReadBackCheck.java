package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.Examination.Draft;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.ReadBack;
import io.github.kesselevents.conformance.producer.ColumnReference;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * ATOMIC-6, ATOMIC-7 and FIDELITY-3 by the rows that were read back at the end (grade B); with a witness,
 * {@link AtomicCheck} and {@link FidelityCheck} know better.
 *
 * <p><b>What it cannot see:</b> operations without a transaction_id of their own, unless the row still holds their
 * marker, which later writes overwrite; deletes; and the content of representations whose transaction_id was used more
 * than once.
 */
final class ReadBackCheck implements Check {

    private final ProducerProfile profile;
    private final Index index;
    private final Draft stored = new Draft("FIDELITY-3", "representations");
    private final Draft acknowledged = new Draft("ATOMIC-6", "acknowledged writes");
    private final Draft refused = new Draft("ATOMIC-7", "refused writes");
    private final Map<String, Map<String, Map<String, String>>> byTransactionId = new HashMap<>();
    private final Set<String> markers = new HashSet<>();

    ReadBackCheck(ProducerProfile profile, Index index) {
        this.profile = profile;
        this.index = index;
    }

    @Override
    public void readBack(ReadBack row) {
        for (ColumnReference column : profile.transactionId()) {
            String id = column.table().equals(row.table()) ? row.columns().get(column.column()) : null;
            if (id != null && !id.isEmpty()) {
                byTransactionId.computeIfAbsent(id, any -> new HashMap<>()).put(row.table(), row.columns());
            }
        }
        ColumnReference marker = profile.marker();
        if (marker != null
                && marker.table().equals(row.table())
                && row.columns().get(marker.column()) != null) {
            markers.add(row.columns().get(marker.column()));
        }
    }

    @Override
    public List<Examination> examine(Ending ending) {
        if (ending.grade() == Grade.B) {
            for (Attempt attempt : index.attempts()) {
                if (!attempt.isDelete() && attempt.outcome() == Outcome.ACKNOWLEDGED) {
                    acknowledged(attempt, ending);
                } else if (!attempt.isDelete() && attempt.outcome() == Outcome.REFUSED) {
                    refused(attempt);
                }
            }
        }
        return List.of(stored.done(), acknowledged.done(), refused.done());
    }

    private void acknowledged(Attempt attempt, Ending ending) {
        String id = attempt.invoked().transactionId();
        if (id == null) {
            return;
        }
        if (ending.reason() == null) {
            // Cut off amid the rows: what is missing may be among those that were lost.
            acknowledged.doubt(ending.doubt());
            stored.doubt(ending.doubt());
            return;
        }
        Map<String, Map<String, String>> rows = byTransactionId.get(id);
        acknowledged.examined();
        if (rows == null) {
            acknowledged.found(
                    "not-committed",
                    attempt.invoked().key(),
                    attempt.describe() + " was acknowledged, and no row holds its transaction_id " + id,
                    "a version",
                    "none",
                    Anchor.of(attempt));
        } else if (index.group(id).size() == 1) {
            compare(attempt, rows);
        }
    }

    private void compare(Attempt attempt, Map<String, Map<String, String>> rows) {
        profile.reported()
                .forEach((pointer, column) -> FidelityCheck.compareWithRequest(
                        stored,
                        finding -> stored.found(finding.get()),
                        attempt,
                        pointer,
                        column,
                        rows,
                        attempt.invoked().key(),
                        Anchor.of(attempt)));
    }

    private void refused(Attempt attempt) {
        String id = attempt.invoked().transactionId();
        boolean ownId = id != null && index.group(id).size() == 1;
        boolean ownRow = ownId && byTransactionId.containsKey(id);
        boolean committed = ownRow || markers.contains(attempt.invoked().marker());
        if (ownId || committed) {
            refused.examined();
        }
        if (committed) {
            refused.found(
                    "committed",
                    attempt.invoked().key(),
                    attempt.describe() + " was refused, and committed",
                    "nothing committed",
                    "a row with its " + (ownRow ? "transaction_id " + id : "marker"),
                    Anchor.of(attempt));
        }
    }
}
