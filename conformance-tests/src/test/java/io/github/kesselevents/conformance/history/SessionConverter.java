package io.github.kesselevents.conformance.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.history.HistoryEntry.Purpose;
import io.github.kesselevents.conformance.history.HistoryEntry.ReadBack;
import io.github.kesselevents.conformance.history.HistoryEntry.RelaySampled;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Turns a recorded session into the history that the kit would have recorded. */
final class SessionConverter {

    private static final List<String> TOPICS = List.of("outbox.event.kessel.resources", "outbox.event.kessel.tuples");
    private static final Set<String> REFUSALS =
            Set.of("INVALID_ARGUMENT", "NOT_FOUND", "UNAUTHENTICATED", "PERMISSION_DENIED", "FAILED_PRECONDITION");

    private final List<JsonNode> lines;
    private final JsonNode started;
    private final JsonNode ended;
    private final List<Observed> observed;
    private final SessionLog log;
    private final List<HistoryEntry> entries = new ArrayList<>();

    SessionConverter(List<JsonNode> lines) {
        this.lines = lines;
        this.started = of("started").findFirst().orElseThrow();
        this.ended = of("ended").findFirst().orElseThrow();
        this.observed = of("record").map(SessionConverter::observed).toList();
        this.log = new SessionLog(
                of("wal").toList(), started.get("wall_clock_ms_at_0").longValue());
    }

    /** Sorted by instant; of what happened at one instant, commits come first. */
    List<HistoryEntry> entries() {
        entries.addAll(log.entries());
        entries.addAll(observed);
        operations();
        faults();
        of("relay").map(SessionConverter::relay).forEach(entries::add);
        of("drained").map(this::drained).forEach(entries::add);
        of("row").map(this::row).forEach(entries::add);
        entries.sort(Comparator.comparingLong(HistoryEntry::at));
        entries.add(0, started());
        entries.add(ended());
        return List.copyOf(entries);
    }

    private Stream<JsonNode> of(String kind) {
        return lines.stream().filter(line -> line.get("kind").stringValue().equals(kind));
    }

    private Started started() {
        Map<String, Integer> partitions = new TreeMap<>();
        TOPICS.forEach(topic -> partitions.put(topic, started.get("partitions").intValue()));
        return new Started(
                0,
                History.VERSION,
                started.get("wall_clock_ms_at_0").longValue(),
                "kessel",
                started.get("seed").longValue(),
                partitions,
                Map.of("postgresql", "15", "debezium", "3.7.0.Final", "kafka", "4.3.1"),
                Map.of(
                        "session", started.get("session").stringValue(),
                        "offset.flush.interval.ms",
                                started.get("offset_flush_interval_ms").asString()));
    }

    /** The recording holds calls in the order of their replies; operations are numbered as they were sent, from 1. */
    private void operations() {
        List<JsonNode> calls = lines.stream()
                .filter(SessionConverter::isCall)
                .sorted(Comparator.comparingLong(call -> call.get("invoked").longValue()))
                .toList();
        for (int i = 0; i < calls.size(); i++) {
            JsonNode call = calls.get(i);
            entries.add(invoked(call, i + 1));
            if (call.hasNonNull("returned")) {
                entries.add(returned(call, i + 1));
            }
        }
    }

    private static boolean isCall(JsonNode line) {
        return Set.of("call", "sentinel").contains(line.get("kind").stringValue());
    }

    private static Invoked invoked(JsonNode call, long operation) {
        JsonNode request = call.get("request");
        boolean report = call.get("op").stringValue().equals("report");
        String transactionId =
                request.at("/representations/metadata/transaction_id").asString("");
        return new Invoked(
                call.get("invoked").longValue(),
                operation,
                call.get("client").intValue(),
                call.get("kind").stringValue().equals("sentinel") ? Purpose.SENTINEL : Purpose.WORKLOAD,
                report ? Action.REPORT : Action.DELETE,
                text(call, "marker"),
                report ? reported(request) : deleted(request.get("reference")),
                transactionId.isEmpty() ? null : transactionId,
                request);
    }

    private static String reported(JsonNode request) {
        return key(
                request.get("type"),
                request.get("reporter_type"),
                request.get("reporter_instance_id"),
                request.at("/representations/metadata/local_resource_id"));
    }

    private static String deleted(JsonNode reference) {
        return key(
                reference.get("resource_type"),
                reference.at("/reporter/type"),
                reference.at("/reporter/instance_id"),
                reference.get("resource_id"));
    }

    private static String key(JsonNode type, JsonNode reporter, JsonNode instance, JsonNode local) {
        return String.join(
                "/",
                type.stringValue(),
                reporter.stringValue().strip().toLowerCase(Locale.ROOT),
                instance.asString("").strip().toLowerCase(Locale.ROOT),
                local.stringValue().strip());
    }

