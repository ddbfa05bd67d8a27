package io.github.kesselevents.schemas;

/** A record holds no event that could be read: poison for a consumer. The message names the record and the damage. */
public final class UnreadableRecordException extends Exception {

    UnreadableRecordException(EventRecord event, String damage) {
        super("Record " + event.position() + " holds no readable event: its " + damage + ".");
    }
}
