package io.github.kesselevents.conformance;

import io.github.kesselevents.conformance.pact.BrokerSettings;
import io.github.kesselevents.conformance.pact.Pacts;
import io.github.kesselevents.conformance.producer.ProducerSettings;
import io.github.kesselevents.conformance.run.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Which pacts a command verifies, and whom it tells. Maven passes some always, empty where the property is not given.
 */
final class PactOptions {

    /** For the footer of a command with these options. */
    static final String PROPERTIES = "%nOptions of the broker may be given as Pact's own system properties, too:"
            + " pactbroker.url, pactbroker.auth.token, pactbroker.auth.username, pactbroker.auth.password,"
            + " pactbroker.providerBranch, pactbroker.enablePending, pactbroker.includeWipPactsSince,"
            + " pact.provider.version, pact.verifier.publishResults, pact.verifier.buildUrl; the token also as"
            + " PACT_BROKER_TOKEN.";

    private static final String DEFAULT_SELECTORS = "[{\"mainBranch\":true},{\"deployedOrReleased\":true}]";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--pacts",
            paramLabel = "FOLDER",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Folder of pact files, or ready: the contracts that come with the kit. Default: those that the"
                            + " producer.yaml names.")
    private String pacts;

    @Option(
            names = "--broker-url",
            paramLabel = "URL",
            defaultValue = "${sys:pactbroker.url:-}",
            showDefaultValue = Visibility.NEVER,
            description = "Pact Broker to ask for pacts, instead of a folder.")
    private String brokerUrl;

    @Option(
            names = "--broker-token",
            paramLabel = "TOKEN",
            defaultValue = "${sys:pactbroker.auth.token:-${env:PACT_BROKER_TOKEN:-}}",
            showDefaultValue = Visibility.NEVER,
            description = "Bearer token.")
    private String token;

    @Option(
            names = "--broker-username",
            paramLabel = "NAME",
            defaultValue = "${sys:pactbroker.auth.username:-}",
            showDefaultValue = Visibility.NEVER,
            description = "For basic authentication.")
    private String username;

    @Option(
            names = "--broker-password",
            paramLabel = "PASSWORD",
            defaultValue = "${sys:pactbroker.auth.password:-}",
            showDefaultValue = Visibility.NEVER,
            description = "For basic authentication.")
    private String password;

    @Option(
            names = "--consumer-version-selectors",
            paramLabel = "JSON",
            defaultValue = "${sys:pactbroker.consumerversionselectors.rawjson:-}",
            showDefaultValue = Visibility.NEVER,
            description = "Which consumers' versions, an array such as [{\"deployedOrReleased\":true}]."
                    + " Default: the main branch, and what is deployed or released.")
    private String selectors;

    @Option(
            names = "--provider-branch",
            paramLabel = "BRANCH",
            defaultValue = "${sys:pactbroker.providerBranch:-}",
            showDefaultValue = Visibility.NEVER,
            description = "Branch of the producer that is verified.")
    private String branch;

    @Option(
            names = "--enable-pending",
            defaultValue = "${sys:pactbroker.enablePending:-false}",
            showDefaultValue = Visibility.NEVER,
            description = "Pacts that the producer has never satisfied are verified, and fail nothing.")
    private boolean pending;

    @Option(
            names = "--include-wip-pacts-since",
            paramLabel = "DATE",
            defaultValue = "${sys:pactbroker.includeWipPactsSince:-}",
            showDefaultValue = Visibility.NEVER,
            description = "Work in progress since this date is verified, too.")
    private String wip;

    @Option(
            names = "--provider-version",
            paramLabel = "VERSION",
            defaultValue = "${sys:pact.provider.version:-}",
            showDefaultValue = Visibility.NEVER,
            description = "Version of the producer that is verified.")
    private String version;

    @Option(
            names = "--publish-results",
            defaultValue = "${sys:pact.verifier.publishResults:-false}",
            showDefaultValue = Visibility.NEVER,
            description = "Tell the broker what came of it; needs --provider-version.")
    private boolean publish;

    @Option(
            names = "--build-url",
            paramLabel = "URL",
            defaultValue = "${sys:pact.verifier.buildUrl:-}",
            showDefaultValue = Visibility.NEVER,
            description = "Where the broker's readers find this build.")
    private String buildUrl;

    /** Long names of these options. */
    static Set<String> names() {
        return CommandSpec.forAnnotatedObject(new PactOptions()).options().stream()
                .map(option -> option.longestName())
                .collect(Collectors.toSet());
    }

    /**
     * Refuses what contradicts itself.
     *
     * @throws ParameterException if so
     */
    void requireSense() {
        if (!pacts.isBlank() && !brokerUrl.isBlank()) {
            throw refused("--pacts and --broker-url exclude each other");
        }
        if (publish && version.isBlank()) {
            throw refused("--publish-results needs --provider-version");
        }
    }

    boolean hasBroker() {
        return !brokerUrl.isBlank();
    }

    /** The folder, or {@code ready}, that is given; empty when none is. */
    Optional<String> folder() {
        return pacts.isBlank() ? Optional.empty() : Optional.of(pacts);
    }

    /**
     * The pacts that are given here, else those of the producer; empty when neither names any.
     *
     * @throws io.github.kesselevents.fixtures.pact.PactException when they cannot be used
     */
    Optional<Pacts> read(ProducerSettings producer, Progress progress) {
        return hasBroker()
                ? Optional.of(Pacts.from(broker(), progress))
                : folder().or(producer::pacts).map(place -> Pacts.in(place, progress));
    }

    /** What asks for the same pacts again, with neither secrets nor results. */
    List<String> repeated(Invocation invocation) {
        List<String> again = new ArrayList<>();
        add(again, invocation, "pacts", "pacts", pacts);
        add(again, invocation, "broker-url", "pactbroker.url", brokerUrl);
        if (hasBroker()) {
            add(
                    again,
                    invocation,
                    "consumer-version-selectors",
                    "pactbroker.consumerversionselectors.rawjson",
                    selectors);
            add(again, invocation, "provider-branch", "pactbroker.providerBranch", branch);
            add(again, invocation, "include-wip-pacts-since", "pactbroker.includeWipPactsSince", wip);
            if (pending) {
                again.add(invocation.isMaven() ? "-Dpactbroker.enablePending=true" : "--enable-pending");
            }
        }
        return again;
    }

    private static void add(List<String> again, Invocation invocation, String option, String property, String value) {
        if (!value.isBlank()) {
            again.add((invocation.isMaven() ? "-D" + property : "--" + option) + "=" + value);
        }
    }

    private BrokerSettings broker() {
        return new BrokerSettings(
                brokerUrl,
                token,
                username,
                password,
                selectors.isBlank() ? DEFAULT_SELECTORS : selectors,
                branch,
                pending,
                wip,
                publish ? version : "",
                buildUrl);
    }

    private ParameterException refused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
