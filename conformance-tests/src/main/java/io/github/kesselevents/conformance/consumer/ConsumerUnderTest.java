package io.github.kesselevents.conformance.consumer;

import io.github.kesselevents.fixtures.environment.Part;
import java.util.List;

/**
 * A consumer of resource events that is checked, however it is run: as a command ({@link ConsumerProfile}), in this
 * JVM, or by an implementation of one's own. Used by one thread.
 */
public interface ConsumerUnderTest extends AutoCloseable {

    /**
     * The members of its group, none of them started: {@link Part#start} returns at once, {@link Part#stop} lets it
     * commit what it has processed, {@link Part#kill} and {@link Part#pause} do not. Two, for rebalances; none, if its
     * group is only watched.
     */
    List<Part> members();

    /** Where its effects are seen. */
    ObservableSink sink();

    /** Ends what still runs. */
    @Override
    void close();
}
