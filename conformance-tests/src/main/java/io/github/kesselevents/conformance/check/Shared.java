package io.github.kesselevents.conformance.check;

/** Texts that say the same, of which there are millions: one of them is kept for all. */
final class Shared {

    private Shared() {}

    /** The kept one, if both say the same, else the own one; either may be null. */
    static String of(String kept, String own) {
        return kept != null && kept.equals(own) ? kept : own;
    }
}
