package io.github.kesselevents.conformance;

import io.github.kesselevents.conformance.producer.ProfileException;
import io.github.kesselevents.conformance.verdict.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a {@code producer.yaml} that says of each member what it is for. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        versionProvider = KitVersion.class,
        header = "Writes a commented producer.yaml, to begin with.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:written", "3:it cannot be written, or is there already"})
public final class InitCommand implements Callable<Integer> {

    static final String TEMPLATE = "/kessel-events/producer.yaml";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "What to write, such as producer.yaml; it must not be there yet.")
    private Path file;

    @Override
    public Integer call() {
        write();
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                "Written to " + file + ". Say in it how your producer comes to life, then see what is missing yet:");
        Invocation invocation = Invocation.of(spec);
        out.println("  "
                + (invocation.isMaven()
                        ? "mvn -q verify -Dkit=\"doctor " + file + "\""
                        : invocation.line("doctor", file.toString())));
        out.flush();
        return ExitCode.CONFORMANT.code();
    }

    private void write() {
        try (InputStream template = InitCommand.class.getResourceAsStream(TEMPLATE)) {
            if (template == null) {
                throw new IllegalStateException("There is no " + TEMPLATE + " in the kit.");
            }
            Files.copy(template, file);
        } catch (FileAlreadyExistsException e) {
            throw new ProfileException("The file " + file + " is there already; name another, or delete it first.", e);
        } catch (IOException e) {
            throw new ProfileException("The file " + file + " cannot be written: " + e + "; name another.", e);
        }
    }
}
