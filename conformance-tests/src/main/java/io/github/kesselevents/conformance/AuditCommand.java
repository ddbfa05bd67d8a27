package io.github.kesselevents.conformance;

import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.report.ReportWriter;
import io.github.kesselevents.conformance.report.Source;
import io.github.kesselevents.conformance.report.TerminalReport;
import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.conformance.run.TopicAudit;
import io.github.kesselevents.conformance.verdict.SavedHistory;
import io.github.kesselevents.conformance.verdict.SavedHistory.Judged;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads topics that exist, and judges what they hold: it writes nothing to anything but its own files. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        versionProvider = KitVersion.class,
        showDefaultValues = true,
        header = "Judges what the topics of a Kafka hold, and writes nothing there.",
        description =
                "What nobody but a running check can show (that all was published that was committed) stays open.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:conformant",
            "1:a MUST is violated",
            "2:nothing is violated, but not all was shown, as is usual here",
            "3:no verdict, because something could not be used; the message says what"
        })
public final class AuditCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--kafka", paramLabel = "HOST:PORT", required = true, description = "A broker, or several.")
    private String kafka;

    @Option(
            names = "--properties",
            paramLabel = "FILE",
            description = "Properties of Kafka's clients, as Kafka's own tools take them: TLS, SASL, credentials.",
            showDefaultValue = Visibility.NEVER)
    private Path properties;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            defaultValue = "kessel",
            description = "Profile of the producer, bundled or a YAML file: its topics and their form.")
    private String profile;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            defaultValue = "target/audit",
            description = "Where history and reports go; what an earlier one left there is replaced.")
    private Path output;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Progress progress = new Progress(out::println);
        ProducerProfile producer = ProducerProfile.of(profile);
        Path history = output.resolve("history.ndjson");
        try {
            Files.createDirectories(output);
            Files.deleteIfExists(history);
        } catch (IOException e) {
            throw new EnvironmentException(
                    "The folder " + output + " cannot be written (" + e.getMessage() + "); choose another.", e);
        }
        TopicAudit.record(history, client(), producer, progress);
        Judged judged = progress.time("judge", () -> SavedHistory.judge(history, producer, Grade.C));
        Source source = new Source(
                history.toString(),
                judged.started(),
                JudgeCommand.line(Invocation.of(spec), history.toAbsolutePath().toString(), "C", profile, ""));
        out.println();
        out.print(new TerminalReport(CommandLine.Help.Ansi.AUTO.enabled()).render(judged.judgement(), source));
        ReportWriter.write(output, judged.judgement(), source, history);
        out.println("For a browser   " + output.resolve("report.html"));
        out.flush();
        return judged.judgement().exitCode().code();
    }

    private Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>();
        if (properties != null) {
            try (Reader reader = Files.newBufferedReader(properties)) {
                Properties given = new Properties();
                given.load(reader);
                given.stringPropertyNames().forEach(name -> client.put(name, given.getProperty(name)));
            } catch (IOException | IllegalArgumentException e) {
                throw new EnvironmentException(
                        "The file " + properties + " cannot be read as properties (" + e.getMessage()
                                + "); give one as Kafka's own tools take it.",
                        e);
            }
        }
        client.put("bootstrap.servers", kafka);
        return client;
    }
}
