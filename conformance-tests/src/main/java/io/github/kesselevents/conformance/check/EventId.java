package io.github.kesselevents.conformance.check;

/** An event's id, as messages and records bear it. Made by the {@link Index}. */
final class EventId {

    private final int number;
    private Message newest;
    private Message emitted;

    EventId(int number) {
        this.number = number;
    }

    /** Its place among all, from 0, in the order in which they were first seen. */
    int number() {
        return number;
    }

    /** What committed under it last, which leads to the {@link Message#older}; null while nothing did. */
    Message newest() {
        return newest;
    }

    void committed(Message message) {
        newest = newest == null ? message : message.after(newest);
    }

    /** What was written under it outside any transaction; null while nothing was. */
    Message emitted() {
        return emitted;
    }

    void emitted(Message message) {
        emitted = message;
    }
}
