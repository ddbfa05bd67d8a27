package io.github.kesselevents.conformance;

import io.github.kesselevents.conformance.pact.BrokerSettings;
import io.github.kesselevents.conformance.pact.PactRun;
import io.github.kesselevents.conformance.pact.PactRun.Verified;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.report.ReportWriter;
import io.github.kesselevents.conformance.report.Source;
import io.github.kesselevents.conformance.report.TerminalReport;
import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.fixtures.pact.PactCheck;
import io.github.kesselevents.fixtures.pact.PactFile;
import io.github.kesselevents.fixtures.pact.PactFiles;
import io.github.kesselevents.fixtures.pact.PactFlaw;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Verifies pacts against records that a running producer really published. */
@Command(
        name = "verify-pacts",
        mixinStandardHelpOptions = true,
        versionProvider = KitVersion.class,
        header = "Verifies consumers' pacts against records that a running producer really published.",
        footer = {
            "",
            "Options of the broker may be given as Pact's own system properties, too: pactbroker.url,",
            "pactbroker.auth.token, pactbroker.auth.username, pactbroker.auth.password, pactbroker.providerBranch,",
            "pactbroker.enablePending, pactbroker.includeWipPactsSince, pact.provider.version,",
            "pact.verifier.publishResults, pact.verifier.buildUrl; the token also as PACT_BROKER_TOKEN."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every interaction is verified",
            "1:a record is not what a consumer needs, or breaks the contract",
            "2:nothing is violated, but not every interaction could be verified",
            "3:no verdict, because something could not be used; the message says what"
        })
public final class VerifyPactsCommand implements Callable<Integer> {

    private static final String DEFAULT_SELECTORS = "[{\"mainBranch\":true},{\"deployedOrReleased\":true}]";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--pacts",
            paramLabel = "FOLDER",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Folder of pact files. Default: the contracts that come with the kit.")
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

    @Option(
            names = "--producer",
            paramLabel = "HOST:PORT",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "A producer that runs already, its gRPC address. Default: the reference, on real parts.")
    private String producer;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Broker that the running producer's events reach.")
    private String bootstrapServers;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            defaultValue = "kessel",
            description = "What the kit must know of the producer: bundled, or a YAML file.")
    private String profile;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            defaultValue = "target/pacts-verified",
            description = "Where history and reports go; what an earlier run left there is replaced.")
    private Path output;

    @Option(
            names = "--check-only",
            description = "Hold the pacts of the folder against the JSON Schemas, and start nothing.")
    private boolean checkOnly;

    @Override
    public Integer call() {
        if (!pacts.isBlank() && !brokerUrl.isBlank()) {
            throw refused("--pacts and --broker-url exclude each other");
        }
        if (producer.isBlank() != bootstrapServers.isBlank()) {
            throw refused("--producer and --bootstrap-servers go together");
        }
        if (publish && version.isBlank()) {
            throw refused("--publish-results needs --provider-version");
        }
        if (checkOnly) {
            return check();
        }
        PrintWriter out = spec.commandLine().getOut();
        Progress progress = new Progress(out::println);
        PactRun.Settings settings =
                new PactRun.Settings(output, ProducerProfile.of(profile), producer, bootstrapServers);
        Verified verified = verify(settings, progress);
        Source source = new Source(settings.history().toString(), verified.started(), repeat());
        out.println();
        out.print(new TerminalReport(CommandLine.Help.Ansi.AUTO.enabled()).render(verified.judgement(), source));
        ReportWriter.write(output, verified.judgement(), source, settings.history());
        out.println("For a browser      " + output.resolve("report.html"));
        if (!verified.told().isEmpty()) {
            out.println(verified.told());
        }
        progress.times()
                .forEach((part, took) ->
                        out.println(String.format(Locale.ROOT, "%6.1f s  %s", took.toMillis() / 1e3, part)));
        out.flush();
        return verified.judgement().exitCode().code();
    }

    private Verified verify(PactRun.Settings settings, Progress progress) {
        if (!brokerUrl.isBlank()) {
            return PactRun.broker(broker(), settings, progress);
        }
        return pacts.isBlank() ? PactRun.ready(settings, progress) : PactRun.folder(Path.of(pacts), settings, progress);
    }

    private Integer check() {
        PactCheck check = new PactCheck();
        List<PactFlaw> flaws = new ArrayList<>();
        List<PactFile> files = pacts.isBlank() ? PactFiles.ready() : PactFiles.in(Path.of(pacts));
        files.forEach(file -> flaws.addAll(check.check(file)));
        PrintWriter out = spec.commandLine().getOut();
        flaws.forEach(out::println);
        out.println(
                files.size() + " pacts: " + (flaws.isEmpty() ? "they keep the contract." : flaws.size() + " flaws."));
        out.flush();
        return (flaws.isEmpty() ? ExitCode.CONFORMANT : ExitCode.VIOLATED).code();
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

    private String repeat() {
        Invocation invocation = Invocation.of(spec);
        if (!invocation.isMaven()) {
            return invocation.line(
                    "verify-pacts",
                    !brokerUrl.isBlank() ? "--broker-url=" + brokerUrl : pacts.isBlank() ? "" : "--pacts=" + pacts);
        }
        String which = !brokerUrl.isBlank()
                ? " -Dpactbroker.url=" + Program.quoted(brokerUrl)
                : pacts.isBlank() ? "" : " -Dpacts=" + Program.quoted(pacts);
        return "mvn verify -Ppacts" + which;
    }

    private ParameterException refused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
