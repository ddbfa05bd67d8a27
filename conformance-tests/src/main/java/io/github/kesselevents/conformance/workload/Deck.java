package io.github.kesselevents.conformance.workload;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Kinds in random order, each as often as its weight; shuffled anew when it is used up. */
final class Deck {

    private final List<Kind> cards = new ArrayList<>();
    private final Deque<Kind> left = new ArrayDeque<>();
    private final Random random;

    Deck(Random random, Set<Kind> without) {
        this.random = random;
        for (Kind kind : Kind.values()) {
            if (!without.contains(kind)) {
                cards.addAll(Collections.nCopies(kind.weight(), kind));
            }
        }
    }

    Kind draw() {
        if (left.isEmpty()) {
            Collections.shuffle(cards, random);
            left.addAll(cards);
        }
        return left.pop();
    }
}
