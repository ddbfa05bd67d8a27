package io.github.kesselevents.conformance;

import io.github.kesselevents.conformance.report.CatalogueText;
import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.schemas.Requirement;
import io.github.kesselevents.schemas.Requirements;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints the catalogue. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = KitVersion.class,
        header = "Lists the requirements: id, level, and the sentence that its check decides.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:listed", "3:there is no such family"})
public final class ListCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--family",
            paramLabel = "FAMILY",
            description = "Only those of this family: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Families.class)
    private String family;

    private static final class Families implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return families().iterator();
        }
    }

    @Override
    public Integer call() {
        List<Requirement> listed = Requirements.bundled().all().stream()
                .filter(requirement -> family == null || requirement.family().equals(family.toUpperCase(Locale.ROOT)))
                .toList();
        if (listed.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "There is no family " + family + "; there are " + String.join(", ", families()));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(new CatalogueText(CommandLine.Help.Ansi.AUTO.enabled()).list(listed));
        out.flush();
        return ExitCode.CONFORMANT.code();
    }

    private static List<String> families() {
        return Requirements.bundled().all().stream()
                .map(Requirement::family)
                .distinct()
                .toList();
    }
}
