package io.github.kesselevents.conformance;

import io.github.kesselevents.conformance.history.BundledHistories;
import io.github.kesselevents.conformance.history.HistoryException;
import io.github.kesselevents.conformance.pact.PactExaminer;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerSettings;
import io.github.kesselevents.conformance.redaction.Redaction;
import io.github.kesselevents.conformance.report.ReportWriter;
import io.github.kesselevents.conformance.report.Source;
import io.github.kesselevents.conformance.report.TerminalReport;
import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.conformance.verdict.SavedHistory;
import io.github.kesselevents.conformance.verdict.SavedHistory.Judged;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges a saved history. Starts nothing: neither Kafka nor a database is needed. */
@Command(
        name = "judge",
        mixinStandardHelpOptions = true,
        versionProvider = KitVersion.class,
        showDefaultValues = true,
        header = "Judges a saved history, and prints verdicts and evidence.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:conformant",
            "1:a MUST is violated",
            "2:nothing is violated, but not all was shown",
            "3:no verdict, because something could not be used; the message says what"
        })
public final class JudgeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "HISTORY",
            description = "File to judge, or the name of a bundled history: ${COMPLETION-CANDIDATES}.",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            completionCandidates = Names.class)
    private String judged;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description = "The same.",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            completionCandidates = Names.class)
    private String history;

    @Option(
            names = "--grade",
            paramLabel = "GRADE",
            defaultValue = "A",
            description = "Best evidence to use: A the witness, B rows read back, C operations and log alone.")
    private Grade grade;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            defaultValue = "",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "Profile of the producer, bundled or a YAML file. Default: the one that the history names.")
    private String profile;

    @Option(
            names = "--producer",
            paramLabel = "FILE",
            defaultValue = "",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "producer.yaml of the producer, whose profile is used.")
    private String producer;

    @Option(
            names = "--reports",
            paramLabel = "FOLDER",
            defaultValue = "",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "Also write report.html, report.json, report-junit.xml and summary.md into this folder.")
    private String reports;

    @Option(
            names = "--redacted",
            paramLabel = "FILE",
            defaultValue = "",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "Copy the history to this new file with pseudonyms for what resources were reported to hold,"
                    + " and judge the copy: for a history that is to be shared.")
    private String redacted;

    private static final class Names implements Iterable<String> {

        @Override
        public java.util.Iterator<String> iterator() {
            return BundledHistories.NAMES.iterator();
        }
    }

    @Override
    public Integer call() {
        requireOneHistory();
        ProducerProfile given = given();
        Path file = redacted.isEmpty() ? file() : redacted(file(), given);
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = new Progress(err::println);
        Judged verdicts = progress.time(
                "judge",
                () -> SavedHistory.judge(
                        file,
                        given,
                        grade,
                        entries -> progress.sayIfSilent(() -> String.format(Locale.ROOT, "%,d entries", entries)),
                        producerProfile -> new PactExaminer(producerProfile, progress)));
        PrintWriter out = spec.commandLine().getOut();
        boolean colour = CommandLine.Help.Ansi.AUTO.enabled();
        out.print(new TerminalReport(colour).render(verdicts.judgement(), source(verdicts)));
        if (!reports.isEmpty()) {
            Path folder = path("--reports", reports);
            ReportWriter.write(folder, verdicts.judgement(), source(verdicts), file);
            out.println("For a browser   " + folder.resolve("report.html"));
        }
        out.flush();
        return verdicts.judgement().exitCode().code();
    }

    private void requireOneHistory() {
        if (judged == null && history == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no history is named; give a file, or one of " + String.join(", ", BundledHistories.NAMES));
        }
        if (judged != null && history != null) {
            throw new ParameterException(spec.commandLine(), "two histories are named; leave out --history");
        }
        history = judged == null ? history : judged;
    }

    /** Null for the one that the history names. */
    private ProducerProfile given() {
        if (!producer.isEmpty() && !profile.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--producer says which profile it has; leave out --profile");
        }
        return !producer.isEmpty()
                ? ProducerSettings.readProfile(path("--producer", producer))
                : profile.isEmpty() ? null : ProducerProfile.of(profile);
    }

    private Source source(Judged verdicts) {
        return new Source(
                history,
                verdicts.started(),
                line(Invocation.of(spec), history, grade == Grade.A ? "" : grade.name(), profile, producer));
    }

    /** The command that judges a history. */
    static String line(Invocation invocation, String history, String producer) {
        return line(invocation, history, "", "", producer);
    }

    /** The same with a grade and a profile; each may be empty. */
    static String line(Invocation invocation, String history, String grade, String profile, String producer) {
        List<String> options = Stream.of("grade=" + grade, "profile=" + profile, "producer=" + producer)
                .filter(option -> !option.endsWith("="))
                .toList();
        return invocation.isMaven()
                ? "mvn -q verify"
                        + Stream.concat(Stream.of("history=" + history), options.stream())
                                .map(option -> " " + Program.quoted("-D" + option))
                                .collect(Collectors.joining())
                : invocation.line(
                        "judge",
                        Stream.concat(Stream.of(history), options.stream().map(option -> "--" + option))
                                .toList());
    }

    private Path redacted(Path original, ProducerProfile given) {
        Path copy = path("--redacted", redacted);
        Redaction.copy(original, copy, given);
        history = copy.toString();
        return copy;
    }

    private Path path(String option, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new ParameterException(spec.commandLine(), option + " names no place: " + e.getMessage(), e);
        }
    }

    private Path file() {
        if (history.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--history names no file");
        }
        try {
            Path file = Path.of(history);
            return Files.exists(file) ? file : BundledHistories.find(history).orElse(file);
        } catch (InvalidPathException e) {
            throw new HistoryException("There is no history at " + history + "; check the path.", e);
        }
    }
}
