package io.github.kesselevents.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequirementsTest {

    private final Requirements requirements = Requirements.bundled();

    @Test
    void theCatalogueIsWhole() {
        List<String> ids = Stream.of(
                        ids("SHAPE", 7),
                        ids("FIDELITY", 3),
                        ids("ACK", 2),
                        ids("ATOMIC", 8),
                        ids("ORDER", 5),
                        ids("DUP", 6),
                        ids("LIVE", 1),
                        ids("CONSUMER", 10))
                .flatMap(List::stream)
                .toList();
        assertThat(requirements.all()).extracting(Requirement::id).containsExactlyElementsOf(ids);
    }

    @Test
    void everyPromiseIsOneSentenceWithASource() {
        assertThat(requirements.all()).allSatisfy(r -> {
            assertThat(r.promise()).matches("[A-Za-z].*[^.]\\.").doesNotContain(". ");
            assertThat(r.title()).doesNotEndWith(".");
            assertThat(r.source()).isNotBlank();
        });
    }

    @Test
    void everyPromiseOfAProducerSaysWhatFollowsForOthers() {
        assertThat(requirements.all())
                .filteredOn(r -> !r.family().equals("CONSUMER"))
                .hasSize(32)
                .allSatisfy(r -> assertThat(r.consumer().orElse(""))
                        .as("%s has a consumer in requirements.yaml", r.id())
                        .matches("[A-Z].*\\."));
    }

    @Test
    void whatIsOnlyDesirableIsNoMust() {
        assertThat(requirements.all())
                .filteredOn(r -> r.level() == Requirement.Level.SHOULD)
                .extracting(Requirement::id)
                .containsExactly("FIDELITY-3", "ORDER-5", "DUP-5", "CONSUMER-6", "CONSUMER-7");
    }

    @Test
    void anUnknownIdIsAnsweredWithThoseOfItsFamily() {
        assertThatThrownBy(() -> requirements.get("order-9"))
                .isInstanceOf(ContractException.class)
                .hasMessage("There is no requirement order-9;"
                        + " use one of ORDER-1, ORDER-2, ORDER-3, ORDER-4, ORDER-5.");
    }

    @Test
    void aMisspelledFamilyIsAnsweredWithTheNearest() {
        assertThatThrownBy(() -> requirements.get("FIDELTY-1"))
                .hasMessage("There is no requirement FIDELTY-1; use one of FIDELITY-1, FIDELITY-2, FIDELITY-3.");
    }

    @Test
    void whatIsLikeNoneIsAnsweredWithAll() {
        assertThatThrownBy(() -> requirements.get("everything"))
                .message()
                .contains("SHAPE-1, ", "LIVE-1, ", "CONSUMER-10.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    requirements: [                                | bad.yaml is no catalogue of requirements: %s; mend the file at that place.
                    requirements: [{id: A-1, levle: MUST}]         | bad.yaml is no catalogue of requirements: %s; mend the file at that place.
                    '---\n...'                                     | bad.yaml holds no requirements; list at least one under requirements.
                    {}                                             | bad.yaml holds no requirements; list at least one under requirements.
                    requirements: []                               | bad.yaml holds no requirements; list at least one under requirements.
                    requirements: [null]                           | bad.yaml holds null as requirement number 1; write it out, or take it away.
                    {sources: {s: x}, requirements: [{id: A-1, level: MUST, title: t, promise: p, source: s}, null]} | bad.yaml holds null as requirement number 2; write it out, or take it away.
                    {sources: {s: x}, requirements: [{id: A-1, level: MUST, title: t, promise: p, source: s, yields_to: [null]}]} | bad.yaml: A-1 yields to null; give yields_to ids alone.
                    requirements: [{id: A-1, level: MUST, title: t, promise: p}] | bad.yaml: A-1 has no usable source; give it one of [].
                    requirements: [{id: first}]                    | bad.yaml holds a requirement with the id first; an id is a family in capitals, a hyphen and a number, such as SHAPE-1.
                    requirements: [{id: A-1}]                      | bad.yaml: A-1 has no usable level; give it [MUST, SHOULD, MAY].
                    requirements: [{id: A-1, level: MUST}]         | bad.yaml: A-1 has no usable title; give it a handful of words.
                    requirements: [{id: A-1, level: MUST, title: t}] | bad.yaml: A-1 has no usable promise; give it one sentence.
                    {sources: {s: x}, requirements: [{id: A-1, level: MUST, title: t, promise: p, source: z}]} | bad.yaml: A-1 has no usable source; give it one of [s].
                    {sources: {s: x}, requirements: [{id: A-1, level: MUST, title: t, promise: p, source: s}, {id: A-1, level: MAY, title: t, promise: p, source: s}]} | bad.yaml holds A-1 twice; give one of them another id.
                    {sources: {s: x}, requirements: [{id: A-1, level: MUST, title: t, promise: p, source: s, yields_to: [B-1]}]} | bad.yaml: A-1 yields to B-1, which is not in the catalogue; mend yields_to.
                    {sources: {s: x}, requirements: [{id: A-1, level: MUST, title: t, promise: p, source: s, yields_to: [A-1]}]} | bad.yaml: A-1 yields to A-1; take one of them out, or a finding would vanish between them.
                    """)
    void aBrokenCatalogueIsRefusedInOneSentence(String yaml, String message) {
        assertThatThrownBy(() -> Requirements.read(new ByteArrayInputStream(yaml.getBytes(UTF_8)), "bad.yaml"))
                .isInstanceOf(ContractException.class)
                .message()
                .satisfies(actual -> {
                    assertThat(actual).startsWith(message.split("%s", -1)[0]).doesNotContain("\n");
                    assertThat(actual)
                            .endsWith(message.substring(
                                    message.lastIndexOf("%s") < 0 ? 0 : message.lastIndexOf("%s") + 2));
                });
    }

    private static List<String> ids(String family, int most) {
        return IntStream.rangeClosed(1, most).mapToObj(i -> family + "-" + i).toList();
    }
}
