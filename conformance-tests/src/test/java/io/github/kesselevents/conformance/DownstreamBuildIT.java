package io.github.kesselevents.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.DownstreamBuild.Built;
import io.github.kesselevents.fixtures.environment.ProducerProcess;
import io.github.kesselevents.fixtures.inventory.ReferenceInventoryCommand;
import io.github.kesselevents.schemas.Requirements;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The build of a team without Java, as the README shows it: the pom of the producer in Go, with the reference as the
 * producer. {@link GoProducerIT} builds it with its own.
 */
@Tag("full")
class DownstreamBuildIT {

    private static final Path POM = Path.of("../fixtures/producers/go/pom.xml");
    private static final String POSTGRES = "io.zonky.test.postgres.";

    private static DownstreamBuild kit;

    @TempDir
    private Path folder;

    @BeforeAll
    static void install() throws IOException {
        kit = DownstreamBuild.install();
    }

    @AfterAll
    static void deleteTheRepository() throws IOException {
        kit.close();
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
        return kit.verify(folder, options, folder.resolve("said.txt"));
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
                .map(jar -> kit.repository().relativize(Path.of(jar)))
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
