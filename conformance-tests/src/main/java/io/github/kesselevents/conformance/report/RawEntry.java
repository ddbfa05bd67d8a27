package io.github.kesselevents.conformance.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryEntry.RowChange;
import io.github.kesselevents.conformance.report.Report.Part;
import io.github.kesselevents.conformance.report.Report.Raw;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows entries of a history to a person: JSON indented, bytes that are no text in hexadecimal, all of it cut where
 * long.
 */
final class RawEntry {

    /** A resource of ordinary size is shown whole. */
    private static final int LONGEST = 4_000;

    private static final String SCHEMA = "schema";
    private static final String PAYLOAD = "payload";
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private RawEntry() {}

    static Raw of(long line, Observed observed) {
        List<Part> parts = new ArrayList<>();
        parts.add(part(
                "timestamp",
                java.time.Instant.ofEpochMilli(observed.timestamp()).toString()));
        parts.add(part("key", payload(observed.key())));
        parts.add(part(
                "headers",
                observed.headers().stream()
                        .map(header -> header.name() + ": " + text(header.value()))
                        .collect(Collectors.joining("\n"))));
        parts.add(part("value", payload(observed.value())));
        if (isWrapped(observed.value())) {
            parts.add(part("value on the wire", text(observed.value())));
        }
        return new Raw(line, observed.at(), "record " + observed.record().position(), parts);
    }

    static Raw of(long line, Committed committed) {
        List<Part> parts = new ArrayList<>();
        for (OutboxMessage message : committed.messages()) {
            parts.add(part("message " + message.prefix() + " at " + message.lsn(), json(message.content())));
        }
        for (RowChange row : committed.rows()) {
            parts.add(part(
                    row.change() + " " + row.table(),
                    new TreeMap<>(row.columns())
                            .entrySet().stream()
                                    .map(column -> column.getKey() + " = " + column.getValue())
                                    .collect(Collectors.joining("\n"))));
        }
        return new Raw(line, committed.at(), "commit " + committed.lsn() + ", transaction " + committed.xid(), parts);
    }

    static Raw of(long line, Invoked invoked) {
        List<Part> parts = new ArrayList<>();
        parts.add(part("resource", invoked.key()));
        if (invoked.transactionId() != null) {
            parts.add(part("transaction_id", invoked.transactionId()));
        }
        parts.add(part("request", pretty(invoked.request())));
        return new Raw(
                line,
                invoked.at(),
                "operation " + invoked.operation() + ", " + invoked.action() + " by client " + invoked.client(),
                parts);
    }

    static Raw of(long line, Returned returned) {
        return new Raw(
                line,
                returned.at(),
                "reply to operation " + returned.operation(),
                List.of(part(
                        "reply", returned.code() + (returned.message().isEmpty() ? "" : ": " + returned.message()))));
    }

    private static Part part(String name, String text) {
        return text.length() <= LONGEST
                ? new Part(name, text, 0)
                : new Part(name, text.substring(0, LONGEST), text.length() - LONGEST);
    }

    /** Without Connect's wrapper: its schema part hides what matters. */
    private static String payload(byte[] bytes) {
        String text = text(bytes);
        return isWrapped(bytes)
                ? RecordKey.parse(text).map(json -> pretty(json.get(PAYLOAD))).orElse(text)
                : json(text);
    }

    private static boolean isWrapped(byte[] bytes) {
        return bytes != null
                && RecordKey.parse(new String(bytes, UTF_8))
                        .filter(json -> json.isObject() && json.size() == 2 && json.has(SCHEMA) && json.has(PAYLOAD))
                        .isPresent();
    }

    private static String json(String text) {
        return RecordKey.parse(text)
                .filter(JsonNode::isContainer)
                .map(RawEntry::pretty)
                .orElse(text);
    }

    private static String pretty(JsonNode json) {
        return json == null ? "" : PRETTY.writeValueAsString(json);
    }

    private static String text(byte[] bytes) {
        if (bytes == null) {
            return "(null)";
        }
        try {
            return bytes.length == 0
                    ? "(no bytes)"
                    : UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return "(no UTF-8) " + HexFormat.ofDelimiter(" ").formatHex(bytes);
        }
    }
}
