package io.github.kesselevents.conformance.history;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.HistoryEntry.Committed;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.End;
import io.github.kesselevents.conformance.history.HistoryEntry.Ended;
import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.OutboxMessage;
import io.github.kesselevents.conformance.history.HistoryEntry.Purpose;
import io.github.kesselevents.conformance.history.HistoryEntry.ReadBack;
import io.github.kesselevents.conformance.history.HistoryEntry.RelaySampled;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.history.HistoryEntry.Started;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class RecordedSessionTest {

    @ParameterizedTest
    @EnumSource
    void everyLineOfTheRecordingHasItsPlace(RecordedSession session) {
        Map<String, Long> lines = session.lines().stream()
                .collect(groupingBy(line -> line.get("kind").stringValue(), counting()));
        List<HistoryEntry> entries = session.entries();

        assertThat(count(entries, Started.class)).isEqualTo(1);
        assertThat(count(entries, Invoked.class)).isEqualTo(lines.get("call") + lines.get("sentinel"));
        assertThat(count(entries, Returned.class)).isEqualTo(count(entries, Invoked.class));
        assertThat(of(entries, Invoked.class).filter(i -> i.purpose() == Purpose.SENTINEL))
                .hasSize(lines.get("sentinel").intValue());
        assertThat(count(entries, Observed.class)).isEqualTo(lines.get("record"));
        assertThat(count(entries, Faulted.class)).isEqualTo(lines.get("fault"));
        assertThat(count(entries, RelaySampled.class)).isEqualTo(lines.get("relay"));
        assertThat(count(entries, Drained.class)).isEqualTo(lines.get("drained"));
        assertThat(count(entries, ReadBack.class)).isEqualTo(lines.get("row"));
        assertThat(count(entries, Ended.class)).isEqualTo(1);

        assertThat(count(entries, Committed.class)).isEqualTo(log(session, "COMMIT"));
        assertThat(messages(entries)).hasSize((int) log(session, "message"));
        assertThat(of(entries, Committed.class).flatMap(c -> c.rows().stream())).hasSize((int) log(session, "table"));
    }

    @ParameterizedTest
    @EnumSource
    void theEntriesStandInTheOrderOfTheirInstants(RecordedSession session) {
        List<HistoryEntry> entries = session.entries();

        assertThat(entries.get(0)).isInstanceOf(Started.class);
        assertThat(entries.get(entries.size() - 1)).isInstanceOf(Ended.class);
        assertThat(entries).extracting(HistoryEntry::at).isSorted();
        of(entries, Observed.class)
                .collect(groupingBy(o -> o.topic() + "-" + o.partition()))
                .forEach((partition, records) -> assertThat(records)
                        .as(partition)
                        .extracting(Observed::offset)
                        .isSorted());
    }

    @ParameterizedTest
    @EnumSource
    void commitsStandInCommitOrder(RecordedSession session) {
        List<Committed> commits = of(session.entries(), Committed.class).toList();

        for (int i = 1; i < commits.size(); i++) {
            assertThat(commits.get(i - 1).lsn()).isLessThan(commits.get(i).lsn());
        }
        assertThat(commits)
                .allSatisfy(commit -> assertThat(commit.messages())
                        .allSatisfy(message -> assertThat(message.lsn()).isLessThan(commit.lsn())));
    }

    @ParameterizedTest
    @EnumSource
    void eachRecordIsOfACommitBeforeIt(RecordedSession session) {
        Map<String, Long> committed = new HashMap<>();
        for (HistoryEntry entry : session.entries()) {
            if (entry instanceof Committed commit) {
                commit.messages().forEach(message -> committed.put(SessionLog.id(message), commit.at()));
            } else if (entry instanceof Observed observed) {
                assertThat(committed).containsKey(SessionLog.id(observed));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachCommitComesAfterTheInvocationThatMadeIt(RecordedSession session) {
        List<HistoryEntry> entries = session.entries();
        Map<String, Invoked> invoked = of(entries, Invoked.class)
                .filter(i -> i.marker() != null)
                .collect(toMap(Invoked::marker, invocation -> invocation));
        long found = of(entries, Committed.class)
                .flatMap(commit -> marker(commit)
                        .peek(marker -> assertThat(invoked.get(marker).at()).isLessThan(commit.at())))
                .count();

        assertThat(found).isGreaterThan(100);
    }

    @ParameterizedTest
    @EnumSource
    void aPositionOfTheRelayIsThatOfAMessage(RecordedSession session) {
        List<HistoryEntry> entries = session.entries();
        Set<Lsn> messages = messages(entries).map(OutboxMessage::lsn).collect(Collectors.toSet());

        assertThat(of(entries, RelaySampled.class).map(RelaySampled::position).filter(p -> p != null))
                .isNotEmpty()
                .isSubsetOf(messages);
    }

    @ParameterizedTest
    @EnumSource
    void theRowsReadBackAreTheRowsLastWritten(RecordedSession session) {
        List<HistoryEntry> entries = session.entries();
        Map<List<String>, Map<String, String>> written = new HashMap<>();
        of(entries, Committed.class)
                .flatMap(commit -> commit.rows().stream())
                .forEach(row -> written.put(primaryKey(row.table(), row.columns()), row.columns()));
        Map<List<String>, Map<String, String>> read = of(entries, ReadBack.class)
                .collect(toMap(row -> primaryKey(row.table(), row.columns()), ReadBack::columns));

        assertThat(read).isEqualTo(written);
    }

    @ParameterizedTest
    @EnumSource
    void theStretchesAreWitnessed(RecordedSession session) {
        List<Boolean> shown = session.lines().stream()
                .filter(line -> line.get("kind").stringValue().equals("drained"))
                .map(line -> line.get("all_partitions").booleanValue())
                .toList();
        List<Drained> drained = of(session.entries(), Drained.class).toList();

        assertThat(drained).extracting(Drained::complete).isEqualTo(shown);
        assertThat(drained).allMatch(Drained::witnessed);
    }

    @Test
    void aStretchThatNeverDrainedNamesItsPartitions() {
        assertThat(of(RecordedSession.STALLED.entries(), Drained.class).skip(1))
                .extracting(Drained::missing)
                .containsOnly(List.of(
                        "outbox.event.kessel.resources-0",
                        "outbox.event.kessel.resources-1",
                        "outbox.event.kessel.resources-2",
                        "outbox.event.kessel.tuples-0",
                        "outbox.event.kessel.tuples-1",
                        "outbox.event.kessel.tuples-2"));
    }

    @Test
    void eachFaultHasThreeStages() {
        assertThat(of(RecordedSession.KILLED.entries(), Faulted.class))
                .extracting(f -> f.fault() + " " + f.what() + " " + f.component() + " " + f.stage())
                .containsExactly(
                        "1 kill relay " + Stage.ASKED,
                        "1 kill relay " + Stage.TOOK_EFFECT,
                        "1 kill relay " + Stage.ENDED,
                        "2 kill producer " + Stage.ASKED,
                        "2 kill producer " + Stage.TOOK_EFFECT,
                        "2 kill producer " + Stage.ENDED,
                        "3 stop relay " + Stage.ASKED,
                        "3 stop relay " + Stage.TOOK_EFFECT,
                        "3 stop relay " + Stage.ENDED);
    }

    @Test
    void aSessionSaysWhyItEnded() {
        assertThat(of(RecordedSession.KILLED.entries(), Ended.class))
                .singleElement()
                .satisfies(ended -> assertThat(ended.reason()).isEqualTo(End.DRAINED))
                .satisfies(ended -> assertThat(ended.offsets()).hasSize(6));
        assertThat(of(RecordedSession.STALLED.entries(), Ended.class))
                .singleElement()
                .extracting(Ended::reason, Ended::what)
                .containsExactly(End.GAVE_UP, "gave up: no sentinel within 20 s of the restart");
    }

    @ParameterizedTest
    @EnumSource
    void aFileGivesTheSameEntries(RecordedSession session, @TempDir Path folder) {
        List<HistoryEntry> read = new ArrayList<>();

        History.of(session.writeTo(folder.resolve("history.ndjson"))).read((line, entry) -> read.add(entry));

        assertThat(read)
                .usingRecursiveFieldByFieldElementComparator(EntryEquality.BY_VALUE)
                .containsExactlyElementsOf(session.entries());
    }

    private static Stream<String> marker(Committed commit) {
        return commit.messages().stream()
                .map(message -> HistoryFormat.MAPPER.readTree(message.content()))
                .map(content -> content.at("/payload/data/reporter_data/api_href"))
                .flatMap(marker -> marker.stringValueOpt().stream());
    }

    /** Table and primary key of a row. */
    private static List<String> primaryKey(String table, Map<String, String> row) {
        return switch (table) {
            case "resource", "reporter_resources" -> List.of(table, row.get("id"));
            case "common_representations" -> List.of(table, row.get("resource_id"), row.get("version"));
            default -> List.of(table, row.get("reporter_resource_id"), row.get("version"), row.get("generation"));
        };
    }

    private static long log(RecordedSession session, String beginning) {
        Predicate<JsonNode> log = line -> line.get("kind").stringValue().equals("wal");
        return session.lines().stream()
                .filter(log.and(line -> line.get("data").stringValue().startsWith(beginning)))
                .count();
    }

    private static Stream<OutboxMessage> messages(List<HistoryEntry> entries) {
        return of(entries, Committed.class).flatMap(commit -> commit.messages().stream());
    }

    private static long count(List<HistoryEntry> entries, Class<? extends HistoryEntry> kind) {
        return of(entries, kind).count();
    }

    private static <T extends HistoryEntry> Stream<T> of(List<HistoryEntry> entries, Class<T> kind) {
        return entries.stream().filter(kind::isInstance).map(kind::cast);
    }
}
