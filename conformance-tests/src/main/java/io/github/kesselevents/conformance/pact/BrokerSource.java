package io.github.kesselevents.conformance.pact;

import au.com.dius.pact.core.pactbroker.ConsumerVersionSelectors;
import au.com.dius.pact.core.pactbroker.PactBrokerClient;
import au.com.dius.pact.core.pactbroker.PactBrokerClientConfig;
import au.com.dius.pact.core.pactbroker.PactBrokerResult;
import au.com.dius.pact.core.pactbroker.PactResponse;
import au.com.dius.pact.core.pactbroker.TestResult;
import au.com.dius.pact.core.support.Result;
import au.com.dius.pact.core.support.json.JsonParser;
import io.github.kesselevents.conformance.check.Finding;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.verdict.Verdict.Known;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import io.github.kesselevents.fixtures.pact.PactCheck;
import io.github.kesselevents.fixtures.pact.PactException;
import io.github.kesselevents.fixtures.pact.PactFile;
import io.github.kesselevents.fixtures.pact.PactFlaw;
import io.github.kesselevents.fixtures.pact.PactNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pacts of a broker, by Pact-JVM's own client. One that is wrong is refused before anything starts, unless it is
 * pending: then another team's work in progress must not stop this one's build, and it is told and failed like any
 * other.
 */
final class BrokerSource implements PactSource {

    private final BrokerSettings settings;
    private final PactBrokerClient client;

    BrokerSource(BrokerSettings settings) {
        this.settings = settings;
        this.client = new PactBrokerClient(settings.url(), options(settings), new PactBrokerClientConfig());
    }

    @Override
    public List<OfferedPact> pacts() {
        Result<List<PactBrokerResult>, Exception> answer = ask(() -> client.fetchConsumersWithSelectorsV2(
                PactNames.PROVIDER,
                selectors(),
                List.of(),
                settings.providerBranch(),
                settings.pending(),
                settings.includeWipSince()));
        if (answer instanceof Result.Err<?> failure) {
            throw unanswered(String.valueOf(failure.getError()));
        }
        List<PactBrokerResult> offers = answer.get();
        if (offers.isEmpty()) {
            throw new PactException("The broker " + settings.url() + " has no pact with " + PactNames.PROVIDER
                    + " for the selectors " + settings.selectors() + "; publish one, or select others.");
        }
        PactCheck check = new PactCheck();
        List<PactFlaw> flaws = new ArrayList<>();
        List<OfferedPact> pacts = new ArrayList<>();
        for (PactBrokerResult offer : offers) {
            OfferedPact pact = fetch(offer);
            pacts.add(pact);
            if (!pact.pending()) {
                pact.file().map(check::check).ifPresent(flaws::addAll);
            }
        }
        PactSource.requireNone(flaws, settings.url());
        return pacts;
    }

    private OfferedPact fetch(PactBrokerResult offer) {
        PactResponse response = ask(() -> client.fetchPact(offer.getSource(), false));
        byte[] bytes = response.getPactFile().serialise().getBytes(StandardCharsets.UTF_8);
        PactFile file = null;
        String unusable = "";
        try {
            file = PactFile.parse(offer.getSource(), bytes);
            unusable = file.interactions().isEmpty() ? "it has no interaction" : "";
        } catch (PactException e) {
            if (!offer.getPending()) {
                throw e;
            }
            unusable = e.getMessage();
        }
        return new OfferedPact(
                file == null ? offer.getName() : file.consumer(),
                offer.getSource(),
                offer.getPending(),
                Optional.ofNullable(file),
                unusable,
                links(response),
                offer.getNotices().stream()
                        .filter(notice -> "before_verification".equals(notice.getWhen()))
                        .map(notice -> notice.getText())
                        .toList());
    }

    @Override
    public String publish(Map<OfferedPact, List<Verdict>> verdicts) {
        if (settings.publishAs().isEmpty()) {
            return "";
        }
        int failed = 0;
        for (Map.Entry<OfferedPact, List<Verdict>> entry : verdicts.entrySet()) {
            TestResult result = result(entry.getKey(), entry.getValue());
            failed += result.toBoolean() ? 0 : 1;
            publish(entry.getKey(), result);
        }
        return "The broker " + settings.url() + " was told of version " + settings.publishAs() + ": "
                + (verdicts.size() - failed) + " pacts verified, " + failed + " failed.";
    }

