package io.github.kesselevents.conformance.consumer;

import io.github.kesselevents.conformance.history.HistoryEntry.PoisonPolicy;
import io.github.kesselevents.fixtures.environment.ContainerSettings;
import io.github.kesselevents.schemas.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What the kit must know of a consumer, from a small YAML file. Immutable.
 *
 * <p>In the command, the environment and the sink, {@code ${bootstrap-servers}}, {@code ${topic}}, {@code ${group}},
 * {@code ${database-url}}, {@code ${java}} and {@code ${class-path}} stand for what the kit provides; in a container,
 * for how it is reached from there.
 *
 * @param name for the report
 * @param image of the container that is one member; null for a command
 * @param command that starts one member, or what stands beside the image's entry point; without both, the group runs
 *     already, and is only watched
 * @param files that are copied into the container: path there → path here
 * @param containers of which images broker and database are, and what becomes of them; null for processes, unless it is
 *     an image
 * @param members how many to start; two, unless told otherwise
 * @param bootstrapServers of a broker that runs already; null for one that the kit starts
 * @param topic to publish to; the resources stream's, unless told otherwise
 */
public record ConsumerProfile(
        String name,
        String image,
        List<String> command,
        Map<String, String> environment,
        Map<String, Path> files,
        ContainerChoice containers,
        Integer members,
        String bootstrapServers,
        String topic,
        String group,
        WireFormat wireFormat,
        Promises promises,
        SinkProfile sink) {

    /**
     * What it promises beside what all consumers must.
     *
     * @param replays processed records of a partition that a crash may repeat, at most
     * @param poison what becomes of a record that holds no event
     */
    public record Promises(int replays, PoisonPolicy poison) {}

    /**
     * Containers to be.
     *
     * @param images other ones than the public ones, by use
     * @param pull when they are pulled
     * @param reuse whether broker and database outlive their run, for the next one
     */
    public record ContainerChoice(Map<String, String> images, ContainerSettings.Pull pull, Boolean reuse) {

        public ContainerChoice {
            images = images == null ? Map.of() : Map.copyOf(images);
            pull = pull == null ? ContainerSettings.Pull.MISSING : pull;
            reuse = reuse != null && reuse;
        }
    }

    /**
     * Where its effects are seen: queries with {@code jdbc}, else URLs; what is left out is not shown.
     *
     * @param jdbc URL of the database
     * @param effects number, resource, event of each effect
     * @param state resource, event of each resource
     * @param deadLetters partition, offset of each record that was set aside
     * @param hold tables of a PostgreSQL to lock, so that faults meet the consumer with records in its hands
     */
    public record SinkProfile(String jdbc, String effects, String state, String deadLetters, List<String> hold) {

        public SinkProfile {
            hold = hold == null ? List.of() : List.copyOf(hold);
        }
    }

    private static final String BUNDLED = "/kessel-events/consumers/";

    public ConsumerProfile {
        command = command == null ? List.of() : List.copyOf(command);
        environment = environment == null ? Map.of() : Map.copyOf(environment);
        files = files == null ? Map.of() : Map.copyOf(files);
        members = members == null ? 2 : members;
        topic = topic == null ? "outbox.event.kessel.resources" : topic;
        wireFormat = wireFormat == null ? WireFormat.CONNECT_JSON : wireFormat;
        promises = promises == null ? new Promises(0, PoisonPolicy.DEAD_LETTER) : promises;
    }

    /**
     * A bundled profile ({@code reference}), else a file.
     *
     * @throws ConsumerException when there is none, or it cannot be used
     */
    public static ConsumerProfile of(String nameOrFile) {
        try (InputStream bundled = nameOrFile.matches("[\\w-]+")
                ? ConsumerProfile.class.getResourceAsStream(BUNDLED + nameOrFile + ".yaml")
                : null) {
            if (bundled != null) {
                return read(bundled, "The bundled consumer " + nameOrFile);
            }
            Path file = Path.of(nameOrFile);
            if (!Files.isRegularFile(file)) {
                throw new ConsumerException("There is no consumer " + nameOrFile
                        + ", neither bundled nor as a file; use reference, or the path of a YAML file.");
            }
            try (InputStream in = Files.newInputStream(file)) {
                return read(in, "The consumer " + file)
                        .withFilesIn(file.toAbsolutePath().getParent(), "The consumer " + file);
            }
        } catch (IOException e) {
            throw new ConsumerException("The consumer " + nameOrFile + " cannot be read: " + e + ".", e);
        }
    }

    static ConsumerProfile read(InputStream in, String name) {
        ConsumerProfile profile;
        try {
            profile = YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(tools.jackson.databind.MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                    .build()
                    .readValue(in, ConsumerProfile.class);
        } catch (JacksonException e) {
            throw new ConsumerException(
                    name + " cannot be used: "
                            + e.getOriginalMessage().lines().findFirst().orElse("")
                            + "; mend the file, the bundled reference.yaml shows the form.",
                    e);
        }
        if (profile == null || profile.name == null || profile.group == null || profile.sink == null) {
            throw new ConsumerException(
                    name + " lacks name, group or sink; the bundled reference.yaml shows the form.");
        }
        if (profile.sink.effects == null && profile.sink.state == null) {
            throw new ConsumerException(
                    name + " shows nothing of its sink; name a query or a URL under sink: effects or sink: state.");
        }
        profile.requireOneKind(name);
        if (!profile.isWatched() && profile.members < 1) {
            throw new ConsumerException(name + " starts no member; leave members out, or make it 2.");
        }
        return profile;
    }

    private void requireOneKind(String whose) {
        if (image == null && !files.isEmpty()) {
            throw new ConsumerException(whose
                    + " has files, which are copied into an image, and there is none; take them out, or name one.");
        }
        if ((image != null || containers != null) && bootstrapServers != null) {
            throw new ConsumerException(whose + " has bootstrap-servers, and its broker is a container beside it; take"
                    + " them out, and use ${bootstrap-servers}.");
        }
    }

    /** The same with the paths of its files found from this folder. */
    private ConsumerProfile withFilesIn(Path folder, String whose) {
        Map<String, Path> found = new TreeMap<>();
        files.forEach((target, source) -> {
            Path file = folder.resolve(source).normalize();
            if (!target.startsWith("/")) {
                throw new ConsumerException(whose + " copies a file to " + target + "; begin that path with a slash.");
            }
            if (!Files.exists(file)) {
                throw new ConsumerException(whose + " copies " + source + " to " + target
                        + ", and there is no file or folder " + file + "; name one that exists.");
            }
            found.put(target, file);
        });
        return new ConsumerProfile(
                name,
                image,
                command,
                environment,
                found,
                containers,
                members,
                bootstrapServers,
                topic,
                group,
                wireFormat,
                promises,
                sink);
    }

    /** Whether the group is only watched. */
    boolean isWatched() {
        return command.isEmpty() && image == null;
    }

    /** Whether any of its texts asks for the database that the kit starts. */
    boolean needsDatabase() {
        return toString().contains("${database-url}");
    }

    /** The images of its containers; empty where it may be checked with processes. */
    public Optional<ContainerSettings> containerSettings() {
        if (image == null && containers == null) {
            return Optional.empty();
        }
        return Optional.of(
                containers == null
                        ? ContainerSettings.standard()
                        : new ContainerSettings(containers.images(), containers.pull(), containers.reuse()));
    }

    /** The same with all its texts filled in. */
    ConsumerProfile filledIn(UnaryOperator<String> fill) {
        UnaryOperator<String> optional = text -> text == null ? null : fill.apply(text);
        Map<String, String> filled = new HashMap<>();
        environment.forEach((variable, text) -> filled.put(variable, fill.apply(text)));
        return new ConsumerProfile(
                name,
                image,
                command.stream().map(fill).toList(),
                filled,
                files,
                containers,
                members,
                bootstrapServers,
                topic,
                group,
                wireFormat,
                promises,
                new SinkProfile(
                        optional.apply(sink.jdbc),
                        optional.apply(sink.effects),
                        optional.apply(sink.state),
                        optional.apply(sink.deadLetters),
                        sink.hold));
    }

    /** The same with one more variable for its command. */
    public ConsumerProfile withVariable(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new ConsumerProfile(
                name,
                image,
                command,
                more,
                files,
                containers,
                members,
                bootstrapServers,
                topic,
                group,
                wireFormat,
                promises,
                sink);
    }

    ObservableSink openSink() {
        return sink.jdbc == null
                ? new HttpSink(sink.effects, sink.state, sink.deadLetters)
                : new JdbcSink(sink.jdbc, new JdbcSink.Queries(sink.effects, sink.state, sink.deadLetters, sink.hold));
    }
}
