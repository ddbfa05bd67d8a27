package io.github.kesselevents.conformance.check;

import java.util.ArrayList;
import java.util.List;

/** A resource that committed a version, or of which a record was delivered. Made by the {@link Index}. */
final class Resource {

    private final int number;
    private final String key;
    private final List<Version> versions = new ArrayList<>(4);
    private String subject;

    Resource(int number, String key) {
        this.number = number;
        this.key = key;
    }

    /** Its place among all, from 0, in the order in which they were first seen. */
    int number() {
        return number;
    }

    /** The resource id. */
    String key() {
        return key;
    }

    /** In commit order. */
    List<Version> versions() {
        return versions;
    }

    /** The API's name of it; null while nothing told it. */
    String subject() {
        return subject;
    }

    void call(String name) {
        subject = Shared.of(subject, name);
    }

    /** The API's name of it, as far as anything told it; else its id. */
    String name() {
        return subject == null ? key : subject;
    }
}
