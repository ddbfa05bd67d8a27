package io.github.kesselevents.conformance.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.kesselevents.schemas.EventRecord;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One thing that was observed. All instants are nanoseconds on one monotonic clock that began with the run; they never
 * decrease by more than what threads race for, and order nothing but what lies apart by more than that.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @Type(name = "started", value = HistoryEntry.Started.class),
    @Type(name = "invoked", value = HistoryEntry.Invoked.class),
    @Type(name = "returned", value = HistoryEntry.Returned.class),
    @Type(name = "committed", value = HistoryEntry.Committed.class),
    @Type(name = "emitted", value = HistoryEntry.Emitted.class),
    @Type(name = "observed", value = HistoryEntry.Observed.class),
    @Type(name = "faulted", value = HistoryEntry.Faulted.class),
    @Type(name = "restarted", value = HistoryEntry.Restarted.class),
    @Type(name = "relay", value = HistoryEntry.RelaySampled.class),
    @Type(name = "drained", value = HistoryEntry.Drained.class),
    @Type(name = "phase", value = HistoryEntry.PhaseBegun.class),
    @Type(name = "pact", value = HistoryEntry.PactDriven.class),
    @Type(name = "row", value = HistoryEntry.ReadBack.class),
    @Type(name = "consumer", value = HistoryEntry.Promised.class),
    @Type(name = "applied", value = HistoryEntry.Applied.class),
    @Type(name = "group", value = HistoryEntry.GroupSampled.class),
    @Type(name = "ended", value = HistoryEntry.Ended.class)
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface HistoryEntry {

    /** When it was observed, in nanoseconds since the run began. */
    long at();

    /**
     * The first entry of every history.
     *
     * @param version of the history's format, {@link History#VERSION}
     * @param wallClock milliseconds since the epoch at instant 0; ties the clock to record timestamps
     * @param profile name of the producer's profile
     * @param seed what the workload and the faults were drawn from
     * @param partitions number of partitions of each topic
     * @param versions of the kit and the parts, by name; for the report
     * @param settings whatever else a reader should know, by name; for the report
     */
    record Started(
            long at,
            int version,
            long wallClock,
            String profile,
            long seed,
            Map<String, Integer> partitions,
            Map<String, String> versions,
            Map<String, String> settings)
            implements HistoryEntry {

        /** The setting that holds the command which asks for the same run again. */
        public static final String COMMAND = "command";

        public Started {
            partitions = partitions == null ? Map.of() : Map.copyOf(partitions);
            versions = versions == null ? Map.of() : Map.copyOf(versions);
            settings = settings == null ? Map.of() : Map.copyOf(settings);
        }
    }

    /**
     * A client sent a request: one attempt. A retry is another operation.
     *
     * @param operation number of the operation, unique in the run
     * @param client number of the client, which has one operation in flight at a time
     * @param marker unique in the run; it comes back in the event. Null where the API has no room for one (deletes)
     * @param key the resource as the API names it, in the profile's form
     * @param transactionId the idempotency key that the client chose, or null
     * @param request what was sent
     */
    record Invoked(
            long at,
            long operation,
            int client,
            Purpose purpose,
            Action action,
            @Nullable String marker,
            String key,
            @Nullable String transactionId,
            JsonNode request)
            implements HistoryEntry {}

    /** What an operation asks for. */
    enum Action {
        REPORT,
        DELETE
    }

    /** Why it was asked. */
    enum Purpose {
        /** Part of the scenario. */
        WORKLOAD,
        /** Marks the end of a stretch: see {@link Drained}. */
        SENTINEL,
        /**
         * A payload that may distort events or stop the relay; only after {@link PhaseBegun} with {@link Phase#PROBES}.
         */
        PROBE
    }

    /**
     * The reply to an operation. An operation without one is as unknown as one that returned {@link Outcome#UNKNOWN}.
     *
     * @param code as the API says it: {@code INVALID_ARGUMENT}
     * @param message as the API says it; empty when it says none
     */
    record Returned(long at, long operation, Outcome outcome, String code, String message) implements HistoryEntry {}

    /** What a reply says of the write. */
    enum Outcome {
        ACKNOWLEDGED,
        /** With one of the profile's definite codes: nothing was written, the API says. */
        REFUSED,
        /** Anything else: it may have been written, or be written yet. */
        UNKNOWN
    }

    /**
     * The witness saw a transaction commit. These entries are in commit order; each transaction stands once.
     *
     * @param lsn of its commit record: gives the commit order
     * @param end of the commit record: the next transaction commits behind it
     * @param xid PostgreSQL's id of the transaction, which gives no order
     * @param messages what it wrote by {@code pg_logical_emit_message(true, …)}, in order
     * @param rows what it changed in the profile's tables, in order
     */
    record Committed(long at, Lsn lsn, Lsn end, long xid, List<OutboxMessage> messages, List<RowChange> rows)
            implements HistoryEntry {

        public Committed {
            messages = messages == null ? List.of() : List.copyOf(messages);
            rows = rows == null ? List.of() : List.copyOf(rows);
        }
    }

    /**
     * The witness saw a message that belongs to no transaction, {@code pg_logical_emit_message(false, …)}: it is
     * published even when the transaction that wrote it rolls back.
     */
    record Emitted(long at, OutboxMessage message) implements HistoryEntry {}

    /**
     * A message in the write-ahead log.
     *
     * @param prefix names the stream
     * @param content as it was written; the outbox JSON, if the producer keeps the contract
     */
    record OutboxMessage(Lsn lsn, String prefix, String content) {}

    /**
     * A row as it stands after the change.
     *
     * @param columns values in PostgreSQL's text form, by column; a null value is a null in the row
     */
    record RowChange(String table, Change change, Map<String, String> columns) {}

    /** What was done to a row. */
    enum Change {
        INSERT,
        UPDATE
    }

    /** A record was read from a topic, committed transactions only. Of one partition, records stand in offset order. */
    record Observed(
            long at,
            String topic,
            int partition,
            long offset,
            long timestamp,
            @Nullable byte[] key,
            List<Header> headers,
            @Nullable byte[] value)
            implements HistoryEntry {

        public Observed {
            headers = List.copyOf(headers);
        }

        /** As it was read. */
        public EventRecord record() {
            return new EventRecord(topic, partition, offset, timestamp, key, headers, value);
        }
    }

    /**
     * A fault went one stage further.
     *
     * @param fault number of the fault, unique in the run; its stages share it
     * @param what {@code kill}, {@code stop}, {@code pause}, {@code refuse-commits}, {@code hold-commit}, …
     * @param component {@code relay}, {@code producer}, {@code broker}, {@code database} or {@code network};
     *     {@code consumer} is all its members, {@code consumer-1} one
     * @param detail proof that it took effect, and what else there is to say, by name
     */
    record Faulted(long at, int fault, String what, String component, Stage stage, Map<String, String> detail)
            implements HistoryEntry {

        public Faulted {
            detail = detail == null ? Map.of() : Map.copyOf(detail);
        }
    }

    /** How far a fault is. */
    enum Stage {
        ASKED,
        TOOK_EFFECT,
        /** Its cause is gone: the component serves again, commits pass again. */
        ENDED,
        /**
         * It was to be, and cannot be here; the detail says which {@code fault}, and {@code why}. It has no other
         * stage.
         */
        OMITTED
    }

    /**
     * A component ended by itself, as a producer may whose database died, and was started again, as an orchestrator
     * would.
     */
    record Restarted(long at, String component, String why) implements HistoryEntry {}

    /**
     * What the relay said of itself; on change only.
     *
     * @param state {@code RUNNING}, {@code FAILED}, {@code UNREACHABLE}, …
     * @param trace why it failed, or null
     * @param position of the last message that its stored, durable offset covers; null while none is stored
     * @param confirmed what it confirmed to the database's slot, or null
     * @param active whether a connection reads the slot, or null
     */
    record RelaySampled(
            long at,
            String state,
            @Nullable String trace,
            @Nullable Lsn position,
            @Nullable Lsn confirmed,
            @Nullable Boolean active)
            implements HistoryEntry {}

    /**
     * A round of sentinels ended.
     *
     * @param since when its first sentinel was about to be sent
     * @param missing partitions that have shown none, as {@code topic-partition}; empty: all have
     * @param witnessed whether everything that committed before this round ended stands in the history before this
     *     entry; a sentinel that was acknowledged and never committed does not count against it
     */
    record Drained(long at, long since, List<String> missing, boolean witnessed) implements HistoryEntry {

        public Drained {
            missing = missing == null ? List.of() : List.copyOf(missing);
        }

        /** Whether every partition of every stream has shown a sentinel. */
        public boolean complete() {
            return missing.isEmpty();
        }
    }

    /** A phase of the run began; all before it belongs to the one before, which was {@link Phase#WORKLOAD} at first. */
    record PhaseBegun(long at, Phase phase) implements HistoryEntry {}

    /** The phases of a run, in order. */
    enum Phase {
        WORKLOAD,
        /** Provider states of consumers' pacts: judged by the pacts, and by no requirement. */
        PACTS,
        /** What may stop the relay: on a slot of its own, after all else. */
        PROBES
    }

    /**
     * The producer was brought into the state that an interaction of a consumer's pact names, unless it could not be;
     * only after {@link PhaseBegun} with {@link Phase#PACTS}.
     *
     * @param number of the interaction, unique in the run, from 1
     * @param consumer whose pact it is
     * @param origin where the pact is: a file, or an address
     * @param pending whether its failure fails nothing
     * @param pact with this interaction alone; null when there is none that can be read
     * @param key of the state's resource, as in {@link Invoked}; null when nothing was asked
     * @param operations numbers of the state's operations, in their order; the event of the last one is expected
     * @param unusable why nothing was asked; null when it was
     */
    record PactDriven(
            long at,
            int number,
            String consumer,
            String origin,
            boolean pending,
            @Nullable JsonNode pact,
            @Nullable String key,
            List<Long> operations,
            @Nullable String unusable)
            implements HistoryEntry {

        public PactDriven {
            operations = operations == null ? List.of() : List.copyOf(operations);
        }
    }

    /** A row of the profile's tables, read back at the end. */
    record ReadBack(long at, String table, Map<String, String> columns) implements HistoryEntry {}

    /**
     * What is under test is a consumer, and this is what it promises and shows. It stands behind {@link Started}, and
     * in no other history.
     *
     * @param members of its group that the kit starts; 0 when it only watches
     * @param wireFormat of the records, {@code CONNECT_JSON} or {@code PLAIN_JSON}
     * @param replays processed records of a partition that a crash may repeat, at most
     * @param shows what the sink shows
     */
    record Promised(
            long at,
            String group,
            String topic,
            int members,
            String wireFormat,
            int replays,
            PoisonPolicy poison,
            List<String> shows)
            implements HistoryEntry {

        /** The sink shows each effect, in their order: {@link Applied}. */
        public static final String EFFECTS = "effects";
        /** The sink shows what each resource is now: rows of a table of this name in {@link ReadBack}. */
        public static final String STATE = "state";
        /** The sink shows the records that were set aside, likewise. */
        public static final String DEAD_LETTERS = "dead-letters";

        public Promised {
            shows = List.copyOf(shows);
        }
    }

    /** What a consumer does with a record that holds no event. */
    enum PoisonPolicy {
        /** Sets it aside where it is seen, and goes on. */
        DEAD_LETTER,
        /** Stops before it, and commits nothing behind it. */
        STOP
    }

    /**
     * The sink shows that an event took effect.
     *
     * @param effect number that the sink gave it, unique; of those that are seen at once, the order
     * @param event the record's header {@code id}
     */
    record Applied(long at, long effect, String resource, String event) implements HistoryEntry {}

    /**
     * Up to where the group has committed.
     *
     * @param committed the next offset of each partition, as {@code topic-partition}; those without any are not in it
     * @param members of the group at that moment, the dead ones included that it has not missed yet
     */
    record GroupSampled(long at, Map<String, Long> committed, int members) implements HistoryEntry {

        public GroupSampled {
            committed = committed == null ? Map.of() : Map.copyOf(committed);
        }
    }

    /**
     * The last entry.
     *
     * @param reason why the recording stopped
     * @param what a sentence for the report
     * @param offsets up to which each partition was read (the last stable offset), as {@code topic-partition}
     */
    record Ended(long at, End reason, String what, Map<String, Long> offsets) implements HistoryEntry {

        public Ended {
            offsets = offsets == null ? Map.of() : Map.copyOf(offsets);
        }
    }

    /** Why a recording stopped. */
    enum End {
        /** The scenario is through and its last sentinels were seen. */
        DRAINED,
        /** A deadline passed. */
        GAVE_UP,
        /** Someone or something ended the run. */
        ABORTED
    }
}
