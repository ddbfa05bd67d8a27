package io.github.kesselevents.conformance;

import io.github.kesselevents.conformance.pact.PactRun;
import io.github.kesselevents.conformance.pact.PactRun.Reached;
import io.github.kesselevents.conformance.pact.PactRun.Verified;
import io.github.kesselevents.conformance.pact.Pacts;
import io.github.kesselevents.conformance.producer.Access;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerSettings;
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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Verifies pacts against records that a running producer really published. */
@Command(
        name = "verify-pacts",
        mixinStandardHelpOptions = true,
        versionProvider = KitVersion.class,
        header = "Verifies consumers' pacts against records that a running producer really published; without any, the"
                + " contracts that come with the kit.",
        footer = PactOptions.PROPERTIES,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every interaction is verified",
            "1:a record is not what a consumer needs, or breaks the contract",
            "2:nothing is violated, but not every interaction could be verified",
            "3:no verdict, because something could not be used; the message says what"
        })
public final class VerifyPactsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private PactOptions pacts;

    @Option(
            names = "--producer",
            paramLabel = "PRODUCER",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "producer.yaml of the producer; or host:port of the API of one that runs already, with"
                    + " --bootstrap-servers. Default: the reference, on real parts.")
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
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "What the kit must know of the producer, bundled or a YAML file. Default: kessel, or what its"
                    + " producer.yaml says.")
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
        pacts.requireSense();
        if (producer.isBlank() && !bootstrapServers.isBlank()) {
            throw refused("--bootstrap-servers is of a producer that runs; name its address with --producer");
        }
        if (checkOnly) {
            return check();
        }
        PrintWriter out = spec.commandLine().getOut();
        Progress progress = new Progress(out::println);
        PactRun.Settings settings = settings();
        Pacts read = pacts.read(settings.producer(), progress)
                .orElseGet(() -> Pacts.in(ProducerSettings.READY_PACTS, progress));
        Verified verified = PactRun.verify(read, settings, progress);
        Source source = new Source(settings.history().toString(), verified.started(), repeat());
        out.println();
        out.print(new TerminalReport(CommandLine.Help.Ansi.AUTO.enabled()).render(verified.judgement(), source));
        ReportWriter.write(output, verified.judgement(), source, settings.history());
        out.println("For a browser      " + output.resolve("report.html"));
        String told = progress.time("results", () -> read.publish(verified.judgement()));
        if (!told.isEmpty()) {
            out.println(told);
        }
        progress.times()
                .forEach((part, took) ->
                        out.println(String.format(Locale.ROOT, "%6.1f s  %s", took.toMillis() / 1e3, part)));
        out.flush();
        return verified.judgement().exitCode().code();
    }

    private PactRun.Settings settings() {
        if (!producer.isBlank() && bootstrapServers.isBlank()) {
            if (Access.isAddress(producer)) {
                throw refused("--producer and --bootstrap-servers go together");
            }
            if (!profile.isBlank()) {
                throw refused("the producer.yaml says which profile it has; leave out --profile");
            }
            return new PactRun.Settings(output, ProducerSettings.read(Path.of(producer)), Optional.empty());
        }
        ProducerSettings reference = ProducerSettings.bundled();
        return new PactRun.Settings(
                output,
                profile.isBlank() ? reference : reference.withProfile(ProducerProfile.of(profile)),
                producer.isBlank() ? Optional.empty() : Optional.of(new Reached(producer, bootstrapServers)));
    }

    private Integer check() {
        PactCheck check = new PactCheck();
        List<PactFlaw> flaws = new ArrayList<>();
        List<PactFile> files = pacts.folder()
                .filter(place -> !place.equals(ProducerSettings.READY_PACTS))
                .map(place -> PactFiles.in(Path.of(place)))
                .orElseGet(PactFiles::ready);
        files.forEach(file -> flaws.addAll(check.check(file)));
        PrintWriter out = spec.commandLine().getOut();
        flaws.forEach(out::println);
        out.println(
                files.size() + " pacts: " + (flaws.isEmpty() ? "they keep the contract." : flaws.size() + " flaws."));
        out.flush();
        return (flaws.isEmpty() ? ExitCode.CONFORMANT : ExitCode.VIOLATED).code();
    }

    private String repeat() {
        Invocation invocation = Invocation.of(spec);
        List<String> again = pacts.repeated(invocation);
        return invocation.isMaven()
                ? "mvn verify -Ppacts"
                        + again.stream().map(word -> " " + Program.quoted(word)).collect(Collectors.joining())
                : invocation.line("verify-pacts", again);
    }

    private ParameterException refused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
