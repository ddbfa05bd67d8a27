package io.github.kesselevents.conformance;

import io.github.kesselevents.conformance.pact.Pacts;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerSettings;
import io.github.kesselevents.conformance.report.ReportWriter;
import io.github.kesselevents.conformance.report.ReportedTest;
import io.github.kesselevents.conformance.report.Source;
import io.github.kesselevents.conformance.report.TerminalReport;
import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.conformance.run.RunSettings;
import io.github.kesselevents.conformance.run.ScenarioFile;
import io.github.kesselevents.conformance.verdict.SavedHistory.Judged;
import io.github.kesselevents.conformance.workload.ScenarioSettings;
import io.github.kesselevents.fixtures.environment.ConnectorConfiguration;
import io.github.kesselevents.fixtures.environment.ContainerSettings;
import io.github.kesselevents.fixtures.environment.RelayVersion;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a producer on real parts: PostgreSQL, Kafka and Debezium, each a process of its own. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = KitVersion.class,
        showDefaultValues = true,
        header = "Checks a producer on a real PostgreSQL, Kafka and Debezium, and says what it found.",
        footer = PactOptions.PROPERTIES,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:conformant",
            "1:a MUST is violated, or a consumer's pact",
            "2:nothing is violated, but not all was shown",
            "3:no verdict, because something could not be used; the message says what"
        })
public final class CheckCommand implements Callable<Integer> {

    /** Which pair of Kafka Connect and Debezium relays. */
    enum Relay {
        NEWEST(RelayVersion.NEWEST),
        PRODUCTION(RelayVersion.PRODUCTION);

        private final RelayVersion version;

        Relay(RelayVersion version) {
            this.version = version;
        }
    }

    private static final long DEFAULT_SEED = 1;
    private static final int LEAST_OPERATIONS = 1_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What operations and fault points are drawn from. Default: the scenario's, else 1.",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private Long seed;

