package io.github.kesselevents.conformance;

import io.github.kesselevents.conformance.verdict.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = KitVersion.class,
        header = "Prints a script that has bash and zsh complete commands, options, ids and names.",
        description = {
            "",
            "Once, in this shell or in ~/.bashrc or ~/.zshrc, with kessel-events on the PATH:",
            "  source <(kessel-events completion)"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:printed"})
public final class CompletionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine program = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash(program.getCommandName(), program));
        out.flush();
        return ExitCode.CONFORMANT.code();
    }
}
