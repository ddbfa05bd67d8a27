package io.github.kesselevents.conformance.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The versions of one resource in their order, with what bounds them in time; decides whether an acknowledged delete
 * can have found the resource deleted, or deleted it. Deletes carry no marker, so they are bound by their interval.
 *
 * <p>A delete ran while the resource was in some state between two known ones: after every version whose write
 * returned, or whose event was seen, before the delete was invoked; before every version whose write was invoked after
 * it returned. It is contradicted only if the resource was live in each state between.
 */
final class Chain {

    /**
     * @param invokedAt when the write was invoked that made it; the beginning of time if unknown
     * @param knownAt from when on it is known to be there: its write returned, or its event was seen
     * @param source the version, or the delivery
     */
    record Step<T>(boolean delete, long invokedAt, long knownAt, T source) {}

    private Chain() {}

    /**
     * The deletes that may be this one's, if the resource was not deleted already.
     *
     * @return empty when the resource was deleted already, so that nothing need be written; else the deletes in its
     *     interval, none of which contradicts it
     */
    static <T> Optional<List<T>> deletesFor(Attempt delete, List<Step<T>> chain) {
        int low = 0;
        int high = chain.size();
        for (int i = 0; i < chain.size(); i++) {
            Step<T> step = chain.get(i);
            if (step.knownAt() < delete.invoked().at()) {
                low = i + 1;
            }
            if (step.invokedAt() > delete.returnedAt()) {
                high = Math.min(high, i);
            }
        }
        if (low > 0 && chain.get(low - 1).delete()) {
            return Optional.empty();
        }
        List<T> candidates = new ArrayList<>();
        for (int i = low; i < high; i++) {
            if (chain.get(i).delete()) {
                candidates.add(chain.get(i).source());
            }
        }
        return Optional.of(candidates);
    }
}
