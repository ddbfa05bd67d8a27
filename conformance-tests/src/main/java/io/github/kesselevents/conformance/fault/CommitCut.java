package io.github.kesselevents.conformance.fault;

import java.util.Locale;

/** Where the producer's connection to its database is cut: what became of the transaction is certain in each case. */
public enum CommitCut {
    /** COMMIT does not arrive, so the database rolls back. */
    BEFORE,
    /** COMMIT has arrived and is not done yet; the database completes it, with nobody to tell. */
    DURING,
    /** It is committed, and the answer is lost. */
    AFTER;

    /** The word for it in histories, with hyphens; in scenario files, with blanks. */
    public String word() {
        return "cut-" + name().toLowerCase(Locale.ROOT) + "-commit";
    }
}
