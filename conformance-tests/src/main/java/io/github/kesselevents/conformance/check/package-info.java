/**
 * The checks: folds over a history. {@link io.github.kesselevents.conformance.check.Ledger} puts its entries together
 * (which record was made by which commit, which commit by which operation); each check then states everything that it
 * finds of its family, and how much it examined. What explains what is not decided here.
 *
 * <p>No Kafka, no database, no clock: what is not in the history does not exist.
 */
package io.github.kesselevents.conformance.check;
