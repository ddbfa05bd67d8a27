package io.github.kesselevents.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.fixtures.environment.ProducerProcess;
import io.github.kesselevents.fixtures.environment.Versions;
import io.github.kesselevents.fixtures.inventory.ReferenceInventoryCommand;
import io.github.kesselevents.schemas.Requirements;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The build of a team without Java, as the README shows it, against this kit as it would be installed: the pom of the
 * producer in Go, with the reference as the producer.
 */
class DownstreamBuildIT {

    private static final Path POM = Path.of("../fixtures/producers/go/pom.xml");
    private static final String KIT = "io/github/kesselevents";
    private static final String POSTGRES = "io.zonky.test.postgres.";
    private static final int PATIENCE_MINUTES = 10;

    private static Path repository;

    @TempDir
    private Path folder;

    private record Built(int code, String said) {}

    /**
     * All that Maven has on this machine, and the kit beside it: nothing is installed where other builds would find it.
     */
    @BeforeAll
    static void install() throws IOException {
        repository = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "repository-");
        Path real = Path.of(System.getProperty("maven.local"));
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
        install("kessel-events", Path.of(".."), false);
        install("kessel-events-schemas", Path.of("../schemas"), true);
        install("kessel-events-fixtures", Path.of("../fixtures"), true);
        install("kessel-events-conformance", Path.of("."), true);
    }

    /** The links, and not what they lead to. */
    @AfterAll
    static void deleteTheRepository() throws IOException {
        try (Stream<Path> files = Files.walk(repository)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void install(String artifact, Path module, boolean jar) throws IOException {
        String name = artifact + "-" + Versions.kit();
        Path place = Files.createDirectories(
                repository.resolve(KIT).resolve(artifact).resolve(Versions.kit()));
        Files.copy(module.resolve("pom.xml"), place.resolve(name + ".pom"));
        if (jar) {
            Files.copy(module.resolve("target").resolve(name + ".jar"), place.resolve(name + ".jar"));
        }
    }

    @BeforeEach
    void copyThePom() throws IOException {
        Files.copy(POM, folder.resolve("pom.xml"));
    }

    @Test
    void aProducerThatKeepsTheContractHasAGreenBuild() throws Exception {
        writeProducer(Map.of());
        Built built = build("--operations=1000 --no-probes --faults='kill relay,refuse commits,hold commit'");

        assertThat(built.code()).as(built.said()).isZero();
        assertThat(built.said()).contains("CONFORMANT: no MUST is violated;", "BUILD SUCCESS");
        assertThat(folder.resolve("target/conformance"))
                .isDirectoryContaining("glob:**/report.html")
                .isDirectoryContaining("glob:**/summary.md");
        Document report = report();
        assertThat(report.select("testcase").eachAttr("name"))
                .containsExactlyElementsOf(Requirements.bundled().all().stream()
                        .filter(requirement -> !requirement.family().equals("CONSUMER"))
                        .map(requirement -> "requirement " + requirement.id() + " " + requirement.title())
                        .toList());
        assertThat(named(report, "FIDELITY-3").outerHtml()).contains("<skipped", "VIOLATED (known)");
        assertThat(classPath(report))
                .as("it runs with what the kit is tested with")
                .isEqualTo(classPathOfTheProgram());
    }

    @Test
    void whatIsViolatedAndWhatIsNotShownFailsTheBuild() throws Exception {
        writeProducer(Map.of("profile", Map.of("streams", streamsWithAWrongMirror())));
        Built built = build("--operations=1000 --no-probes --faults='hold commit'");

        assertThat(built.code()).as(built.said()).isEqualTo(1);
        assertThat(built.said())
                .contains("NOT CONFORMANT: FIDELITY-1 is violated;", "BUILD FAILURE")
                .contains("Run it again    mvn verify -Dkessel-events.options=\"--seed=1 --operations=1000 --no-probes"
                        + " '--faults=hold commit'\"");
        Document report = report();
        assertThat(named(report, "FIDELITY-1").select("failure").text())
                .contains("/data/reporter_data/api_href", "expected", "actual", "evidence");
        assertThat(named(report, "DUP-6").select("failure").attr("message")).startsWith("NOT EXERCISED: ");
        assertThat(named(report, "ORDER-1").children()).isEmpty();
    }

    @Test
    void withoutAProducerTheBuildSaysWhatIsMissing() throws Exception {
        Built built = build("");

        assertThat(built.code()).as(built.said()).isEqualTo(1);
        assertThat(built.said())
                .contains("There is no file producer.yaml; give the path of a producer.yaml, or have init write one.");
    }

    /** The reference writes the column that the profile says, but this profile says another. */
    private static JsonNode streamsWithAWrongMirror() throws IOException {
        try (InputStream profile = DownstreamBuildIT.class.getResourceAsStream("/kessel-events/profiles/kessel.yaml")) {
            String streams =
                    YAMLMapper.shared().readTree(profile).get("streams").toString();
            return JsonMapper.shared()
                    .readTree(streams.replace("reporter_resources.api_href", "reporter_resources.local_resource_id"));
        }
    }

    private void writeProducer(Map<String, Object> more) throws IOException {
        Map<String, Object> producer = new TreeMap<>(Map.of(
                "name", "mine",
                "command", ProducerProcess.javaCommand(ReferenceInventoryCommand.class.getName()),
                "environment", Map.of("INVENTORY_PORT", "$PORT", "INVENTORY_DATABASE_URL", "$DATABASE_JDBC_URL")));
        producer.putAll(more);
        Files.writeString(folder.resolve("producer.yaml"), JsonMapper.shared().writeValueAsString(producer));
    }

    private Built build(String options) throws IOException, InterruptedException {
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
        Path said = folder.resolve("said.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
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

    private Document report() throws IOException {
        Path file = folder.resolve("target/failsafe-reports/TEST-" + ProducerConformanceIT.class.getName() + ".xml");
        return Jsoup.parse(Files.readString(file), Parser.xmlParser());
    }

    private static Element named(Document report, String id) {
        return report.select("testcase").stream()
                .filter(test -> test.attr("name").startsWith("requirement " + id + " "))
                .findFirst()
                .orElseThrow();
    }

    /** Each jar with its group in front, as the program has them; without PostgreSQL, which the program resolves. */
    private static Set<String> classPath(Document report) {
        String jars = report.select("property[name=surefire.test.class.path]").attr("value");
        return Stream.of(jars.split(":"))
                .filter(jar -> jar.endsWith(".jar"))
                .map(jar -> repository.relativize(Path.of(jar)))
                .map(jar ->
                        jar.subpath(0, jar.getNameCount() - 3).toString().replace('/', '.') + "." + jar.getFileName())
                .filter(jar -> !jar.startsWith(POSTGRES))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Without PostgreSQL, which it resolves, and without what silences logging, which is the program's alone. */
    private static Set<String> classPathOfTheProgram() throws IOException {
        try (JarFile program = new JarFile("target/program/kessel-events/kessel-events.jar")) {
            String jars = program.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return Stream.of(jars.split(" "))
                    .map(jar -> jar.replace("lib/", ""))
                    .filter(jar -> !jar.startsWith(POSTGRES) && !jar.startsWith("org.slf4j.slf4j-nop"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
