package io.github.kesselevents.conformance.producer;

import io.github.kesselevents.schemas.EventStream;
import io.github.kesselevents.schemas.WireFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the kit must know of a producer to record a run and to judge its history; data, not code. The bundled
 * {@code profiles/kessel.yaml} says what each member means.
 *
 * @param name what histories call it
 * @param topics pattern of all topics that may hold its events
 * @param tables the tables that the witness watches, by name
 * @param reported place in a request → column that must hold what stands there
 * @param rewindSlack transactions that its durable position covers and the relay may repeat
 * @param decides requirements that a grade must decide beside those of the grades below it
 * @param notPromised requirement → why the producer does not promise it; what is found of it is not held against it
 * @param accepted fault that a run could not cause, or requirement that it could not exercise → why that is accepted; a
 *     run without it is whole
 */
public record ProducerProfile(
        String name,
        WireFormat wireFormat,
        Set<String> refusals,
        Pattern topics,
        List<Stream> streams,
        Map<String, Table> tables,
        ColumnReference deleted,
        ColumnReference marker,
        List<ColumnReference> transactionId,
        List<ColumnReference> subject,
        Map<String, ColumnReference> reported,
        int rewindSlack,
        Map<Grade, Set<String>> decides,
        Map<String, String> notPromised,
        List<KnownFinding> known,
        Map<String, String> accepted) {

    /**
     * One stream of events.
     *
     * @param prefix of its messages in the write-ahead log
     * @param marker JSON pointer of the operation's marker; null when the payload has none
     * @param time JSON pointer of the event's time; null when the payload has none
     * @param subject JSON pointers of the parts of the API's key
     * @param mirrors JSON pointer of a member → the column that it mirrors
     * @param emptyOnDelete mirrored members that a delete may leave empty
     */
    public record Stream(
            String prefix,
            String topic,
            String marker,
            String time,
            List<String> subject,
            Map<String, ColumnReference> mirrors,
            Set<String> emptyOnDelete) {

        public Stream {
            subject = subject == null ? List.of() : List.copyOf(subject);
            mirrors = mirrors == null ? Map.of() : Map.copyOf(mirrors);
            emptyOnDelete = emptyOnDelete == null ? Set.of() : Set.copyOf(emptyOnDelete);
        }
    }

    /**
     * A watched table.
     *
     * @param version whether an insert is a version of the resource
     * @param key column that holds the resource id
     * @param through the table whose row holds the resource id, if {@code key} holds that row's {@code id}; else null
     */
    public record Table(boolean version, String key, String through) {}

    /**
     * A finding that is known and does not fail a run.
     *
     * @param id the requirement
     * @param cause the finding's cause; another cause is another finding
     * @param reason why it is accepted
     * @param link where it is tracked, or null
     * @param probe whether only a probe is sure to show it; without probes, its absence says nothing
     * @param chance whether it shows by chance, in some runs; its absence never says anything
     */
    public record KnownFinding(String id, String cause, String reason, String link, boolean probe, boolean chance) {

        public KnownFinding {
            require(id, "id of a known finding");
            require(cause, "cause of the known finding " + id);
            require(reason, "reason of the known finding " + id);
        }
    }

    public ProducerProfile {
        require(name, "name");
        require(wireFormat, "wire_format");
        require(topics, "topics");
        refusals = Set.copyOf(require(refusals, "refusals"));
        streams = List.copyOf(require(streams, "streams"));
        tables = Map.copyOf(require(tables, "tables"));
        transactionId = transactionId == null ? List.of() : List.copyOf(transactionId);
        subject = subject == null ? List.of() : List.copyOf(subject);
        reported = reported == null ? Map.of() : Map.copyOf(reported);
        decides = Map.copyOf(require(decides, "decides"));
        notPromised = notPromised == null ? Map.of() : Map.copyOf(notPromised);
        known = known == null ? List.of() : List.copyOf(known);
        accepted = accepted == null ? Map.of() : Map.copyOf(accepted);
    }

    /** The profile of inventory-api, bundled. */
    public static ProducerProfile kessel() {
        return of("kessel");
    }

    /**
     * The bundled profile of this name, else the one in this file.
     *
     * @throws ProfileException when there is neither, or it cannot be used; in one sentence
     */
    public static ProducerProfile of(String nameOrFile) {
        return ProfileReader.find(nameOrFile);
    }

    private static <T> T require(T member, String name) {
        if (member == null) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return member;
    }

    /** The stream whose messages have this prefix. */
    public Optional<Stream> streamOfPrefix(String prefix) {
        for (Stream stream : streams) {
            if (stream.prefix().equals(prefix)) {
                return Optional.of(stream);
            }
        }
        return Optional.empty();
    }

    /** The topic of one of the contract's streams, which may have another name here. */
    public String topicOf(EventStream stream) {
        return streamOfPrefix(stream.aggregateType()).map(Stream::topic).orElse(stream.topic());
    }

    /** The stream of this topic. */
    public Optional<Stream> streamOfTopic(String topic) {
        return streams.stream().filter(stream -> stream.topic().equals(topic)).findFirst();
    }

    /** Whether evidence of this grade must decide the requirement. */
    public boolean decides(Grade grade, String requirement) {
        return decides.entrySet().stream()
                .anyMatch(entry ->
                        grade.isAtLeast(entry.getKey()) && entry.getValue().contains(requirement));
    }
}
