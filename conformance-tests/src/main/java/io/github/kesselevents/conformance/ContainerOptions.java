package io.github.kesselevents.conformance;

import io.github.kesselevents.fixtures.environment.ContainerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether a command starts containers or child processes, of which images, and what becomes of them. */
final class ContainerOptions {

    /** What the parts of the kit's own are. */
    enum Surroundings {
        /** Child processes. */
        EMBEDDED,
        CONTAINERS
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--environment",
            paramLabel = "KIND",
            description = "What the kit starts, PostgreSQL, Kafka and the like: ${COMPLETION-CANDIDATES}. Default:"
                    + " embedded, child processes, unless what is checked is an image.",
            showDefaultValue = Visibility.NEVER)
    private Surroundings environment;

    @Option(
            names = "--image",
            paramLabel = "USE=IMAGE",
            split = ",",
            description = "Image of a container; of kafka, postgres, connect, or of java for the reference."
                    + " Default: the public ones.",
            showDefaultValue = Visibility.NEVER)
    private Map<String, String> images;

    @Option(
            names = "--pull",
            paramLabel = "WHEN",
            description = "When images are pulled: ${COMPLETION-CANDIDATES}. Default: missing.",
            showDefaultValue = Visibility.NEVER)
    private ContainerSettings.Pull pull;

    @Option(
            names = "--reuse",
            description = "Leave PostgreSQL, Kafka and Connect running for the next run, and begin with those that an"
                    + " earlier one left, wiped.")
    private boolean reuse;

    /**
     * The images, where there are containers: by the option, or because what is checked asks for them.
     *
     * @param asked what it says of them itself
     * @param checked what that is: {@code producer} or {@code consumer}
     * @throws ParameterException when the options contradict each other, or it
     */
    Optional<ContainerSettings> settings(Optional<ContainerSettings> asked, String checked) {
        boolean wanted = environment == Surroundings.CONTAINERS || environment == null && asked.isPresent();
        if (!wanted) {
            Stream.of(images != null ? "--image" : "", pull != null ? "--pull" : "", reuse ? "--reuse" : "")
                    .filter(option -> !option.isEmpty())
                    .findFirst()
                    .ifPresent(option -> {
                        throw refused(option + " is for containers; say --environment=containers");
                    });
            if (asked.isPresent()) {
                throw refused("--environment=embedded cannot be where the " + checked
                        + " is, or asks for, containers; leave it out");
            }
            return Optional.empty();
        }
        ContainerSettings settings = asked.orElseGet(ContainerSettings::standard);
        if (images != null) {
            for (Map.Entry<String, String> image : images.entrySet()) {
                settings = settings.withImage(image.getKey(), image.getValue());
            }
        }
        if (pull != null) {
            settings = settings.withPull(pull);
        }
        return Optional.of(reuse ? settings.withReuse(true) : settings);
    }

    /** What was given, to be given again. */
    List<String> given() {
        List<String> given = new ArrayList<>();
        if (environment != null) {
            given.add("--environment=" + environment.name().toLowerCase(Locale.ROOT));
        }
        if (images != null) {
            given.add(images.entrySet().stream()
                    .map(image -> image.getKey() + "=" + image.getValue())
                    .collect(Collectors.joining(",", "--image=", "")));
        }
        if (pull != null) {
            given.add("--pull=" + pull.name().toLowerCase(Locale.ROOT));
        }
        if (reuse) {
            given.add("--reuse");
        }
        return given;
    }

    private ParameterException refused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
