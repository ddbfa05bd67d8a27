package io.github.kesselevents.conformance;

import io.github.kesselevents.conformance.pact.Pacts;
import io.github.kesselevents.conformance.producer.ProducerSettings;
import io.github.kesselevents.conformance.run.Doctor;
import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.conformance.verdict.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks whether a producer can be checked, and says what is missing yet. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = KitVersion.class,
        header = "Starts a producer, asks it for one report, and says what has to be mended before it can be checked.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it can be checked", "3:something has to be mended; the message says what"})
public final class DoctorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "producer.yaml of the producer.")
    private Path file;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ProducerSettings producer = ProducerSettings.read(file);
        out.println("well    " + file + " can be used");
        producer.pacts().ifPresent(place -> {
            Pacts.in(place, new Progress(told -> {}));
            out.println("well    a producer that keeps the contract can satisfy the pacts in " + place);
        });
        Doctor.examine(
                producer,
                what -> {
                    out.println("well    " + what);
                    out.flush();
                },
                out::println);
        Invocation invocation = Invocation.of(spec);
        out.println("It can be checked: "
                + (invocation.isMaven()
                        ? "mvn verify -Pcheck " + Program.quoted("-Dproducer=" + file)
                        : invocation.line("check", file.toString())));
        out.flush();
        return ExitCode.CONFORMANT.code();
    }
}
