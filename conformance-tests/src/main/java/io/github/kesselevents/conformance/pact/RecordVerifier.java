package io.github.kesselevents.conformance.pact;

import static java.nio.charset.StandardCharsets.UTF_8;

import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.UnknownPactSource;
import au.com.dius.pact.core.model.messaging.MessageInteraction;
import au.com.dius.pact.core.support.json.JsonParser;
import au.com.dius.pact.core.support.json.JsonValue;
import au.com.dius.pact.provider.MessageAndMetadata;
import au.com.dius.pact.provider.ProviderVerifier;
import au.com.dius.pact.provider.VerificationFailureType;
import au.com.dius.pact.provider.VerificationFailureType.MismatchFailure;
import au.com.dius.pact.provider.VerificationResult;
import io.github.kesselevents.conformance.check.Anchor;
import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.fixtures.pact.PactMismatch;
import io.github.kesselevents.fixtures.pact.PactNames;
import io.github.kesselevents.schemas.EventContract;
import io.github.kesselevents.schemas.EventReader;
import io.github.kesselevents.schemas.EventRecord;
import io.github.kesselevents.schemas.EventRecord.Header;
import io.github.kesselevents.schemas.EventStream;
import io.github.kesselevents.schemas.UnreadableRecordException;
import io.github.kesselevents.schemas.Violation;
import io.github.kesselevents.schemas.WireFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds one published record against one interaction, by Pact's own verifier, and against the contract: what Pact
 * cannot say (that a delete's payload is empty, that there is no further member) the JSON Schemas do. Not thread-safe.
 */
final class RecordVerifier {

    private final EventReader reader;
    private final EventContract contract;
    private final Set<String> notPromised;
    private final ProviderVerifier verifier = new ProviderVerifier();

    private RecordVerifier(WireFormat wireFormat, Map<EventStream, String> topics, Set<String> notPromised) {
        this.reader = EventReader.of(wireFormat);
        this.contract = EventContract.of(wireFormat).withTopics(topics);
        this.notPromised = notPromised;
        verifier.setReporters(List.of());
    }

    /** For records in the form and on the topics that the profile names. */
    static RecordVerifier of(ProducerProfile profile) {
        return new RecordVerifier(
                profile.wireFormat(),
                Arrays.stream(EventStream.values()).collect(Collectors.toMap(stream -> stream, profile::topicOf)),
                profile.notPromised().keySet());
    }

    /** Every way in which the record is not what the consumer needs or the contract promises; one for each place. */
    List<Finding> verify(Driven driven, EventRecord record) {
        Map<String, Finding> byPlace = new LinkedHashMap<>();
        for (PactMismatch mismatch : mismatches(driven, record)) {
            byPlace.putIfAbsent(
                    mismatch.pointer(),
                    finding(
                            driven,
                            record,
                            cause(mismatch.pointer()),
                            mismatch.pointer() + " is not what " + driven.consumer() + " needs: " + mismatch.why(),
                            mismatch.expected(),
                            mismatch.actual()));
        }
        for (Violation violation : contract.check(record)) {
            if (notPromised.contains(violation.requirement())) {
                continue;
            }
            byPlace.putIfAbsent(
                    violation.pointer(),
                    finding(
                            driven,
                            record,
                            violation.requirement().toLowerCase(Locale.ROOT),
                            violation.pointer() + " breaks the contract (" + violation.requirement() + ")",
                            violation.expected(),
                            violation.actual()));
        }
        return List.copyOf(byPlace.values());
    }

    private static Finding finding(
            Driven driven, EventRecord record, String cause, String what, String expected, String actual) {
        return new Finding(
                driven.id(),
                cause,
                driven.resource(),
                "\"" + driven.description() + "\", record " + record.position() + ": " + what,
                expected,
                actual,
                Set.of(new Anchor.OfRecord(record.topic(), record.partition(), record.offset())));
    }

    private static String cause(String pointer) {
        int second = pointer.indexOf('/', 1);
        return "pact-" + (second < 0 ? pointer.substring(1) : pointer.substring(1, second));
    }

    private List<PactMismatch> mismatches(Driven driven, EventRecord record) {
        MessageAndMetadata actual;
        try {
            actual = new MessageAndMetadata(reader.payload(record).toString().getBytes(UTF_8), metadata(record));
        } catch (UnreadableRecordException e) {
            // The contract says the same, and what was expected.
            return List.of();
        }
        VerificationResult result = verifier.verifyMessage(
                description -> actual,
                interaction(driven),
                driven.id(),
                "",
                new HashMap<>(),
                driven.pending(),
                Map.of());
        List<PactMismatch> mismatches = new ArrayList<>();
        if (result instanceof VerificationResult.Failed failed) {
            failed.getFailures()
                    .values()
                    .forEach(failures -> failures.forEach(failure -> mismatches.addAll(of(failure))));
            if (mismatches.isEmpty()) {
                mismatches.add(
                        new PactMismatch("/value", failed.getDescription(), "what the pact says", "something else"));
            }
        }
        return mismatches;
    }

    private static List<PactMismatch> of(VerificationFailureType failure) {
        return failure instanceof MismatchFailure mismatch
                ? PactMismatch.of(mismatch.getMismatch())
                : List.of(new PactMismatch("/value", failure.description(), "what the pact says", "something else"));
    }

    private Map<String, Object> metadata(EventRecord record) throws UnreadableRecordException {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put(PactNames.TOPIC, record.topic());
        metadata.put(PactNames.KEY, reader.resourceId(record));
        for (Header header : record.headers()) {
            if (header.value() != null) {
                metadata.put(header.name(), new String(header.value(), UTF_8));
            }
        }
        metadata.put(PactNames.CONTENT_TYPE, PactNames.JSON);
        return metadata;
    }

    private static MessageInteraction interaction(Driven driven) {
        JsonValue.Object pact =
                (JsonValue.Object) JsonParser.parseString(driven.entry().pact().toString());
        return (MessageInteraction) DefaultPactReader.INSTANCE
                .pactFromJson(pact, UnknownPactSource.INSTANCE)
                .getInteractions()
                .get(0);
    }
}
