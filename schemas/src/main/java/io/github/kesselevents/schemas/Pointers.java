package io.github.kesselevents.schemas;

/** JSON pointers, RFC 6901. */
final class Pointers {

    private Pointers() {}

    /** A member's name as a token of a pointer. */
    static String escape(String name) {
        return name.indexOf('~') < 0 && name.indexOf('/') < 0
                ? name
                : name.replace("~", "~0").replace("/", "~1");
    }
}
