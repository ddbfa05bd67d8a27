package io.github.kesselevents.conformance.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.kesselevents.conformance.producer.Life.Ready;
import io.github.kesselevents.conformance.producer.ProducerProfile.KnownFinding;
import io.github.kesselevents.fixtures.environment.ContainerSettings;
import io.github.kesselevents.schemas.WireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a {@code producer.yaml} says, and what it may not say. */
class ProducerReaderTest {

    private static final Map<String, String> VARIABLES = Map.of("SMALL_TOKEN", "s3cr3t", "EMPTY_TOKEN", " ");

    @TempDir
    private Path folder;

    @Test
    void theSmallOneIsRight() throws IOException {
        ProducerSettings small = read(ProducerMistake.SMALL);

        assertThat(small.name()).isEqualTo("small");
        assertThat(small.life())
                .isEqualTo(new Life.Command(
                        List.of("bin/small", "serve"),
                        Map.of("LISTEN", "127.0.0.1:$PORT", "DB", "$DATABASE_URL", "POOL", "8"),
                        Optional.of(folder),
                        Ready.HEALTH));
        assertThat(small.ports().database()).hasValue(15432);
        assertThat(small.ports().broker()).isEqualTo(OptionalInt.empty());
        assertThat(small.access().patience()).isEqualTo(Duration.ofSeconds(5));
        assertThat(small.access().token().orElseThrow().token().reveal()).isEqualTo("s3cr3t");
        assertThat(small.access().tls().orElseThrow().name()).contains("small.test");
        assertThat(small.startPatience()).isEqualTo(Duration.ofSeconds(30));
        assertThat(small.relay().needed()).isFalse();
    }

    @Test
    void theProfileIsKesselsButForWhatItChanges() throws IOException {
        ProducerProfile changed = read(ProducerMistake.SMALL).profile();
        ProducerProfile kessel = ProducerProfile.kessel();

        assertThat(changed.name()).isEqualTo("small");
        assertThat(changed.wireFormat()).isEqualTo(WireFormat.PLAIN_JSON);
        assertThat(changed.streams()).isEqualTo(kessel.streams());
        assertThat(changed.notPromised()).containsExactly(Map.entry("DUP-6", "It remembers nothing."));
        assertThat(changed.decides(Grade.A, "DUP-6")).isFalse();
        assertThat(changed.decides(Grade.A, "ORDER-4")).isTrue();
        assertThat(changed.known())
                .hasSameSizeAs(kessel.known())
                .contains(new KnownFinding("ORDER-1", "late", "So it is.", null, false, false))
                .noneMatch(known -> known.cause().equals("null-member-dropped"));
        assertThat(changed.accepted()).containsExactly(Map.entry("kill relay", "There is none."));
    }

    @Test
    void whatIsNotPromisedIsKnownNoMore() throws IOException {
        ProducerProfile changed =
                read(ProducerMistake.SMALL.replace("{DUP-6:", "{LIVE-1:")).profile();

        assertThat(changed.known()).noneMatch(known -> known.id().equals("LIVE-1"));
    }

    @Test
    void aShortOneTakesEverythingElseFromKessel() throws IOException {
        ProducerSettings running = read("{name: mine, address: 'localhost:9081', ports: {database: 15432}}");

        assertThat(running.life()).isEqualTo(new Life.Running("localhost:9081"));
        assertThat(running.profile().name()).isEqualTo("kessel");
        assertThat(running.access()).isEqualTo(ProducerSettings.bundled().access());
        assertThat(running.relay()).isEqualTo(ProducerSettings.bundled().relay());
    }

    @Test
    void aRunningOneMustKnowItsDatabaseBeforehand() {
        assertThatThrownBy(() -> read("{name: mine, address: 'localhost:9081'}"))
                .hasMessage(folder.resolve("producer.yaml") + ", line 1: address is of a producer that must know its"
                        + " database before it starts; say which port that has under ports: {database: 15432}, or where all"
                        + " are under external.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'jdbc:postgresql://db/x' | 'http://c:8083' | refuse commits | ''",
                "'jdbc:postgresql://db:5432' | 'http://c:8083' | refuse commits | database.url must be"
                        + " jdbc:postgresql://host:port/name, as in jdbc:postgresql://localhost:5432/inventory.",
                "'jdbc:postgresql://db/x?sslmode=require&password=p' | 'http://c:8083' | refuse commits | database.url must"
                        + " hold neither user nor password, where others read them; give both beside it.",
                "'jdbc:postgresql://db/x' | 'c:8083' | refuse commits | connect.url is c:8083; it must be as"
                        + " http://localhost:8083.",
                "'jdbc:postgresql://db/x' | 'http://c:8083' | kill relay | faults[0] is kill relay, which cannot be done to"
                        + " what is not the kit's; there may be conflict commits, hold commit, refuse commits, time out"
                        + " client."
            })
    void whatIsSomebodyElsesIsTold(String database, String connect, String fault, String sentence) throws IOException {
        String yaml = """
                name: theirs
                address: localhost:9081
                external: {kafka: {bootstrap: 'k:9092'}, database: {url: '%s', user: u}, connect: {url: '%s', connector: c, slot: s}, faults: [%s]}
                """.formatted(database, connect, fault);

        assertThat(ProducerSchemaTest.isOfTheForm(yaml)).isEqualTo(sentence.isEmpty());
        if (sentence.isEmpty()) {
            ExternalSettings external = read(yaml).external().orElseThrow();
            assertThat(external.kafka()).containsExactly(entry("bootstrap.servers", "k:9092"));
            assertThat(external.database().orElseThrow().database().jdbcUrl()).isEqualTo("jdbc:postgresql://db:5432/x");
            assertThat(external.connect().orElseThrow().worker()).hasToString("http://c:8083/");
        } else {
            assertThatThrownBy(() -> read(yaml))
                    .hasMessage(folder.resolve("producer.yaml") + ", line 3: external." + sentence);
        }
    }