    @Option(
            names = "--operations",
            paramLabel = "N",
            description =
                    "Operations to ask, 1,000 at least: below, some requirements are hardly exercised. Default: the"
                            + " scenario's, else 2000.",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private Integer operations;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            description = "Brokers of Kafka: 1, or 3 of which one may be lost. Default: the scenario's, else 1.",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private Integer brokers;

    @Mixin
    private ContainerOptions containers;

    @Option(
            names = "--relay",
            paramLabel = "PAIR",
            defaultValue = "newest",
            description = "Kafka Connect and Debezium: ${COMPLETION-CANDIDATES}; production is what Kessel deploys.")
    private Relay relay;

    @Option(
            names = "--connector",
            paramLabel = "FILE",
            description = "Configuration of the connector, JSON or properties. Default: as Kessel deploys it.",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private Path connector;

    @Parameters(
            arity = "0..1",
            paramLabel = "PRODUCER",
            description = "producer.yaml of the producer to check. Default: the bundled reference.",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private String checked;

    @Option(
            names = "--producer",
            paramLabel = "FILE",
            description = "The same.",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private String producer;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            description = "What the kit must know of the reference: bundled, or a YAML file. Default: kessel.",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private String profile;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            defaultValue = "target/conformance",
            description = "Where history and reports go; what an earlier run left there is replaced.")
    private Path output;

    @Option(
            names = "--faults",
            paramLabel = "FAULT",
            split = ",",
            description =
                    "Faults in their order, with commas between; kill, stop or pause of relay, producer, broker or"
                            + " database; outage broker; kill leader; refuse, conflict or hold commits; cut before, during or after"
                            + " commit; time out client. An unknown one is answered with all there are. Default: "
                            + RunSettings.DEFAULT_FAULTS_TEXT + ".",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private List<String> faults;

    @Option(
            names = "--scenario",
            paramLabel = "FILE",
            description = "A YAML file that says which faults there are, when and how often.",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private String scenarioFile;

    @Option(names = "--no-probes", description = "Leave out payloads that distort events or stop the relay.")
    private boolean withoutProbes;

    @Mixin
    private PactOptions pacts;

    @Override
    public Integer call() {
        return check().judgement().exitCode().code();
    }

    /** Checks, reports, and says what came of it as tests. */
    List<ReportedTest> tests() {
        Judged judged = check();
        return ReportedTest.of(judged.judgement(), source(judged), output.resolve("history.ndjson"));
    }

    private Judged check() {
        PrintWriter out = spec.commandLine().getOut();
        requireOneProducer();
        pacts.requireSense();
        RunSettings settings = settings();
        Progress progress = new Progress(out::println);
        Optional<Pacts> read = pacts.read(settings.producer(), progress);
        try {
            return check(settings, read, out, progress);
        } catch (RuntimeException e) {
            // Without a report, nothing else says how to come here again.
            out.println("Run it again    " + settings.command());
            out.flush();
            throw e;
        }
    }

    private Judged check(RunSettings settings, Optional<Pacts> read, PrintWriter out, Progress progress) {
        return ConformanceRun.run(settings, read, progress, verdicts -> {
            out.println();
            out.print(new TerminalReport(CommandLine.Help.Ansi.AUTO.enabled())
                    .render(verdicts.judgement(), source(verdicts)));
            progress.time(
                    "reports",
                    () -> ReportWriter.write(
                            output, verdicts.judgement(), source(verdicts), output.resolve("history.ndjson")));
            out.println("For a browser   " + output.resolve("report.html"));
            read.map(all -> all.publish(verdicts.judgement()))
                    .filter(told -> !told.isEmpty())
                    .ifPresent(out::println);
            out.println();
            out.println(where(progress));
            out.flush();
        });
    }

    private RunSettings settings() {
        ScenarioFile file = hasScenario() ? ScenarioFile.read(Path.of(scenarioFile)) : null;
        long drawnFrom = first(seed, file == null ? null : file.seed(), DEFAULT_SEED);
        RunSettings standard = RunSettings.standard(output, drawnFrom);
        ScenarioSettings scenario = standard.scenario();
        scenario = scenario.withOperations(
                requireEnough(first(operations, file == null ? null : file.operations(), scenario.operations())));
        if (file != null) {
            if (faults != null) {
                throw new ParameterException(
                        spec.commandLine(), "--scenario says which faults there are; leave out --faults");
            }
            file.requireRoom(Path.of(scenarioFile), scenario.operations());
            scenario = file.applyTo(scenario);
        } else if (faults != null) {
            scenario = scenario.withFaults(faults.stream().map(String::strip).toList());
        }
        RunSettings settings = standard.withProducer(producer())
                .withScenario(scenario)
                .withRelay(relay.version)
                .withBrokers(first(brokers, file == null ? null : file.brokers(), standard.brokers()))
                .withProbes(!withoutProbes)
                .withCommand(command(drawnFrom));
        settings = containers(settings.producer()).map(settings::withContainers).orElse(settings);
        return connector == null ? settings : settings.withConnector(ConnectorConfiguration.read(connector));
    }

    private Optional<ContainerSettings> containers(ProducerSettings checked) {
        Optional<ContainerSettings> settings = containers.settings(checked.containers(), "producer");
        if (settings.isPresent() && relay != Relay.NEWEST) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--relay is for the embedded environment; say which one with --image=connect=IMAGE");
        }
        return settings;
    }

    private ProducerSettings producer() {
        if (!hasProducer()) {
            ProducerSettings reference = ProducerSettings.bundled();
            return profile == null ? reference : reference.withProfile(ProducerProfile.of(profile));
        }
        if (profile != null || connector != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--producer says which " + (profile == null ? "relay" : "profile") + " it has; leave out "
                            + (profile == null ? "--connector" : "--profile"));
        }
        return ProducerSettings.read(Path.of(producer));
    }

    private void requireOneProducer() {
        if (checked != null) {
            if (hasProducer()) {
                throw new ParameterException(spec.commandLine(), "two producers are given; leave out --producer");
            }
            producer = checked;
        }
    }

    /** Maven passes these options always, and empty where the property is not given. */
    private boolean hasScenario() {
        return scenarioFile != null && !scenarioFile.isEmpty();
    }

    private boolean hasProducer() {
        return producer != null && !producer.isEmpty();
    }

    private static <T> T first(T given, T inFile, T standard) {
        return given != null ? given : inFile != null ? inFile : standard;
    }

    private int requireEnough(int number) {
        if (number < LEAST_OPERATIONS) {
            throw new ParameterException(
                    spec.commandLine(),
                    (operations == null ? "the scenario's operations" : "--operations") + " must be at least "
                            + LEAST_OPERATIONS + "; it is " + number);
        }
        return number;
    }

    /** What was given, with the seed even if it was not, as another kit may draw another; where it went is left out. */
    private String command(long drawnFrom) {
        List<String> options = new ArrayList<>(List.of("--seed=" + drawnFrom));
        Set<String> elsewhere = new HashSet<>(PactOptions.names());
        elsewhere.addAll(Set.of("--seed", "--output", "--scenario", "--producer"));
        spec.commandLine().getParseResult().matchedOptions().stream()
                // One that takes several values is in it once for each.
                .distinct()
                .filter(option -> !elsewhere.contains(option.longestName()))
                .map(option -> option.typeInfo().isBoolean()
                        ? option.longestName()
                        : option.longestName() + "=" + String.join(",", option.originalStringValues()))
                .forEach(options::add);
        Invocation invocation = Invocation.of(spec);
        List<String> verified = pacts.repeated(invocation);
        if (!invocation.isMaven()) {
            options.addAll(verified);
            if (hasScenario()) {
                options.add("--scenario=" + scenarioFile);
            }
        }
        String joined = options.stream().map(Program::quoted).collect(Collectors.joining(" "));
        return switch (invocation.way()) {
            case PROFILE ->
                "mvn verify -Pcheck " + (hasProducer() ? Program.quoted("-Dproducer=" + producer) + " " : "")
                        + (hasScenario() ? Program.quoted("-Dscenario=" + scenarioFile) + " " : "")
                        + verified.stream()
                                .map(property -> Program.quoted(property) + " ")
                                .collect(Collectors.joining())
                        + "-Dcheck.options=\"" + joined + "\"";
            case TEST -> "mvn verify -D" + ProducerConformance.OPTIONS + "=\"" + joined + "\"";
            case PROGRAM -> {
                options.add(hasProducer() ? producer : "");
                yield invocation.line("check", options);
            }
        };
    }

    private Source source(Judged judged) {
        Path history = output.resolve("history.ndjson");
        return new Source(
                history.toString(),
                judged.started(),
                JudgeCommand.line(
                        Invocation.of(spec), history.toAbsolutePath().toString(), hasProducer() ? producer : ""));
    }

    private static String where(Progress progress) {
        Map<String, Duration> times = progress.times();
        return String.format(
                        Locale.ROOT,
                        "%6.1f s in all, of which%n",
                        progress.elapsed().toMillis() / 1e3)
                + times.entrySet().stream()
                        .map(part -> String.format(
                                Locale.ROOT, "%6.1f s  %s", part.getValue().toMillis() / 1e3, part.getKey()))
                        .collect(Collectors.joining(System.lineSeparator()));
    }
}
