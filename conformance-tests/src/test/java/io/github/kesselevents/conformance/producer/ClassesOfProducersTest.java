package io.github.kesselevents.conformance.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Classes that a {@code producer.yaml} names: where they are found, and what is said of those that cannot be used. */
class ClassesOfProducersTest {

    private static final String PACKAGE = ClassesOfProducersTest.class.getPackageName();

    @TempDir
    private Path folder;

    @Test
    void aProducerMayLiveHereAndBeCalledThroughAnotherClass() throws IOException {
        ProducerSettings small = read(ClassMistake.small());

        assertThat(small.life()).isInstanceOfSatisfying(Life.InThisJvm.class, life -> {
            assertThat(life.producer()).isInstanceOf(SmallInventory.class);
            assertThat(life.environment()).containsExactly(entry("LISTEN", "127.0.0.1:$PORT"));
        });
        assertThat(small.access().own()).get().isInstanceOf(SmallApi.class);
        assertThat(ProducerSchemaTest.isOfTheForm(ClassMistake.small())).isTrue();
    }

    @Test
    void oneThatLivesHereIsCalledByGrpcUnlessItCanBeCalledItself() throws IOException {
        ProducerSettings byGrpc =
                read("{name: small, class: " + PACKAGE + ".SmallInventory, environment: {PORT: $PORT}}");
        ProducerSettings byItself = read("{name: small, class: " + PACKAGE + ".SelfCalledInventory}");

        assertThat(byGrpc.access().client("localhost:1", Set.of())).isInstanceOf(GrpcProducer.class);
        assertThat(byItself.access().own()).get().isSameAs(((Life.InThisJvm) byItself.life()).producer());
    }

    @Test
    void anApiOfItsOwnMayBeOfAnyProducer() throws IOException {
        String api = ", api: {class: " + PACKAGE + ".SmallApi}}";

        for (String yaml : new String[] {
            "{name: small, command: [small, $PORT]" + api,
            "{name: small, image: small, command: [$PORT]" + api,
            "{name: small, address: 'localhost:9081', ports: {database: 15432}" + api
        }) {
            assertThat(read(yaml).access().own()).get().isInstanceOf(SmallApi.class);
            assertThat(ProducerSchemaTest.isOfTheForm(yaml)).isTrue();
        }
    }

    @Test
    void whatHasAnApiOfItsOwnHasNoHealthOfGrpc() {
        assertThatThrownBy(() -> read("{name: small, command: [small, $PORT], ready: health, api: {class: " + PACKAGE
                        + ".SmallApi}}"))
                .hasMessage(folder.resolve("producer.yaml") + ", line 1: ready is health, which is gRPC's, and this"
                        + " producer has an API of its own; take it out, and have the class's isReachable tell when it"
                        + " serves.");
    }

    @Test
    void aClassPathWithoutAClassIsRefused() {
        String yaml = "{name: small, command: [small, $PORT], class_path: [.]}";

        assertThatThrownBy(() -> read(yaml))
                .hasMessage(folder.resolve("producer.yaml") + ", line 1: class_path is for a class, and none is named"
                        + " here or under api; take it out.");
        assertThat(ProducerSchemaTest.isOfTheForm(yaml)).isFalse();
    }

    /** As a team has it: compiled for itself, and in a folder or in jars beside the file. */
    @Test
    void aClassIsFoundInTheFoldersAndJarsOfItsClassPath() throws IOException {
        Path classes = compile("""
                package com.example;

                public class Mine extends io.github.kesselevents.conformance.producer.SmallApi {}
                """);
        Path jar = Files.createDirectory(folder.resolve("lib")).resolve("mine.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(file)) {
            packed.putNextEntry(new ZipEntry("com/example/Mine.class"));
            Files.copy(classes.resolve("com/example/Mine.class"), packed);
        }

        for (String place : new String[] {"classes", "lib/mine.jar", "lib/*"}) {
            String yaml = "{name: mine, command: [mine, $PORT], class_path: ['" + place
                    + "'], api: {class: com.example.Mine}}";
            assertThat(read(yaml).access().own().orElseThrow().getClass()).hasToString("class com.example.Mine");
            assertThat(ProducerSchemaTest.isOfTheForm(yaml)).isTrue();
        }
    }

    @Test
    void aClassThatCannotBeLoadedIsOneSentence() throws IOException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        Files.writeString(classes.resolve("Mine.class"), "no class at all");

        assertThatThrownBy(() -> read("{name: mine, class: Mine, class_path: [classes]}"))
                .isInstanceOf(ProfileException.class)
                .hasMessageStartingWith(folder.resolve("producer.yaml")
                        + ", line 1: class is Mine, which cannot be loaded (java.lang.ClassFormatError: ")
                .hasMessageEndingWith("); compile it for Java "
                        + Runtime.version().feature() + " or older, and have all that it needs under class_path.");
        assertThatThrownBy(() -> read("{name: mine, address: 'localhost:1', ports: {database: 15432}, api: {class: "
                        + PACKAGE + ".UnusableApi$BreakingEarly}}"))
                .hasMessageContaining("which cannot be loaded (java.lang.NumberFormatException: For input string");
    }

    @Test
    void theProfileAloneNeedsNoClass() throws IOException {
        Path file = Files.writeString(folder.resolve("producer.yaml"), ClassMistake.A_CLASS_THAT_IS_NOT_THERE.file());

        assertThat(ProducerSettings.readProfile(file).name()).isEqualTo("kessel");
    }

    @ParameterizedTest
    @EnumSource
    void aMistakeIsOneSentenceWithItsPlaceAndWhatIsAllowed(ClassMistake mistake) {
        assertThatThrownBy(() -> read(mistake.file()))
                .isInstanceOf(ProfileException.class)
                .hasMessage(folder.resolve("producer.yaml") + mistake.sentence().replace("FOLDER", folder.toString()));
    }

    @ParameterizedTest
    @EnumSource
    void theFormSeesWhatItCanShowAndNothingElse(ClassMistake mistake) {
        assertThat(ProducerSchemaTest.isOfTheForm(mistake.file())).isNotEqualTo(mistake.breaksTheForm());
    }

    private Path compile(String source) throws IOException {
        Path file = Files.writeString(folder.resolve("Mine.java"), source);
        Path classes = Files.createDirectory(folder.resolve("classes"));
        String own = Path.of("target/classes") + ":" + Path.of("target/test-classes") + ":"
                + System.getProperty("java.class.path");
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream(),
                        "-proc:none",
                        "-cp",
                        own,
                        "-d",
                        classes.toString(),
                        file.toString());
        assertThat(code).isZero();
        return classes;
    }

    private ProducerSettings read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("producer.yaml"), yaml);
        return ProducerReader.read(file, Map.of("SMALL_TOKEN", "s3cr3t")::get);
    }
}
