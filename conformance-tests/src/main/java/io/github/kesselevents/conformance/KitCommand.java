package io.github.kesselevents.conformance;

import io.github.kesselevents.conformance.verdict.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** All that the kit does, by name. */
@Command(
        name = "kessel-events",
        mixinStandardHelpOptions = true,
        version = "kessel-events 0.1.0-SNAPSHOT",
        header = "Finds out whether a service publishes exactly what its database committed.",
        subcommands = {
            InitCommand.class,
            DoctorCommand.class,
            PlanCommand.class,
            CheckCommand.class,
            JudgeCommand.class,
            CompareCommand.class,
            VerifyPactsCommand.class,
            HelpCommand.class
        })
public final class KitCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(Program.run(new KitCommand(), args));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCode.ERROR.code();
    }
}