    @Test
    void withoutItsDatabaseOperationsAndTopicsHaveToDo() throws IOException {
        String yaml = "{name: theirs, address: 'localhost:9081', external: {kafka: {bootstrap: 'k:9092'}}}";
        String faults = yaml.replace("'k:9092'}", "'k:9092'}, faults: [hold commit]");

        assertThat(read(yaml).hasDatabase()).isFalse();
        assertThat(read(yaml).external()).get().hasToString("Kafka at k:9092, without its database");
        assertThat(ProducerSchemaTest.isOfTheForm(yaml)).isTrue();
        assertThatThrownBy(() -> read(faults))
                .hasMessage(
                        folder.resolve("producer.yaml") + ", line 1: external.faults make triggers in the database; say"
                                + " where that is, under external.database, or take them out.");
        assertThat(ProducerSchemaTest.isOfTheForm(faults)).isFalse();
    }

    @Test
    void aRunningOneIsNotTold() {
        assertThatThrownBy(() -> read("{name: mine, address: 'localhost:9081', ready: port}"))
                .hasMessage(folder.resolve("producer.yaml") + ", line 1: ready is for a command, and this producer is"
                        + " started by somebody else; take it out.");
    }

    @Test
    void aTokenMayStandInAFileAndIsNeverShown() throws IOException {
        Files.writeString(folder.resolve("token"), "s3cr3t\n");
        ProducerSettings settings = read(ProducerMistake.SMALL.replace("{env: SMALL_TOKEN}", "{file: token}"));

        assertThat(settings.access().token().orElseThrow().token().reveal()).isEqualTo("s3cr3t");
        assertThat(settings.toString()).doesNotContain("s3cr3t");
        assertThat(settings.access().hideSecrets("no s3cr3t is valid")).isEqualTo("no … is valid");
    }

    @Test
    void theProfileAloneNeedsNoSecret() throws IOException {
        Files.writeString(folder.resolve("producer.yaml"), ProducerMistake.SMALL);

        assertThat(ProducerSettings.readProfile(folder.resolve("producer.yaml")).name())
                .isEqualTo("small");
    }

    @Test
    void pactsAreAFolderBesideItOrThoseOfTheKit() throws IOException {
        Files.createDirectory(folder.resolve("contracts"));

        assertThat(read(ProducerMistake.SMALL).pacts()).isEmpty();
        assertThat(read(ProducerMistake.SMALL + "pacts: contracts\n").pacts())
                .contains(folder.resolve("contracts").toString());
        assertThat(read(ProducerMistake.SMALL + "pacts: ready\n").pacts()).contains("ready");
    }

    @Test
    void containersAreOfOtherImagesAndOutliveTheirRunIfItSaysSo() throws IOException {
        String yaml = ProducerMistake.SMALL + "containers: {images: {kafka: mirror/kafka}, pull: never, reuse: true}\n";

        assertThat(ProducerSchemaTest.isOfTheForm(yaml)).isTrue();
        assertThat(read(yaml).containers())
                .contains(new ContainerSettings(Map.of("kafka", "mirror/kafka"), ContainerSettings.Pull.NEVER, true));
        assertThat(read(ProducerMistake.SMALL + "containers: {}\n").containers())
                .contains(ContainerSettings.standard());
        assertThat(read(ProducerMistake.SMALL).containers()).isEmpty();
    }

    @Test
    void aMissingFileIsOneSentence() {
        assertThatThrownBy(() -> ProducerSettings.read(Path.of("absent.yaml")))
                .isInstanceOf(ProfileException.class)
                .hasMessage("There is no file absent.yaml; give the path of a producer.yaml, or have init write one.");
    }

    @ParameterizedTest
    @EnumSource
    void aMistakeIsOneSentenceWithItsPlaceAndWhatIsAllowed(ProducerMistake mistake) {
        assertThatThrownBy(() -> read(mistake.file()))
                .isInstanceOf(ProfileException.class)
                .hasMessage(folder.resolve("producer.yaml") + mistake.sentence().replace("FOLDER", folder.toString()));
    }

    private ProducerSettings read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("producer.yaml"), yaml);
        return ProducerReader.read(file, VARIABLES::get);
    }
}