    private void publish(OfferedPact pact, TestResult result) {
        if (!settings.providerBranch().isEmpty()) {
            requireTold(ask(() -> client.publishProviderBranch(
                    pact.links(), PactNames.PROVIDER, settings.providerBranch(), settings.publishAs())));
        }
        requireTold(ask(() -> client.publishVerificationResults(
                pact.links(),
                result,
                settings.publishAs(),
                settings.buildUrl().isEmpty() ? null : settings.buildUrl())));
    }

    private void requireTold(Result<Boolean, String> answer) {
        if (answer instanceof Result.Err<?> failure) {
            throw new PactException("The broker " + settings.url() + " did not take the results ("
                    + line(String.valueOf(failure.getError())) + "); see that the token may publish, and run again.");
        }
    }

    /** Only what passed is a success; a pending pact's failure is one for the broker, too. */
    private static TestResult result(OfferedPact pact, List<Verdict> verdicts) {
        Set<String> passed = new HashSet<>();
        List<Map<String, Object>> failures = new ArrayList<>();
        for (int index = 0; index < verdicts.size(); index++) {
            Verdict verdict = verdicts.get(index);
            String id = index < pact.interactions().size()
                    ? pact.interactions().get(index).json().path("_id").asString("")
                    : "";
            if (verdict.status() == Status.PASSED) {
                passed.add(id);
            } else {
                failures.addAll(failures(id, verdict));
            }
        }
        return failures.isEmpty() ? new TestResult.Ok(passed) : new TestResult.Failed(failures, "not verified");
    }

    private static List<Map<String, Object>> failures(String id, Verdict verdict) {
        List<Map<String, Object>> failures = new ArrayList<>();
        Stream.concat(verdict.findings().stream(), verdict.known().stream().map(Known::finding))
                .map(BrokerSource::sentence)
                .forEach(sentence -> failures.add(failure(id, sentence)));
        if (failures.isEmpty()) {
            failures.add(failure(id, verdict.word() + ": " + String.join("; ", verdict.reasons())));
        }
        return failures;
    }

    private static String sentence(Finding finding) {
        return finding.what() + "; expected " + finding.expected() + ", but was " + finding.actual();
    }

    private static Map<String, Object> failure(String id, String sentence) {
        Map<String, Object> failure = new HashMap<>();
        failure.put("interactionId", id);
        failure.put("attribute", "body");
        failure.put("description", sentence);
        return failure;
    }

    private List<ConsumerVersionSelectors> selectors() {
        JsonNode given;
        try {
            given = JsonMapper.shared().readTree(settings.selectors());
        } catch (JacksonException e) {
            throw badSelectors();
        }
        if (!given.isArray() || given.isEmpty()) {
            throw badSelectors();
        }
        List<ConsumerVersionSelectors> selectors = new ArrayList<>();
        given.forEach(selector ->
                selectors.add(new ConsumerVersionSelectors.RawSelector(JsonParser.parseString(selector.toString()))));
        return selectors;
    }

    private PactException badSelectors() {
        return new PactException("The consumer version selectors " + settings.selectors()
                + " are no JSON array; write one such as [{\"mainBranch\":true}].");
    }

    private static Map<String, Object> links(PactResponse response) {
        Map<String, Object> links = new HashMap<>();
        response.getLinks().forEach(links::put);
        return links;
    }

    private <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (PactException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unanswered(e.toString());
        }
    }

    private PactException unanswered(String why) {
        return new PactException("The broker " + settings.url() + " does not give its pacts (" + line(why)
                + "); check its address and the token, and see that it is up.");
    }

    private static String line(String text) {
        return text.lines().findFirst().orElse("no reason").strip();
    }

    private static Map<String, Object> options(BrokerSettings settings) {
        if (!settings.token().isEmpty()) {
            return Map.of("authentication", List.of("bearer", settings.token()));
        }
        return settings.username().isEmpty()
                ? Map.of()
                : Map.of("authentication", List.of("basic", settings.username(), settings.password()));
    }
}
