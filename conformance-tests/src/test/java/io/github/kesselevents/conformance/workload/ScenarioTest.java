package io.github.kesselevents.conformance.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.fixtures.payload.RelayProbes;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A scenario exercises everything that the requirements speak of, whatever its seed. */
class ScenarioTest {

    private static final ScenarioSettings SETTINGS = ScenarioSettings.defaults();
    private static final int AT_LEAST = 10;
    private static final int AT_LEAST_OF_A_PAYLOAD = 4;

    @Test
    void runAndSeedFixEveryOperation() {
        Scenario scenario = Scenario.draw("run-1", 7, SETTINGS.withFaults(List.of("a", "b")));

        assertThat(Scenario.draw("run-1", 7, SETTINGS.withFaults(List.of("a", "b"))))
                .isEqualTo(scenario);
        assertThat(Scenario.draw("run-1", 8, SETTINGS).operations()).isNotEqualTo(scenario.operations());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 7, 42, 20_261_124, -1})
    void everySituationOccursOften(long seed) {
        ScenarioSummary summary = scenario(seed).summary();

        assertThat(summary.kinds())
                .containsOnlyKeys(Kind.values())
                .allSatisfy((kind, count) -> assertThat(count).as(kind.name()).isGreaterThanOrEqualTo(AT_LEAST));
        assertThat(summary.types())
                .hasSize(8)
                .allSatisfy((type, count) -> assertThat(count).as(type).isGreaterThanOrEqualTo(AT_LEAST));
        assertThat(summary.payloads())
                .hasSizeGreaterThan(30)
                .allSatisfy((payload, count) ->
                        assertThat(count).as(payload).isGreaterThanOrEqualTo(AT_LEAST_OF_A_PAYLOAD));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 42})
    void everyAttemptHasAMarkerOfItsOwnThatItsRequestCarries(long seed) {
        List<Operation> operations = scenario(seed).operations();

        assertThat(operations)
                .hasSize(SETTINGS.operations())
                .extracting(Operation::number)
                .isEqualTo(IntStream.range(0, SETTINGS.operations())
                        .mapToObj(n -> (long) n)
                        .toList());
        assertThat(operations.stream().map(Operation::marker).filter(Objects::nonNull))
                .doesNotHaveDuplicates();
        for (Operation operation : operations) {
            JsonNode href = operation.request().at("/representations/metadata/api_href");
            if (operation.action() == Action.DELETE || operation.kind() == Kind.REFUSED_WITHOUT_HREF) {
                assertThat(operation.marker()).isNull();
            } else {
                assertThat(operation.marker())
                        .isEqualTo("https://kit.invalid/r/" + operation.number())
                        .isEqualTo(href.stringValue());
            }
        }
    }

    @Test
    void aKeyIsTheSameHoweverItIsSpelled() {
        assertThat(new ResourceName("host", "HBI", "  I-Upper ", " r-Case ").canonical())
                .isEqualTo("host/hbi/i-upper/r-Case");

        Map<String, Long> spellings = scenario(1).operations().stream()
                .filter(op -> op.kind() == Kind.UPDATE_RESPELLED)
                .collect(Collectors.groupingBy(Operation::key, Collectors.counting()));
        Set<String> created = scenario(1).operations().stream()
                .filter(op -> op.kind() == Kind.CREATE)
                .map(Operation::key)
                .collect(Collectors.toSet());
        assertThat(created).containsAll(spellings.keySet());
    }

    @Test
    void aRepeatedTransactionIdWasUsedByTheSameClientBefore() {
        List<Operation> operations = scenario(1).operations();
        Set<Kind> repeats =
                EnumSet.of(Kind.TRANSACTION_REPEATED, Kind.TRANSACTION_AFTER_DELETE, Kind.TRANSACTION_FOR_ANOTHER_KEY);
        for (Operation repeat :
                operations.stream().filter(op -> repeats.contains(op.kind())).toList()) {
            Operation first = operations.stream()
                    .filter(op -> repeat.transactionId().equals(op.transactionId()))
                    .findFirst()
                    .orElseThrow();
            assertThat(first.client()).isEqualTo(repeat.client());
            assertThat(first.number()).isLessThan(repeat.number());
            assertThat(first.key().equals(repeat.key()))
                    .as(repeat.toString())
                    .isEqualTo(repeat.kind() != Kind.TRANSACTION_FOR_ANOTHER_KEY);
        }
    }

    @Test
    void operationsThatMeetAreOfTwoClientsAndShareATransactionIdOnly() {
        Map<Integer, List<Operation>> meetings = scenario(1).operations().stream()
                .filter(op -> op.meeting() != null)
                .collect(Collectors.groupingBy(Operation::meeting));

        assertThat(meetings).isNotEmpty();
        assertThat(meetings.values()).allSatisfy(pair -> {
            assertThat(pair).hasSize(2);
            assertThat(pair).extracting(Operation::client).doesNotHaveDuplicates();
            assertThat(pair).extracting(Operation::marker).doesNotHaveDuplicates();
            assertThat(new HashSet<>(pair.stream().map(Operation::transactionId).toList()))
                    .hasSize(1)
                    .doesNotContainNull();
        });
    }

    @Test
    void clientsShareSomeKeysAndOwnTheOthers() {
        Map<String, Set<Integer>> writers = scenario(1).operations().stream()
                .collect(Collectors.groupingBy(
                        Operation::key, Collectors.mapping(Operation::client, Collectors.toSet())));
        Set<String> shared = scenario(1).operations().stream()
                .filter(op -> op.kind() == Kind.SHARED_REPORT)
                .map(Operation::key)
                .collect(Collectors.toSet());

        assertThat(shared).hasSize(SETTINGS.sharedKeys());
        assertThat(shared).allSatisfy(key -> assertThat(writers.get(key)).hasSizeGreaterThan(3));
        writers.forEach((key, clients) -> {
            if (!shared.contains(key) && !key.endsWith("/")) {
                assertThat(clients).as(key).hasSize(1);
            }
        });
    }

    @Test
    void runsNeverMeet() {
        List<String> one = names(Scenario.draw("one", 1, SETTINGS));
        List<String> other = names(Scenario.draw("other", 1, SETTINGS));

        assertThat(one).hasSameSizeAs(other).doesNotContainAnyElementsOf(other);
    }

    @Test
    void nothingInItStopsOrDistortsTheRelay() {
        List<JsonNode> probes = new ArrayList<>();
        RelayProbes.stalls()
                .forEach(probe -> probes.add(
                        probe.representation().properties().iterator().next().getValue()));
        // A null member is dropped by the API, before the relay.
        RelayProbes.distortions().stream()
                .filter(probe -> !probe.name().equals("null-member-dropped"))
                .forEach(probe -> probes.add(probe.representation().get("a")));

        assertThat(scenario(1).operations()).allSatisfy(operation -> {
            JsonNode member = operation.request().at("/representations/reporter/a");
            assertThat(probes).doesNotContain(member);
        });
    }

    @Test
    void faultsAreSpreadOverTheOperationsInTheirOrder() {
        Scenario scenario = Scenario.draw("r", 1, SETTINGS.withFaults(List.of("relay-kill", "producer-kill")));

        assertThat(scenario.faults()).extracting(FaultPoint::fault).containsExactly("relay-kill", "producer-kill");
        assertThat(scenario.faults().get(0).operations()).isBetween(500, 833);
        assertThat(scenario.faults().get(1).operations()).isBetween(1166, 1500);
        assertThat(scenario.faults().get(0))
                .hasToString("at operation " + scenario.faults().get(0).operations() + ": relay-kill");
    }

    @Test
    void kindsCanBeLeftOut() {
        Set<Kind> only = EnumSet.complementOf(EnumSet.of(Kind.CREATE, Kind.UPDATE));

        assertThat(Scenario.draw("r", 1, SETTINGS.without(only)).operations())
                .extracting(Operation::kind)
                .containsOnly(Kind.CREATE, Kind.UPDATE);
        assertThatThrownBy(() -> SETTINGS.without(EnumSet.allOf(Kind.class)))
                .hasMessage("A scenario has at least one kind of operation beside TRANSACTION_AT_ONCE.");
    }

    @Test
    void anImpossibleSettingIsRefusedInASentence() {
        assertThatThrownBy(() -> new ScenarioSettings(10, 1, 60, Set.of(), List.of()))
                .hasMessage("A scenario has at least 2 clients, not 1.");
        assertThatThrownBy(() -> new ScenarioSettings(10, 8, 60, Set.of(), List.of()))
                .hasMessage("A scenario of 8 clients has at least 64 keys, not 60.");
        assertThatThrownBy(() -> Scenario.draw("Run 1", 1, SETTINGS))
                .hasMessage("The run's name Run 1 is not made of 1 to 40 small letters, digits and hyphens.");
    }

    /** Time on the processor, so that a busy machine does not matter; the best of some, so that a cold one does not. */
    @Test
    void drawingTakesLessThanATenthOfASecond() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long best = LongStream.range(0, 10)
                .map(seed -> {
                    long begin = threads.getCurrentThreadCpuTime();
                    scenario(seed);
                    return threads.getCurrentThreadCpuTime() - begin;
                })
                .min()
                .orElseThrow();

        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void theSummaryIsATableForPeople() {
        assertThat(scenario(1).summary().table())
                .contains("Operations by kind\n", "Reports by type and reporter\n", "Reports by payload\n")
                .containsPattern("\n +[0-9]+  DELETE_AGAIN {20,}delete a deleted resource\n")
                .containsPattern("\n +[0-9]+  k8s_cluster/acs\n");
    }

    private static Scenario scenario(long seed) {
        return Scenario.draw("r", seed, SETTINGS);
    }

    private static List<String> names(Scenario scenario) {
        List<Function<Operation, String>> names = List.of(Operation::marker, Operation::transactionId, Operation::key);
        return scenario.operations().stream()
                .flatMap(op -> names.stream().map(name -> name.apply(op)))
                .filter(name -> name != null && !name.endsWith("/"))
                .toList();
    }
}
