package io.github.kesselevents.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What is accepted quickly, the regular expression matches; and what real events say is accepted quickly. */
class QuickPatternsTest {

    private static final List<String> PARTS = List.of(
            "redhat.inventory.resources.",
            "redhat",
            "/resources/",
            "/",
            "host",
            "k8s_cluster",
            ".created",
            ".updated",
            "0193f9a4-6d0e-7c33-8e5b-1a2b3c4d5e6f",
            "2026-11-29T12:00:00",
            ".",
            ".5",
            ".50",
            ".0",
            ".123456789",
            ".1234567890",
            "Z",
            "z",
            "+02:00",
            "-",
            "A",
            " ",
            "\n",
            "\t",
            "\u0085",
            "é",
            "😀",
            "");

    static Stream<String> patterns() throws IOException, URISyntaxException {
        Path files =
                Path.of(QuickPatternsTest.class.getResource("/kessel-events").toURI());
        Set<String> patterns = new TreeSet<>();
        try (Stream<Path> schemas = Files.walk(files)) {
            for (Path file :
                    schemas.filter(path -> path.toString().endsWith(".json")).toList()) {
                JsonNode schema = Json.MAPPER.readTree(Files.readAllBytes(file));
                schema.findValues("pattern").stream()
                        .filter(JsonNode::isString)
                        .forEach(pattern -> patterns.add(pattern.stringValue()));
            }
        }
        assertThat(patterns).hasSizeGreaterThan(8);
        return patterns.stream();
    }

    @Property(tries = 20_000)
    void whatIsAcceptedMatches(@ForAll("pattern") String pattern, @ForAll("text") String text) {
        if (QuickPatterns.of(pattern).test(text)) {
            assertThat(text).containsPattern(pattern);
        }
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void emptyTextIsNothingReal(String pattern) {
        assertThat(QuickPatterns.of(pattern).test("")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "^[a-z0-9_]+$, k8s_cluster",
        "^[a-z0-9_-]+$, acm-1_2",
        "^/resources/[a-z0-9_]+/[0-9a-f-]{36}$, /resources/host/0193f9a4-6d0e-7c33-8e5b-1a2b3c4d5e6f",
        "^redhat\\.inventory\\.resources\\.[a-z0-9_]+\\.created$, redhat.inventory.resources.k8s_cluster.created",
        "^redhat\\.inventory\\.resources\\.[a-z0-9_]+\\.updated$, redhat.inventory.resources.host.updated",
        "'^[^.]*(\\.[0-9]{0,8}[1-9](Z|[+-].*))?$', 2026-11-29T12:00:00Z",
        "'^[^.]*(\\.[0-9]{0,8}[1-9](Z|[+-].*))?$', 2026-11-29T12:00:00.5Z",
        "'^[^.]*(\\.[0-9]{0,8}[1-9](Z|[+-].*))?$', 2026-11-29T12:00:00.100000001Z",
        "^\\S([\\s\\S]*\\S)?$, i-1",
        "^[^A-Z\\s]([^A-Z]*[^A-Z\\s])?$, hbi"
    })
    void whatEventsSayIsAccepted(String pattern, String text) {
        assertThat(text).containsPattern(pattern);
        assertThat(QuickPatterns.of(pattern).test(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "^[a-z0-9_]+$, acm-1",
        "^[a-z0-9_-]+$, Acm",
        "^/resources/[a-z0-9_]+/[0-9a-f-]{36}$, /resources//0193f9a4-6d0e-7c33-8e5b-1a2b3c4d5e6f",
        "^/resources/[a-z0-9_]+/[0-9a-f-]{36}$, /resources/host_0193f9a4-6d0e-7c33-8e5b-1a2b3c4d5e6f",
        "^/resources/[a-z0-9_]+/[0-9a-f-]{36}$, /resources/host/0193F9A4-6d0e-7c33-8e5b-1a2b3c4d5e6f",
        "^redhat\\.inventory\\.resources\\.[a-z0-9_]+\\.created$, redhat.inventory.resources..created",
        "^redhat\\.inventory\\.resources\\.[a-z0-9_]+\\.created$, redhat.inventory.resources.created",
        "^redhat\\.inventory\\.resources\\.[a-z0-9_]+\\.updated$, redhat.inventory.resources.host.created",
        "'^[^.]*(\\.[0-9]{0,8}[1-9](Z|[+-].*))?$', 2026-11-29T12:00:00.Z",
        "'^[^.]*(\\.[0-9]{0,8}[1-9](Z|[+-].*))?$', 2026-11-29T12:00:00.10Z",
        "'^[^.]*(\\.[0-9]{0,8}[1-9](Z|[+-].*))?$', 2026-11-29T12:00:00.1234567891Z",
        "'^[^.]*(\\.[0-9]{0,8}[1-9](Z|[+-].*))?$', 2026-11-29T12:00:00.1x",
        "^\\S([\\s\\S]*\\S)?$, ' i-1'",
        "^[^A-Z\\s]([^A-Z]*[^A-Z\\s])?$, HBI",
        "^[0-9]{10}$, 123456789"
    })
    void whatBreaksAPatternIsNot(String pattern, String text) {
        assertThat(text).doesNotContainPattern(pattern);
        assertThat(QuickPatterns.of(pattern).test(text)).isFalse();
    }

    @Provide
    Arbitrary<String> pattern() throws IOException, URISyntaxException {
        return Arbitraries.of(patterns().toList());
    }

    @Provide
    Arbitrary<String> text() {
        Arbitrary<String> part = Arbitraries.oneOf(
                Arbitraries.of(PARTS), Arbitraries.strings().ascii().ofMaxLength(4));
        return Arbitraries.oneOf(
                part.list().ofMinSize(1).ofMaxSize(6).map(parts -> String.join("", parts)),
                Combinators.combine(part, part)
                        .as((middle, end) -> "redhat.inventory.resources." + middle + ".updated" + end),
                Combinators.combine(part, part)
                        .as((middle, end) -> "/resources/" + middle + "/0193f9a4-6d0e-7c33-8e5b-1a2b3c4d5e6f" + end),
                part.map(end -> "2026-11-29T12:00:00" + end + "Z"));
    }
}
