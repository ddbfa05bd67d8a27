package io.github.kesselevents.conformance.check;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * What a small producer and its relay did, right or wrong: writes of three resources that each go to two streams, and a
 * relay that delivers what was written, stream by stream, in commit order, and is sometimes moved back.
 *
 * @param catchUp whether the relay at last delivers, without fault, what it has not come to
 */
record RelayStory(List<Step> steps, boolean catchUp) {

    /** One thing that happened. */
    sealed interface Step {}

    /**
     * A client asks for a write, and a transaction commits, or does not.
     *
     * @param group number of the transaction_id that the client used; 0 for none
     * @param backDated whether its event tells an earlier time than it should
     */
    record Write(int key, Kind kind, Reply reply, int group, boolean backDated) implements Step {

        /** An ordinary one: acknowledged, under no transaction_id, with the right time. */
        Write(int key, Kind kind) {
            this(key, kind, Reply.ACKNOWLEDGED, 0, false);
        }

        @Override
        public String toString() {
            return "write k" + key + " " + kind + " " + reply + (group == 0 ? "" : " tx-" + group)
                    + (backDated ? " back-dated" : "");
        }
    }

    /** The relay delivers the next message of the stream. */
    record Relay(int stream, Fault fault) implements Step {

        @Override
        public String toString() {
            return "relay s" + stream + (fault == Fault.NONE ? "" : " " + fault);
        }
    }

    /** The relay goes back on the stream by so many messages. */
    record GoBack(int stream, int messages) implements Step {

        @Override
        public String toString() {
            return "back s" + stream + " by " + messages;
        }
    }

    /** The relay is killed, and goes on where it was. */
    record Disturb() implements Step {

        @Override
        public String toString() {
            return "disturb";
        }
    }

    /** The relay stores how far it came on the stream. */
    record Store(int stream) implements Step {

        @Override
        public String toString() {
            return "store s" + stream;
        }
    }

    /** A record of which nothing was written appears on the stream. */
    record MakeUp(int stream, int key) implements Step {

        @Override
        public String toString() {
            return "make up k" + key + " on s" + stream;
        }
    }

    /** What a transaction does; an event is of the kind that its message says. */
    enum Kind {
        /** Creates the resource, or updates it if there is one. */
        REPORT,
        DELETE,
        CREATE_AGAIN,
        /** Writes messages, but no version. */
        NO_VERSION,
        /** Writes no message to the second stream. */
        ONE_STREAM,
        /** Leaves nothing behind. */
        ROLLED_BACK,
        /** Its event is on the first stream before it rolls back. */
        PUBLISHED_AND_ROLLED_BACK,
        /** Its commit is held back while sentinels pass. */
        HELD,
        /** The same, but that its event is on the first stream meanwhile. */
        HELD_AND_VISIBLE;

        boolean commits() {
            return this != ROLLED_BACK && this != PUBLISHED_AND_ROLLED_BACK;
        }

        boolean isHeld() {
            return this == HELD || this == HELD_AND_VISIBLE;
        }

        /** Deletes carry no marker, so nobody can tell which of them did what; nor who wrote what is no version. */
        boolean isAskedFor() {
            return this != DELETE && this != NO_VERSION;
        }
    }

    /** What the client is told. */
    enum Reply {
        NONE,
        ACKNOWLEDGED,
        REFUSED
    }

    /** What the relay does wrong. */
    enum Fault {
        NONE,
        DROP,
        TWICE,
        /** Delivers it only after the next one. */
        LATE,
        NEW_ID,
        /** Uses the id of the record of another resource that it delivered first. */
        BORROWED_ID,
        OTHER_BYTES,
        OTHER_HEADER,
        OTHER_PARTITION,
        OTHER_KEY
    }

    static Arbitrary<RelayStory> any() {
        Arbitrary<Integer> keys = Arbitraries.integers().between(0, 2);
        Arbitrary<Integer> streams = Arbitraries.integers().between(0, 1);
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(12, Kind.REPORT),
                Tuple.of(3, Kind.DELETE),
                Tuple.of(1, Kind.CREATE_AGAIN),
                Tuple.of(1, Kind.NO_VERSION),
                Tuple.of(1, Kind.ONE_STREAM),
                Tuple.of(1, Kind.ROLLED_BACK),
                Tuple.of(1, Kind.PUBLISHED_AND_ROLLED_BACK),
                Tuple.of(1, Kind.HELD),
                Tuple.of(1, Kind.HELD_AND_VISIBLE));
        Arbitrary<Reply> replies = Arbitraries.frequency(
                Tuple.of(8, Reply.ACKNOWLEDGED), Tuple.of(1, Reply.REFUSED), Tuple.of(1, Reply.NONE));
        Arbitrary<Integer> groups = Arbitraries.frequency(Tuple.of(8, 0), Tuple.of(1, 1), Tuple.of(1, 2));
        Arbitrary<Boolean> backDated = Arbitraries.frequency(Tuple.of(12, false), Tuple.of(1, true));
        Arbitrary<Fault> faults = Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.just(Fault.NONE)), Tuple.of(1, Arbitraries.of(Fault.class)));
        Arbitrary<Step> steps = Arbitraries.frequencyOf(
                Tuple.of(
                        8,
                        Combinators.combine(keys, kinds, replies, groups, backDated)
                                .as(Write::new)),
                Tuple.of(20, Combinators.combine(streams, faults).as(Relay::new)),
                Tuple.of(
                        2,
                        Combinators.combine(streams, Arbitraries.integers().between(1, 6))
                                .as(GoBack::new)),
                Tuple.of(2, Arbitraries.create(Disturb::new)),
                Tuple.of(2, streams.map(Store::new)),
                Tuple.of(1, Combinators.combine(streams, keys).as(MakeUp::new)));
        Arbitrary<Boolean> catchUp = Arbitraries.of(false, true);
        return Combinators.combine(steps.list().ofMaxSize(40), catchUp).as(RelayStory::new);
    }

    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining("; ")) + (catchUp ? "; catch up" : "");
    }
}
