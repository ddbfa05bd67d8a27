package io.github.kesselevents.conformance;

import io.github.kesselevents.conformance.producer.ProducerSettings;
import io.github.kesselevents.conformance.run.Plan;
import io.github.kesselevents.conformance.verdict.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a run makes, and how it is removed. Starts nothing. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        versionProvider = KitVersion.class,
        header = "Prints every object that a run makes, the SQL that removes it, and the rights that it takes.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:printed", "3:the producer.yaml cannot be used; the message says why"})
public final class PlanCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "producer.yaml of the producer.")
    private Path file;

    @Override
    public Integer call() {
        ProducerSettings producer = ProducerSettings.read(file);
        Plan plan = Plan.of(producer);
        PrintWriter out = spec.commandLine().getOut();
        if (!producer.hasDatabase()) {
            out.println("-- In " + producer.external().get() + ", a run makes no more than this; it stays there.");
        } else if (producer.external().isPresent()) {
            out.println("-- In " + producer.external().get()
                    + ", a run makes no more than this, and removes it at its end; only the resources, and their"
                    + " events, stay.");
            out.println("-- Should it have been killed, this removes it.");
        } else {
            out.println(
                    "-- PostgreSQL, Kafka and Connect are started for each run, and deleted after it, with all of this.");
        }
        for (Plan.Made made : plan.objects()) {
            out.println();
            out.println("-- " + made.what() + ":");
            out.println("--   " + String.join(", ", made.names()));
            if (!made.caution().isEmpty()) {
                out.println("-- Caution: " + made.caution() + ".");
            }
            String off = made.caution().isEmpty() ? "" : "-- ";
            made.removal().forEach(sql -> out.println(off + sql));
        }
        out.println();
        out.println("-- Least rights");
        for (Plan.Right right : plan.rights()) {
            out.println();
            out.println("-- " + right.of());
            right.grants().forEach(out::println);
        }
        out.println();
        out.println("-- Before it runs");
        plan.advice().forEach(sentence -> out.println("-- " + sentence));
        out.flush();
        return ExitCode.CONFORMANT.code();
    }
}
