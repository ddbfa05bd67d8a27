package io.github.kesselevents.conformance;

import io.github.kesselevents.conformance.consumer.ConsumerProfile;
import io.github.kesselevents.conformance.consumer.ConsumerRun;
import io.github.kesselevents.conformance.history.BundledHistories;
import io.github.kesselevents.conformance.report.ReportWriter;
import io.github.kesselevents.conformance.report.Source;
import io.github.kesselevents.conformance.report.TerminalReport;
import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.conformance.verdict.SavedHistory.Judged;
import io.github.kesselevents.fixtures.consumer.ConsumerDefect;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a consumer on a real broker: it is fed, killed, paused, restarted, and its sink is read. */
@Command(
        name = "check-consumer",
        mixinStandardHelpOptions = true,
        versionProvider = KitVersion.class,
        showDefaultValues = true,
        header = "Checks whether a consumer survives what Kafka may do to its stream, and says what it found.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:conformant",
            "1:a MUST is violated",
            "2:nothing is violated, but not all was shown",
            "3:no verdict, because something could not be used; the message says what"
        })
public final class CheckConsumerCommand implements Callable<Integer> {

    private static final int LEAST_RECORDS = 150;
    private static final int CRASHES = 4;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "CONSUMER",
            description = "What the kit must know of the consumer: bundled, or a YAML file. Default: reference.",
            showDefaultValue = Visibility.NEVER)
    private String checked;

    @Option(
            names = "--consumer",
            paramLabel = "CONSUMER",
            defaultValue = "reference",
            description = "The same.",
            showDefaultValue = Visibility.NEVER)
    private String consumer;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Ordinary records to publish, " + LEAST_RECORDS
                    + " at least; what redeliveries and faults need comes on top.")
    private int records;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "What events are drawn from.")
    private long seed;

    @Option(
            names = "--from",
            paramLabel = "HISTORY",
            description = "Publish the resource events of this saved history first: a file, or a bundled one.",
            showDefaultValue = Visibility.NEVER)
    private String from;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "For the group to form, and for a record to take effect while nothing else does: then its"
                    + " partition counts as stopped.")
    private int patience;

    @Option(
            names = "--defect",
            paramLabel = "DEFECT",
            description = "Plant a mistake in the reference, to see it found: ${COMPLETION-CANDIDATES}.",
            showDefaultValue = Visibility.NEVER)
    private ConsumerDefect defect;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            defaultValue = "target/consumer",
            description = "Where history and reports go; what an earlier run left there is replaced.")
    private Path output;

    @Mixin
    private ContainerOptions containers;

    @Override
    public Integer call() {
        if (checked != null) {
            if (!consumer.equals("reference")) {
                throw new ParameterException(spec.commandLine(), "two consumers are given; leave out --consumer");
            }
            consumer = checked;
        }
        if (records < LEAST_RECORDS) {
            throw new ParameterException(
                    spec.commandLine(), "--records must be at least " + LEAST_RECORDS + "; it is " + records);
        }
        if (patience < 1) {
            throw new ParameterException(spec.commandLine(), "--patience must be at least 1; it is " + patience);
        }
        if (defect != null && !consumer.equals("reference")) {
            throw new ParameterException(
                    spec.commandLine(), "--defect is for the reference; leave out --consumer, or --defect");
        }
        PrintWriter out = spec.commandLine().getOut();
        Progress progress = new Progress(out::println);
        ConsumerProfile profile = ConsumerProfile.of(consumer);
        ConsumerRun.Settings settings = new ConsumerRun.Settings(
                output,
                defect == null ? profile : profile.withVariable("CONSUMER_DEFECT", defect.name()),
                containers.settings(profile.containerSettings(), "consumer"),
                records,
                CRASHES,
                seed,
                from == null ? null : history(),
                Duration.ofSeconds(patience),
                command());
        Judged judged = ConsumerRun.run(settings, progress);
        Source source = new Source(
                settings.history().toString(),
                judged.started(),
                JudgeCommand.line(
                        Invocation.of(spec), settings.history().toAbsolutePath().toString(), ""));
        out.println();
        out.print(new TerminalReport(CommandLine.Help.Ansi.AUTO.enabled()).render(judged.judgement(), source));
        progress.time("reports", () -> ReportWriter.write(output, judged.judgement(), source, settings.history()));
        out.println("For a browser   " + output.resolve("report.html"));
        out.println();
        out.println(String.format(
                Locale.ROOT, "%6.1f s in all, of which", progress.elapsed().toMillis() / 1e3));
        progress.times()
                .forEach((part, took) ->
                        out.println(String.format(Locale.ROOT, "%6.1f s  %s", took.toMillis() / 1e3, part)));
        out.flush();
        return judged.judgement().exitCode().code();
    }

    private Path history() {
        Path file = Path.of(from);
        return Files.exists(file) ? file : BundledHistories.find(from).orElse(file);
    }

    private String command() {
        List<String> options = new ArrayList<>(List.of("--seed=" + seed));
        if (!consumer.equals("reference")) {
            options.add("--consumer=" + consumer);
        }
        if (records != 1000) {
            options.add("--records=" + records);
        }
        if (from != null) {
            options.add("--from=" + from);
        }
        if (defect != null) {
            options.add("--defect=" + defect);
        }
        options.addAll(containers.given());
        Invocation invocation = Invocation.of(spec);
        return invocation.isMaven()
                ? "mvn verify -Pconsumer -Dconsumer.options=\""
                        + options.stream().map(Program::quoted).collect(Collectors.joining(" ")) + "\""
                : invocation.line("check-consumer", options);
    }
}
