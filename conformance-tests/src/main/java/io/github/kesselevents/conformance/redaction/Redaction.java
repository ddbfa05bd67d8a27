package io.github.kesselevents.conformance.redaction;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.History;
import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Emitted;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.HistoryEntry.PactDriven;
import io.github.kesselevents.conformance.history.HistoryEntry.ReadBack;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.conformance.history.HistoryException;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.producer.ColumnReference;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProfileException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A copy of a history without what resources were reported to hold: each string in a representation, wherever it came
 * back (request, row, outbox message, record), becomes a pseudonym of the same form, the same for the same string. So
 * the copy is judged as the original is. The profile says which places these are ({@code reported} and what mirrors
 * it).
 *
 * <p>It leaves the names of members, numbers and booleans, and what names a resource or an operation (keys, markers,
 * transaction_ids), which are the kit's own in a run of the kit. What the API said of a refusal is left out; what the
 * relay said of a failure stays. A matcher of a pact that looks for a text within a representation does not find it in
 * a pseudonym.
 *
 * <p>Not thread-safe.
 */
public final class Redaction {

    private static final int KEY = 32;
    private static final String WRAPPED = "/payload";
    /** Where an interaction of a pact holds representations, and the payload. */
    private static final List<String> REPORTED = List.of(
            "/interactions/0/providerStates/0/params/common/", "/interactions/0/providerStates/0/params/reporter/");

    private static final String EXPECTED = "/interactions/0/contents/content";
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Pseudonyms pseudonyms;
    private final Set<String> requested;
    private final Set<ColumnReference> columns;
    private final Set<String> published;

    private Redaction(ProducerProfile profile, Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
        this.requested = profile.reported().keySet();
        this.columns = profile.reported().values().stream()
                .map(column -> new ColumnReference(column.table(), column.column(), null))
                .collect(Collectors.toSet());
        this.published = profile.streams().stream()
                .flatMap(stream -> stream.mirrors().entrySet().stream())
                .filter(mirror -> columns.contains(new ColumnReference(
                        mirror.getValue().table(), mirror.getValue().column(), null)))
                .flatMap(mirror -> Stream.of(mirror.getKey(), WRAPPED + mirror.getKey()))
                .collect(Collectors.toSet());
    }

    /**
     * Copies a history.
     *
     * @param to a file that is not there yet
     * @param profile of the producer; null for the one that the history names
     * @throws HistoryException when the history cannot be read, or the file cannot be written
     * @throws ProfileException when the history names a profile that cannot be used
     */
    public static void copy(Path from, Path to, ProducerProfile profile) {
        byte[] key = new byte[KEY];
        new SecureRandom().nextBytes(key);
        AtomicReference<Redaction> redaction = new AtomicReference<>();
        try (HistoryRecorder copy = HistoryRecorder.begin(to)) {
            History.of(from).read((line, entry) -> {
                if (entry instanceof Started started && redaction.get() == null) {
                    ProducerProfile known = profile == null ? ProducerProfile.of(started.profile()) : profile;
                    redaction.set(new Redaction(known, new Pseudonyms(key)));
                }
                copy.record(redaction.get().of(entry));
            });
        }
    }

    private HistoryEntry of(HistoryEntry entry) {
        if (entry instanceof Invoked invoked) {
            return new Invoked(
                    invoked.at(),
                    invoked.operation(),
                    invoked.client(),
                    invoked.purpose(),
                    invoked.action(),
                    invoked.marker(),
                    invoked.key(),
                    invoked.transactionId(),
                    request(invoked.request()));
        }
        if (entry instanceof Returned returned) {
            String message = returned.message().isEmpty() ? "" : "(redacted)";
            return new Returned(returned.at(), returned.operation(), returned.outcome(), returned.code(), message);
        }
        if (entry instanceof Committed committed) {
            return new Committed(
                    committed.at(),
                    committed.lsn(),
                    committed.end(),
                    committed.xid(),
                    committed.messages().stream().map(this::message).toList(),
                    committed.rows().stream().map(this::row).toList());
        }
        if (entry instanceof Emitted emitted) {
            return new Emitted(emitted.at(), message(emitted.message()));
        }
        if (entry instanceof ReadBack row) {
            return new ReadBack(row.at(), row.table(), columns(row.table(), row.columns()));
        }
        if (entry instanceof PactDriven driven && driven.pact() != null) {
            return new PactDriven(
                    driven.at(),
                    driven.number(),
                    driven.consumer(),
                    driven.origin(),
                    driven.pending(),
                    MAPPER.readTree(exchange(driven.pact().toString(), this::isExample)),
                    driven.key(),
                    driven.operations(),
                    driven.unusable());
        }
        if (entry instanceof Observed record && record.value() != null) {
            return new Observed(
                    record.at(),
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.timestamp(),
                    record.key(),
                    record.headers(),
                    value(record.value()));
        }
        return entry;
    }

    private byte[] value(byte[] value) {
        try {
            return published(UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString())
                    .getBytes(UTF_8);
        } catch (CharacterCodingException e) {
            return notJson(new String(value, ISO_8859_1)).getBytes(UTF_8);
        }
    }

    /** What a pact has reported, and what it expects to come of that. */
    private boolean isExample(String place) {
        return REPORTED.stream().anyMatch(place::startsWith)
                || place.startsWith(EXPECTED) && under(published).test(place.substring(EXPECTED.length()));
    }

    private JsonNode request(JsonNode request) {
        return MAPPER.readTree(exchange(request.toString(), under(requested)));
    }

    private OutboxMessage message(OutboxMessage message) {
        return new OutboxMessage(message.lsn(), message.prefix(), published(message.content()));
    }

    private RowChange row(RowChange row) {
        return new RowChange(row.table(), row.change(), columns(row.table(), row.columns()));
    }

    private Map<String, String> columns(String table, Map<String, String> row) {
        Map<String, String> redacted = new LinkedHashMap<>(row);
        redacted.replaceAll(
                (column, value) -> value == null || !columns.contains(new ColumnReference(table, column, null))
                        ? value
                        : exchange(value, pointer -> true));
        return redacted;
    }

    private String published(String text) {
        return exchange(text, under(published));
    }

    private String exchange(String text, Predicate<String> where) {
        return text.isEmpty()
                ? text
                : JsonStrings.exchange(text, where, pseudonyms::of).orElseGet(() -> notJson(text));
    }

    /** It may hold anything. Its pseudonym is no JSON either, and differs where the original does. */
    private String notJson(String text) {
        return pseudonyms.of("not JSON: " + text);
    }

    private static Predicate<String> under(Set<String> pointers) {
        return place -> pointers.stream()
                .anyMatch(pointer -> place.startsWith(pointer)
                        && (place.length() == pointer.length() || place.charAt(pointer.length()) == '/'));
    }
}
