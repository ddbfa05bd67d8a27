package io.github.kesselevents.conformance.recording;

import io.github.kesselevents.fixtures.environment.EnvironmentException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a witness is set up.
 *
 * @param database of the producer
 * @param slot name of the witness's own slot: lower-case letters, digits and underscores, at most 50
 * @param publication name of its publication, of the same form
 * @param tables to watch, by the names that rows shall have in the history; {@code schema.table}, or as the search path
 *     of the user finds it
 * @param patience for the slot to be made, for the first message to come, and for the end; at least 1 s
 * @param temporary whether the slot is gone when its connection is, however that ends: then nothing is left behind, and
 *     the run cannot go on after a crash of the database
 */
public record WitnessSettings(
        DatabaseAccess database,
        String slot,
        String publication,
        List<String> tables,
        Duration patience,
        boolean temporary) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,50}");
    private static final String OWN_NAME = "kessel_events_witness";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    public WitnessSettings {
        tables = List.copyOf(tables);
        requireName("slot", slot);
        requireName("publication", publication);
        if (patience.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("The witness's patience is " + patience + "; at least 1 s.");
        }
    }

    /** With a slot that survives crashes of the database, until it is dropped. */
    public WitnessSettings(
            DatabaseAccess database, String slot, String publication, List<String> tables, Duration patience) {
        this(database, slot, publication, tables, patience, false);
    }

    /** With the kit's own names, and 15 s of patience. */
    public static WitnessSettings of(DatabaseAccess database, List<String> tables) {
        return new WitnessSettings(database, OWN_NAME, OWN_NAME, tables, PATIENCE);
    }

    /** The same with a slot that is gone when its connection is. */
    public WitnessSettings withTemporarySlot() {
        return new WitnessSettings(database, slot, publication, tables, patience, true);
    }

    /** Statements by which an administrator drops what it makes in the database. */
    public List<String> byHand() {
        return List.of(new WitnessSlot(this).byHand(), new WitnessPublication(this).byHand());
    }

    private static void requireName(String of, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new EnvironmentException("The witness's " + of + " cannot be named " + name
                    + "; take 1 to 50 lower-case letters, digits and underscores.");
        }
    }
}
