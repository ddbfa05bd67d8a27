package io.github.kesselevents.conformance.producer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.schemas.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a profile may not hold: each mistake in a small profile that is right, and the sentence that it gets. */
class ProfileReaderTest {

    @Test
    void theSmallProfileIsRight() throws IOException {
        ProducerProfile profile = read(ProfileMistake.SMALL);

        assertThat(profile.name()).isEqualTo("small");
        assertThat(profile.wireFormat()).isEqualTo(WireFormat.PLAIN_JSON);
        assertThat(profile.refusals()).containsExactlyInAnyOrder("NOT_FOUND", "INVALID_ARGUMENT");
        assertThat(profile.topics().matcher("events.a").matches()).isTrue();
        assertThat(profile.streams()).extracting(ProducerProfile.Stream::topic).containsExactly("events.a", "events.b");
        assertThat(profile.streams().get(0).mirrors())
                .containsEntry("/data", ColumnReference.of("versions.data#/inner"));
        assertThat(profile.streams().get(0).emptyOnDelete()).containsExactly("/data");
        assertThat(profile.tables().get("versions")).isEqualTo(new ProducerProfile.Table(true, "holder", "resources"));
        assertThat(profile.deleted()).isEqualTo(ColumnReference.of("versions.deleted"));
        assertThat(profile.marker()).isNull();
        assertThat(profile.rewindSlack()).isZero();
        assertThat(profile.decides(Grade.A, "SHAPE-1")).isTrue();
        assertThat(profile.decides(Grade.C, "ORDER-4")).isFalse();
        assertThat(profile.notPromised()).containsExactly(java.util.Map.entry("LIVE-1", "It may stop."));
        assertThat(profile.known())
                .containsExactly(new ProducerProfile.KnownFinding(
                        "FIDELITY-2", "padded", "So it is.", "https://x/1", true, false));
    }

    @Test
    void kesselPromisesAll() {
        assertThat(ProducerProfile.kessel().notPromised()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aMistakeIsOneSentenceWithItsPlaceAndWhatIsAllowed(ProfileMistake mistake) {
        assertThatThrownBy(() -> read(mistake.profile()))
                .isInstanceOf(ProfileException.class)
                .hasMessage("The profile small.yaml" + mistake.sentence());
    }

    @Test
    void whatIsNoYamlIsOneSentenceWithItsPlace() {
        assertThatThrownBy(() -> read("streams: [\n"))
                .hasMessage(
                        "The profile small.yaml cannot be used: while parsing a flow node, expected the node content, but found"
                                + " '<stream end>' (line 1, column 11); mend the file at that place.");
        assertThatThrownBy(() -> read("\tname: small\n"))
                .hasMessage("The profile small.yaml cannot be used: while scanning for the next token, found character"
                        + " '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation) (line 1, column 1);"
                        + " mend the file at that place.");
    }

    @Test
    void anotherEncodingIsOneSentence() {
        byte[] latin = "name: für\n".getBytes(ISO_8859_1);
        assertThatThrownBy(() -> ProfileReader.read(new ByteArrayInputStream(latin), "The profile small.yaml"))
                .isInstanceOf(ProfileException.class)
                .hasMessage("The profile small.yaml is not in UTF-8; save it as a text in that encoding.");
    }

    private static ProducerProfile read(String yaml) throws IOException {
        return ProfileReader.read(new ByteArrayInputStream(yaml.getBytes(UTF_8)), "The profile small.yaml");
    }
}
