package io.github.kesselevents.conformance;

import io.github.kesselevents.conformance.report.ReportComparison;
import io.github.kesselevents.conformance.verdict.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what two reports have in common and what not. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        versionProvider = KitVersion.class,
        header = "Compares a report with an earlier one: what is new, what is mended.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is worse",
            "1:a finding is new, or what had passed does not",
            "3:a report cannot be read"
        })
public final class CompareCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "EARLIER", description = "report.json of the earlier run.")
    private Path earlier;

    @Parameters(index = "1", paramLabel = "LATER", description = "report.json of the later run.")
    private Path later;

    @Override
    public Integer call() {
        ReportComparison comparison = ReportComparison.of(earlier, later);
        spec.commandLine().getOut().print(comparison.render());
        spec.commandLine().getOut().flush();
        return (comparison.isWorse() ? ExitCode.VIOLATED : ExitCode.CONFORMANT).code();
    }
}
