package io.github.kesselevents.conformance;

import io.github.kesselevents.conformance.verdict.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** All that the kit does, by name: the program. */
@Command(
        name = "kessel-events",
        mixinStandardHelpOptions = true,
        versionProvider = KitVersion.class,
        header = "Finds out whether a service publishes exactly what its database committed.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%n",
        footer = {
            "kessel-events help COMMAND says more. A producer's first way: init, doctor, check.",
            "Without one: kessel-events judge swapped-updates shows what a violation looks like."
        },
        subcommands = {
            InitCommand.class,
            DoctorCommand.class,
            PlanCommand.class,
            CheckCommand.class,
            CheckConsumerCommand.class,
            VerifyPactsCommand.class,
            JudgeCommand.class,
            CompareCommand.class,
            ListCommand.class,
            ExplainCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        })
public final class KitCommand implements Callable<Integer> {

    private final Invocation invocation;

    @Spec
    private CommandSpec spec;

    /** @param invocation how a person calls it */
    KitCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    public static void main(String[] args) {
        System.exit(Program.run(new KitCommand(Invocation.current()), args));
    }

    Invocation invocation() {
        return invocation;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.ERROR.code();
    }
}
