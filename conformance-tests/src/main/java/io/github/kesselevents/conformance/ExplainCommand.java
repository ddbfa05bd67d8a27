package io.github.kesselevents.conformance;

import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.report.CatalogueText;
import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.schemas.Requirement;
import io.github.kesselevents.schemas.Requirements;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints all that the kit knows of one requirement. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = KitVersion.class,
        header =
                "Explains a requirement: the promise, what it takes to decide it, its causes, and what to do about each.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:explained", "3:there is no such requirement, or the profile cannot be used"})
public final class ExplainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "Such as ORDER-1; list names all.", completionCandidates = Ids.class)
    private String id;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            defaultValue = "kessel",
            showDefaultValue = Visibility.ALWAYS,
            description = "Whose known findings and grades are told: bundled, or a YAML file.")
    private String profile;

    private static final class Ids implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Requirements.bundled().all().stream().map(Requirement::id).iterator();
        }
    }

    @Override
    public Integer call() {
        Requirements catalogue = Requirements.bundled();
        Requirement requirement = catalogue.get(id.toUpperCase(Locale.ROOT));
        PrintWriter out = spec.commandLine().getOut();
        out.print(new CatalogueText(CommandLine.Help.Ansi.AUTO.enabled())
                .explain(requirement, catalogue, ProducerProfile.of(profile)));
        out.flush();
        return ExitCode.CONFORMANT.code();
    }
}
