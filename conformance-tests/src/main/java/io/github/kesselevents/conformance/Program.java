package io.github.kesselevents.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.consumer.ConsumerException;
import io.github.kesselevents.conformance.fault.FaultException;
import io.github.kesselevents.conformance.history.HistoryException;
import io.github.kesselevents.conformance.producer.ProfileException;
import io.github.kesselevents.conformance.report.ReportException;
import io.github.kesselevents.conformance.report.ReportedTest;
import io.github.kesselevents.conformance.run.ScenarioException;
import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.conformance.workload.WorkloadException;
import io.github.kesselevents.fixtures.environment.EnvironmentException;
import io.github.kesselevents.fixtures.pact.PactException;
import io.github.kesselevents.schemas.ContractException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the kit's programs have in common: how they speak, and how they end when they cannot do what they are for. */
final class Program {

    /** Of what a user can mend; their messages say what, where, and how. */
    private static final List<Class<? extends Exception>> EXPECTED = List.of(
            HistoryException.class,
            ProfileException.class,
            ContractException.class,
            EnvironmentException.class,
            FaultException.class,
            ScenarioException.class,
            WorkloadException.class,
            ReportException.class,
            PactException.class,
            ConsumerException.class,
            ParameterException.class);

    private Program() {}

    /** Runs a command on the terminal; its exit code. */
    static int run(Callable<Integer> command, String... args) {
        return run(command, utf8(System.out), utf8(System.err), args);
    }

    /** Runs a command. Whatever goes wrong is an error of the kit: another code would be a verdict. */
    static int run(Callable<Integer> command, PrintWriter out, PrintWriter err, String... args) {
        try {
            return commandLine(command, out, err)
                    .setParameterExceptionHandler((e, given) -> refuse(err, e.getMessage() + "; see --help."))
                    .setExecutionExceptionHandler((e, commandLine, result) -> failed(err, e))
                    .execute(args);
        } catch (OutOfMemoryError e) {
            return refuse(
                    err,
                    "The history does not fit in " + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MB of heap; give the JVM more with -Xmx (JAVA_TOOL_OPTIONS=-Xmx8g).");
        }
    }

    /**
     * Runs the check for a build, on the terminal; what came of it.
     *
     * @throws RuntimeException one of {@link #EXPECTED}, or what says that the kit failed
     */
    static List<ReportedTest> check(List<String> arguments) {
        CommandLine program = commandLine(new KitCommand(Invocation.OF_A_BUILD), utf8(System.out), utf8(System.err));
        program.parseArgs(Stream.concat(Stream.of("check"), arguments.stream()).toArray(String[]::new));
        CheckCommand check = program.getSubcommands().get("check").getCommand();
        return check.tests();
    }

    private static CommandLine commandLine(Callable<Integer> command, PrintWriter out, PrintWriter err) {
        return new CommandLine(command).setOut(out).setErr(err).setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** An argument as a shell takes it. */
    static String quoted(String text) {
        return text.matches("[\\w./:+=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static int failed(PrintWriter err, Exception e) {
        boolean expected = EXPECTED.stream().anyMatch(type -> type.isInstance(e));
        if (!expected) {
            e.printStackTrace(err);
        }
        return refuse(
                err,
                expected
                        ? e.getMessage()
                        : "The kit failed, which says nothing of the producer; report the lines above, please.");
    }

    private static int refuse(PrintWriter err, String message) {
        err.println(message);
        err.flush();
        return ExitCode.ERROR.code();
    }

    private static PrintWriter utf8(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, UTF_8), true);
    }
}
