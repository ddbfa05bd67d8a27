package io.github.kesselevents.conformance.producer;

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
                .containsExactly(
                        new ProducerProfile.KnownFinding("FIDELITY-2", "padded", "So it is.", "https://x/1", true));
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

    private static ProducerProfile read(String yaml) throws IOException {
        return ProfileReader.read(new ByteArrayInputStream(yaml.getBytes(UTF_8)), "The profile small.yaml");
    }
}
