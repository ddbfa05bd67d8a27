package io.github.kesselevents.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.fixtures.pact.PactFile;
import io.github.kesselevents.fixtures.pact.PactFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both ways between languages, by Pact's own libraries: a pact that a consumer in JavaScript wrote is verified here,
 * and all pacts are verified in JavaScript against the records that were really published. Needs Node 20 or newer and
 * npm.
 */
@Tag("full")
class JavaScriptPactsIT {

    private static final Path SOURCES = Path.of("src/test/javascript");
    private static final int PATIENCE_MINUTES = 5;

    @TempDir
    private Path folder;

    @Test
    void javaVerifiesWhatJavaScriptWroteAndJavaScriptWhatJavaWrote() throws Exception {
        Path scripts = copied();
        Path pacts = Files.createDirectory(folder.resolve("pacts"));
        run(scripts, pacts, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        run(scripts, pacts, "npm", "run", "consumer");
        assertThat(pacts.resolve("host-mirror-kessel-inventory-api.json"))
                .as("the pact that JavaScript wrote")
                .isNotEmptyFile();
        for (PactFile ready : PactFiles.ready()) {
            Files.writeString(pacts.resolve(ready.name()), ready.json().toString());
        }

        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Program.run(
                new VerifyPactsCommand(),
                new PrintWriter(out),
                new PrintWriter(err),
                "--pacts=" + pacts,
                "--output=" + folder.resolve("out"));
        assertThat(code).as("%s%s", out, err).isEqualTo(ExitCode.CONFORMANT.code());
        assertThat(out.toString()).contains("host-mirror: a host with a name", "host-mirror: a host is deleted");

        String verified = run(scripts, pacts, "npm", "run", "provider");
        assertThat(verified).contains("# pass " + (PactFiles.READY.size() + 2), "# fail 0", "# skipped 0");
    }

    /** Runs a program to its end; what it said. */
    private String run(Path scripts, Path pacts, String... command) throws IOException, InterruptedException {
        Path said = folder.resolve("said.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(scripts.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("PACTS", pacts.toString());
        builder.environment()
                .put("HISTORY", folder.resolve("out").resolve("history.ndjson").toString());
        builder.environment().put("PACT_DO_NOT_TRACK", "true");
        Process process = builder.start();
        boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        String text = Files.readString(said, UTF_8);
        assertThat(ended).as("%s ends: %s", List.of(command), text).isTrue();
        assertThat(process.exitValue()).as("%s: %s", List.of(command), text).isZero();
        return text;
    }

    private Path copied() throws IOException {
        Path scripts = Files.createDirectory(folder.resolve("javascript"));
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, scripts.resolve(file.getFileName()));
            }
        }
        return scripts;
    }
}
