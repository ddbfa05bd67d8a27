package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.check.Examination.Draft;
import io.github.kesselevents.schemas.Operation;
import java.util.List;

/**
 * ORDER-4: the versions of a resource follow the state machine: created, then updated and deleted, with no delete of
 * what is deleted. Judged on what committed, whatever the log shows of it.
 *
 * <p><b>What it cannot see:</b> anything, without a witness.
 */
final class StateMachineCheck implements Check {

    private final Index index;
    private final Draft machine = new Draft("ORDER-4", "versions");
    /** By the resource's number. */
    private final Slots<Operation> states = new Slots<>();

    StateMachineCheck(Index index) {
        this.index = index;
    }

    @Override
    public void committed(Transaction transaction) {
        for (Version version : transaction.versions()) {
            machine.examined();
            Operation before = states.put(version.resource().number(), version.operation());
            boolean follows = before == null
                    ? version.operation() == Operation.CREATED
                    : version.operation() == Operation.UPDATED
                            || version.operation() == Operation.DELETED && before != Operation.DELETED;
            if (!follows) {
                machine.found(
                        (before == null ? "none" : before.word()) + "-then-"
                                + version.operation().word(),
                        index.subject(version.key()),
                        version.describe() + (before == null ? " is its first version" : " follows " + before.word()),
                        before == null ? "created" : before == Operation.DELETED ? "updated" : "updated or deleted",
                        version.operation().word(),
                        Anchor.of(version));
            }
        }
    }

    @Override
    public List<Examination> examine(Ending ending) {
        return List.of(machine.done());
    }
}
