package io.github.kesselevents.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.pact.PactBrokerStub;
import io.github.kesselevents.conformance.pact.PactBrokerStub.Offer;
import io.github.kesselevents.fixtures.pact.ConsumerPact;
import io.github.kesselevents.fixtures.pact.ExpectedEvent;
import io.github.kesselevents.fixtures.pact.PactFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pacts of a broker, verified against what the reference producer really publishes on real parts. */
@Tag("full")
class VerifyPactsCommandIT {

    @TempDir
    private Path folder;

    @Test
    void theReadyContractsAreVerifiedReportedAndPublishedAndWrongPendingOnesAreToldAndFailNothing() throws Exception {
        List<Offer> offers = new ArrayList<>();
        PactFiles.ready()
                .forEach(pact ->
                        offers.add(new Offer(pact.consumer(), pact.json().toString(), false, false)));
        offers.add(new Offer("newcomer", demandingTheOrganisation(), true, true));
        offers.add(new Offer("ancient", sound().replace("\"4.0\"", "\"3.0.0\""), true, true));
        offers.add(new Offer("dreamer", sound().replace("a live resource is deleted\"", "a dream\""), true, true));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        try (PactBrokerStub broker = new PactBrokerStub(offers)) {
            int code = Program.run(
                    new VerifyPactsCommand(),
                    new PrintWriter(out),
                    new PrintWriter(err),
                    "--broker-url=" + broker.url(),
                    "--broker-token=" + PactBrokerStub.TOKEN,
                    "--provider-branch=main",
                    "--enable-pending",
                    "--include-wip-pacts-since=2026-11-01",
                    "--provider-version=1.2.3",
                    "--publish-results",
                    "--output=" + folder);

            assertThat(err.toString()).isEmpty();
            assertThat(code).as(out.toString()).isZero();
            for (Offer offer : offers) {
                assertThat(broker.asked("POST", "/pacts/" + offer.consumer() + "/verification-results"))
                        .as(offer.consumer())
                        .singleElement()
                        .satisfies(
                                asked -> assertThat(asked.body().path("success").asBoolean())
                                        .isEqualTo(!offer.pending()));
            }
        }
        assertThat(out.toString())
                .contains("CONFORMANT: no MUST is violated; known violations: PACT-")
                .contains("3 pacts verified, 3 failed.");

        JsonNode report = JsonMapper.shared().readTree(Files.readString(folder.resolve("report.json"), UTF_8));
        JsonNode counts = report.path("counts");
        assertThat(counts.path("PASSED").asInt()).isGreaterThan(30);
        assertThat(counts.path("VIOLATED (known)").asInt()).isOne();
        assertThat(counts.path("INCONCLUSIVE").asInt()).isEqualTo(2);
        assertThat(counts.size()).isEqualTo(3);
        assertThat(report.toString())
                .contains("/pacts/ancient is of version 3.0.0 of the specification")
                .contains("at /providerStates/0/name: expected one of");
        assertThat(Files.readString(folder.resolve("report-junit.xml")))
                .contains("search-index: a live resource is deleted (host of hbi)")
                .doesNotContain("<failure");
        assertThat(folder.resolve("report.html")).isNotEmptyFile();
    }

    private static String sound() {
        return ConsumerPact.of("any", ExpectedEvent.deleted("host")).toJson();
    }

    private static String demandingTheOrganisation() {
        return ConsumerPact.of("newcomer", ExpectedEvent.created("host").needs("/value/data/metadata/org_id"))
                .toJson()
                .replace("\"org_id\": \"\"", "\"org_id\": \"org-1\"");
    }
}