    private static Returned returned(JsonNode call, long operation) {
        String code = call.get("code").stringValue();
        Outcome outcome =
                code.equals("OK") ? Outcome.ACKNOWLEDGED : REFUSALS.contains(code) ? Outcome.REFUSED : Outcome.UNKNOWN;
        return new Returned(
                call.get("returned").longValue(),
                operation,
                outcome,
                code,
                call.get("message").stringValue());
    }

    private static Observed observed(JsonNode line) {
        List<Header> headers = new ArrayList<>();
        line.get("headers")
                .forEach(header -> headers.add(Header.of(
                        header.get(0).stringValue(),
                        header.get(1).isNull() ? null : header.get(1).stringValue())));
        return new Observed(
                line.get("observed").longValue(),
                line.get("topic").stringValue(),
                line.get("partition").intValue(),
                line.get("offset").longValue(),
                line.get("timestamp").longValue(),
                bytes(line, "key"),
                headers,
                bytes(line, "value"));
    }

    /** A signal begins a fault; all that is said of its component from then on is a stage of it. */
    private void faults() {
        Map<String, Integer> current = new HashMap<>();
        Map<String, String> signals = new HashMap<>();
        of("fault").forEach(line -> {
            String said = line.get("what").stringValue();
            String component = said.substring(0, said.indexOf(' '));
            Stage stage = stage(said);
            if (stage == Stage.ASKED) {
                current.put(
                        component,
                        current.values().stream().mapToInt(n -> n).max().orElse(0) + 1);
                signals.put(component, said.endsWith("SIGKILL") ? "kill" : "stop");
            }
            entries.add(new Faulted(
                    line.get("at").longValue(),
                    current.get(component),
                    signals.get(component),
                    component,
                    stage,
                    Map.of("seen", said)));
        });
    }

    private static Stage stage(String said) {
        String seen = said.substring(said.indexOf(' ') + 1);
        return switch (seen) {
            case "SIGKILL", "SIGTERM" -> Stage.ASKED;
            case "process gone" -> Stage.TOOK_EFFECT;
            case "process started", "ready again" -> Stage.ENDED;
            default -> throw new IllegalArgumentException("No stage of a fault: " + said);
        };
    }

    private static RelaySampled relay(JsonNode line) {
        JsonNode position = line.at("/offset/lsn");
        String confirmed = text(line, "slot_confirmed");
        return new RelaySampled(
                line.get("at").longValue(),
                line.get("state").stringValue(),
                text(line, "trace"),
                position.isNumber() ? new Lsn(position.longValue()) : null,
                confirmed == null ? null : Lsn.of(confirmed),
                line.hasNonNull("slot_active") ? line.get("slot_active").booleanValue() : null);
    }

    private Drained drained(JsonNode line) {
        long at = line.get("at").longValue();
        long since = line.get("since").longValue();
        return new Drained(at, since, missing(since, at), witnessed(at));
    }

    /** The partitions that showed no event of a sentinel that was sent in this stretch. */
    private List<String> missing(long since, long at) {
        Set<String> events = new HashSet<>();
        of("sentinel")
                .filter(call -> call.get("invoked").longValue() >= since)
                .flatMap(call -> log.byMarker(text(call, "marker")).stream())
                .flatMap(commit -> commit.messages().stream())
                .forEach(message -> events.add(SessionLog.id(message)));
        Set<String> missing = new TreeSet<>();
        for (String topic : TOPICS) {
            for (int i = 0; i < started.get("partitions").intValue(); i++) {
                missing.add(topic + "-" + i);
            }
        }
        observed.stream()
                .filter(record -> record.at() <= at && events.contains(SessionLog.id(record)))
                .forEach(record -> missing.remove(record.topic() + "-" + record.partition()));
        return List.copyOf(missing);
    }

    /** All that commits before a sentinel stands before it, for {@link SessionLog} keeps the commit order. */
    private boolean witnessed(long at) {
        return of("sentinel")
                .filter(call -> call.path("code").asString("").equals("OK")
                        && call.get("returned").longValue() < at)
                .allMatch(call -> log.byMarker(text(call, "marker"))
                        .filter(commit -> commit.at() < at)
                        .isPresent());
    }

    private ReadBack row(JsonNode line) {
        Map<String, String> columns = new LinkedHashMap<>();
        line.get("row").forEachEntry((name, value) -> columns.put(name, PostgresText.of(name, value)));
        return new ReadBack(ended.get("at").longValue(), line.get("table").stringValue(), columns);
    }

    private Ended ended() {
        String reason = ended.get("reason").stringValue();
        Map<String, Long> offsets = new TreeMap<>();
        observed.forEach(
                record -> offsets.merge(record.topic() + "-" + record.partition(), record.offset() + 1, Math::max));
        return new Ended(
                ended.get("at").longValue(), reason.equals("drained") ? End.DRAINED : End.GAVE_UP, reason, offsets);
    }

    private static byte[] bytes(JsonNode line, String member) {
        String text = text(line, member);
        return text == null ? null : text.getBytes(UTF_8);
    }

    private static String text(JsonNode line, String member) {
        return line.hasNonNull(member) ? line.get(member).stringValue() : null;
    }
}
