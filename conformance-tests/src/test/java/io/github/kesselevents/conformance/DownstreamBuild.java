package io.github.kesselevents.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.fixtures.environment.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Builds of others, with this Maven, against this kit as it would be installed: in a repository of its own, which has
 * all that Maven has on this machine, and the kit beside it. Nothing is installed where other builds would find it.
 *
 * @param repository deleted when it is closed
 */
record DownstreamBuild(Path repository) implements AutoCloseable {

    private static final String KIT = "io/github/kesselevents";
    private static final int PATIENCE_MINUTES = 10;

    /** How one ended, and what it said. */
    record Built(int code, String said) {}

    static DownstreamBuild install() throws IOException {
        DownstreamBuild build =
                new DownstreamBuild(Files.createTempDirectory(Path.of("target").toAbsolutePath(), "repository-"));
        build.link(Path.of(System.getProperty("maven.local")));
        build.install("kessel-events", Path.of(".."), false);
        build.install("kessel-events-schemas", Path.of("../schemas"), true);
        build.install("kessel-events-fixtures", Path.of("../fixtures"), true);
        build.install("kessel-events-conformance", Path.of("."), true);
        return build;
    }

    private void link(Path real) throws IOException {
        Path place = Path.of("");
        for (Path part : Path.of(KIT)) {
            Files.createDirectories(repository.resolve(place));
            try (Stream<Path> there = Files.list(real.resolve(place))) {
                for (Path other : there.filter(path -> !path.endsWith(part)).toList()) {
                    Files.createSymbolicLink(repository.resolve(place).resolve(other.getFileName()), other);
                }
            }
            place = place.resolve(part);
        }
    }

    private void install(String artifact, Path module, boolean jar) throws IOException {
        String name = artifact + "-" + Versions.kit();
        Path place = Files.createDirectories(
                repository.resolve(KIT).resolve(artifact).resolve(Versions.kit()));
        Files.copy(module.resolve("pom.xml"), place.resolve(name + ".pom"));
        if (jar) {
            Files.copy(module.resolve("target").resolve(name + ".jar"), place.resolve(name + ".jar"));
        }
    }

    /**
     * {@code mvn verify} in a folder with a pom.
     *
     * @param options of the check
     * @param said the file that gets what it says
     */
    Built verify(Path folder, String options, Path said) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "-B",
                "-ntp",
                "-Dmaven.repo.local=" + repository,
                "-Dkessel-events.options=" + options,
                "verify"));
        if (System.getProperty("maven.offline").endsWith("true")) {
            command.add("-o");
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // It lives too briefly for the optimizing compiler to pay off.
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        Process maven = builder.start();
        try {
            boolean ended = maven.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
            assertThat(ended).as("it ends: %s", Files.readString(said, UTF_8)).isTrue();
            return new Built(maven.exitValue(), Files.readString(said, UTF_8));
        } finally {
            List<ProcessHandle> parts = maven.descendants().toList();
            maven.destroyForcibly();
            parts.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Deletes the links, and not what they lead to. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(repository)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
