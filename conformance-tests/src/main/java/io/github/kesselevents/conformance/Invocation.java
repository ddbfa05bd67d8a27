package io.github.kesselevents.conformance;

import java.io.File;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/**
 * How the kit was called, and so how it is called again: a command that it prints is there to be copied.
 *
 * @param program what a command line of the program begins with
 */
record Invocation(Way way, String program) {

    /** The three. */
    enum Way {
        /** A profile of the kit's own pom, which has properties for most options. */
        PROFILE,
        /** The program itself. */
        PROGRAM,
        /** A test of a producer's build. */
        TEST
    }

    static final Invocation MAVEN = new Invocation(Way.PROFILE, "mvn");
    static final Invocation OF_A_BUILD = new Invocation(Way.TEST, "kessel-events");

    /** Who calls the program says so in this system property; {@code mvn} is a profile. */
    private static final String PROPERTY = "kessel-events.called";

    /** That of this process: as its caller says, else by its jar. */
    static Invocation current() {
        String classPath = System.getProperty("java.class.path");
        boolean jar = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
        String called = System.getProperty(PROPERTY, jar ? "java -jar " + Program.quoted(classPath) : "kessel-events");
        return called.equals(MAVEN.program()) ? MAVEN : new Invocation(Way.PROGRAM, called);
    }

    /** That of the program that a command belongs to. */
    static Invocation of(CommandSpec command) {
        return command.root().userObject() instanceof KitCommand kit ? kit.invocation() : MAVEN;
    }

    boolean isMaven() {
        return way == Way.PROFILE;
    }

    /** A command line of the program, as a shell takes it; empty arguments are left out. */
    String line(String command, List<String> arguments) {
        return program + " " + command
                + arguments.stream()
                        .filter(argument -> !argument.isEmpty())
                        .map(argument -> " " + Program.quoted(argument))
                        .collect(Collectors.joining());
    }

    /** The same with one argument. */
    String line(String command, String argument) {
        return line(command, List.of(argument));
    }
}
