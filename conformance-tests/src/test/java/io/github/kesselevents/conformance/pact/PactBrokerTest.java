package io.github.kesselevents.conformance.pact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.conformance.pact.PactBrokerStub.Asked;
import io.github.kesselevents.conformance.pact.PactBrokerStub.Offer;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import io.github.kesselevents.fixtures.pact.ConsumerPact;
import io.github.kesselevents.fixtures.pact.ExpectedEvent;
import io.github.kesselevents.fixtures.pact.PactException;
import io.github.kesselevents.schemas.Requirement;
import io.github.kesselevents.schemas.Requirement.Level;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of a broker and told to it, over HTTP. */
class PactBrokerTest {

    private static final String PACT = ConsumerPact.of(
                    "search-index", ExpectedEvent.created("host"), ExpectedEvent.deleted("host"))
            .toJson();
    private static final String PENDING =
            ConsumerPact.of("newcomer", ExpectedEvent.updated("host")).toJson();

    private PactBrokerStub broker;

    @BeforeEach
    void start() throws IOException {
        broker = new PactBrokerStub(
                List.of(new Offer("search-index", PACT, false, false), new Offer("newcomer", PENDING, true, true)));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void selectorsBranchPendingAndWorkInProgressAreAskedFor() {
        List<OfferedPact> pacts = new BrokerSource(settings("1.0")).pacts();

        assertThat(pacts)
                .extracting(pact -> pact.consumer() + " " + pact.pending())
                .containsExactly("search-index false", "newcomer true");
        assertThat(pacts.get(0).notices())
                .containsExactly("The pact at search-index is being verified because it is on main.");
        assertThat(broker.asked("POST", "/pacts/provider/kessel-inventory-api/for-verification"))
                .extracting(Asked::body)
                .singleElement()
                .satisfies(body -> {
                    assertThat(body.path("consumerVersionSelectors").toString())
                            .isEqualTo("[{\"mainBranch\":true},{\"branch\":\"feat\",\"consumer\":\"newcomer\"}]");
                    assertThat(body.path("providerVersionBranch").asString()).isEqualTo("main");
                    assertThat(body.path("includePendingStatus").asBoolean()).isTrue();
                    assertThat(body.path("includeWipPactsSince").asString()).isEqualTo("2026-11-01");
                });
    }

    @Test
    void resultsArePublishedInteractionByInteractionWithVersionBranchAndBuild() {
        BrokerSource source = new BrokerSource(settings("1.0"));
        List<OfferedPact> pacts = source.pacts();
        Map<OfferedPact, List<Verdict>> verdicts = new LinkedHashMap<>();
        verdicts.put(pacts.get(0), List.of(verdict(1, Status.PASSED), verdict(2, Status.VIOLATED)));
        verdicts.put(pacts.get(1), List.of(verdict(3, Status.PASSED)));

        assertThat(source.publish(verdicts))
                .isEqualTo("The broker " + broker.url() + " was told of version 1.0: 1 pacts verified, 1 failed.");
        assertThat(broker.asked("PUT", "/pacticipants/kessel-inventory-api/branches/main/versions/1.0"))
                .isNotEmpty();
        assertThat(broker.asked("POST", "/pacts/search-index/verification-results"))
                .extracting(Asked::body)
                .singleElement()
                .satisfies(body -> {
                    assertThat(body.path("success").asBoolean()).isFalse();
                    assertThat(body.path("providerApplicationVersion").asString())
                            .isEqualTo("1.0");
                    assertThat(body.path("buildUrl").asString()).isEqualTo("https://ci.invalid/7");
                    assertThat(body.path("testResults").toString())
                            .contains("search-index-2", "what happened; expected e, but was a");
                });
        assertThat(broker.asked("POST", "/pacts/newcomer/verification-results"))
                .extracting(asked -> asked.body().path("success").asBoolean())
                .containsExactly(true);
    }

    @Test
    void anInteractionThatCouldNotBeVerifiedIsNoSuccess() {
        BrokerSource source = new BrokerSource(settings("1.0"));
        OfferedPact pending = source.pacts().get(1);
        source.publish(Map.of(pending, List.of(verdict(1, Status.INCONCLUSIVE))));
        assertThat(broker.asked("POST", "/pacts/newcomer/verification-results"))
                .extracting(asked -> asked.body().path("success").asBoolean())
                .containsExactly(false);
    }

    @Test
    void aPendingPactThatCannotBeReadIsOfferedWithItsReasonAndPublishedAsFailed() throws IOException {
        String old = PENDING.replace("\"version\": \"4.0\"", "\"version\": \"3.0.0\"");
        assertThat(old).isNotEqualTo(PENDING);
        try (PactBrokerStub other = new PactBrokerStub(List.of(new Offer("newcomer", old, true, true)))) {
            BrokerSource source = new BrokerSource(settings(other.url(), "1.0"));
            OfferedPact offered = source.pacts().get(0);
            assertThat(offered.unusable())
                    .startsWith("The pact " + other.url() + "/pacts/newcomer is of version 3.0.0 of the specification");
            assertThat(offered.verdicts()).isOne();

            source.publish(Map.of(offered, List.of(verdict(1, Status.INCONCLUSIVE))));
            assertThat(other.asked("POST", "/pacts/newcomer/verification-results"))
                    .extracting(Asked::body)
                    .singleElement()
                    .satisfies(body -> {
                        assertThat(body.path("success").asBoolean()).isFalse();
                        assertThat(body.toString()).contains("INCONCLUSIVE: it was not read");
                    });
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"version\": \"4.0\" | \"version\": \"3.0.0\" | is of version 3.0.0 of the specification",
                "\"name\": \"a known resource is reported again\" | \"name\": \"a host exists\" | at"
                        + " /providerStates/0/name: expected one of",
                "\"operation\": \"updated\" | \"operation\": \"removed\" | SHAPE-2 at /headers/operation: expected"
            })
    void aWrongPactIsRefusedUnlessItIsPending(String right, String wrong, String sentence) throws IOException {
        String pact = PENDING.replace(right, wrong);
        assertThat(pact).isNotEqualTo(PENDING);
        try (PactBrokerStub other = new PactBrokerStub(List.of(new Offer("newcomer", pact, false, false)))) {
            assertThatThrownBy(() -> new BrokerSource(settings(other.url(), "")).pacts())
                    .isInstanceOf(PactException.class)
                    .hasMessageContaining(sentence);
        }
        try (PactBrokerStub other = new PactBrokerStub(List.of(new Offer("newcomer", pact, true, true)))) {
            assertThat(new BrokerSource(settings(other.url(), "")).pacts()).hasSize(1);
        }
    }

    @Test
    void withoutAVersionNothingIsPublished() {
        BrokerSource source = new BrokerSource(settings(""));
        assertThat(source.publish(Map.of(source.pacts().get(0), List.of(verdict(1, Status.PASSED)))))
                .isEmpty();
        assertThat(broker.asked("POST", "/verification-results")).isEmpty();
    }

    @Test
    void aWrongTokenIsOneSentence() {
        BrokerSettings settings =
                new BrokerSettings(broker.url(), "wrong", "", "", "[{\"mainBranch\":true}]", "main", false, "", "", "");
        assertThatThrownBy(() -> new BrokerSource(settings).pacts())
                .isInstanceOf(PactException.class)
                .hasMessageStartingWith("The broker " + broker.url() + " does not give its pacts (")
                .hasMessageEndingWith("); check its address and the token, and see that it is up.")
                .message()
                .hasLineCount(1);
    }

    @Test
    void aBrokerThatDoesNotAnswerIsOneSentence() {
        broker.close();
        assertThatThrownBy(() -> new BrokerSource(settings("")).pacts())
                .isInstanceOf(PactException.class)
                .hasMessageStartingWith("The broker " + broker.url() + " does not give its pacts (")
                .hasMessageEndingWith("); check its address and the token, and see that it is up.")
                .message()
                .hasLineCount(1);
    }

    @Test
    void aBrokerWithoutPactsIsOneSentenceAndNoPass() throws IOException {
        try (PactBrokerStub empty = new PactBrokerStub(List.of())) {
            BrokerSettings settings = new BrokerSettings(
                    empty.url(), PactBrokerStub.TOKEN, "", "", "[{\"mainBranch\":true}]", "", false, "", "", "");
            assertThatThrownBy(() -> new BrokerSource(settings).pacts())
                    .isInstanceOf(PactException.class)
                    .hasMessage("The broker " + empty.url() + " has no pact with kessel-inventory-api for the selectors"
                            + " [{\"mainBranch\":true}]; publish one, or select others.");
        }
    }

    @Test
    void selectorsThatAreNoArrayAreOneSentence() {
        BrokerSettings settings =
                new BrokerSettings(broker.url(), PactBrokerStub.TOKEN, "", "", "main", "main", false, "", "", "");
        assertThatThrownBy(() -> new BrokerSource(settings).pacts())
                .isInstanceOf(PactException.class)
                .hasMessage("The consumer version selectors main are no JSON array; write one such as"
                        + " [{\"mainBranch\":true}].");
    }

    private BrokerSettings settings(String publishAs) {
        return settings(broker.url(), publishAs);
    }

    private static BrokerSettings settings(String url, String publishAs) {
        return new BrokerSettings(
                url,
                PactBrokerStub.TOKEN,
                "",
                "",
                "[{\"mainBranch\":true},{\"branch\":\"feat\",\"consumer\":\"newcomer\"}]",
                "main",
                true,
                "2026-11-01",
                publishAs,
                "https://ci.invalid/7");
    }

    private static Verdict verdict(int number, Status status) {
        String id = "PACT-" + number;
        List<Finding> findings = status == Status.VIOLATED
                ? List.of(new Finding(id, "pact-value", "", "what happened", "e", "a", Set.of()))
                : List.of();
        return new Verdict(
                new Requirement(id, Level.MUST, "t", "p", "s", List.of(), Optional.empty()),
                status,
                1,
                "record",
                findings,
                List.of(),
                List.of(),
                status == Status.INCONCLUSIVE ? List.of("it was not read") : List.of());
    }
}
