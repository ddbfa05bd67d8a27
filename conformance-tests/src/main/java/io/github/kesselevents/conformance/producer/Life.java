package io.github.kesselevents.conformance.producer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a producer comes to life. */
public sealed interface Life {

    /** The reference inventory that comes with the kit. */
    record Bundled() implements Life {}

    /**
     * A process that the kit starts, may kill, and starts again.
     *
     * @param command the program and its arguments, with {@link Placeholder}s
     * @param environment variables beside the kit's own, with placeholders in their values
     * @param folder where it starts; empty for that of the kit
     * @param ready when it is ready
     */
    record Command(List<String> command, Map<String, String> environment, Optional<Path> folder, Ready ready)
            implements Life {

        public Command {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /**
     * A container that the kit starts, may kill, and starts again; its relay, database and broker are containers, too.
     *
     * @param command beside the image's entry point, with placeholders; empty for the image's own
     * @param environment its variables, with placeholders in their values
     * @param files and folders that are copied into it: path in the container → path here
     * @param ready when it is ready
     */
    record Image(
            String image, List<String> command, Map<String, String> environment, Map<String, Path> files, Ready ready)
            implements Life {

        public Image {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
            files = Map.copyOf(files);
        }
    }

    /**
     * One that somebody else starts, and the kit only calls.
     *
     * @param address {@code host:port}
     */
    record Running(String address) implements Life {}

    /**
     * A class in the kit's own JVM, which is started and stopped, and can be neither killed nor paused.
     *
     * @param environment what it is told, with placeholders in the values
     */
    record InThisJvm(JavaProducer producer, Map<String, String> environment) implements Life {

        public InThisJvm {
            environment = Map.copyOf(environment);
        }
    }

    /** When a process that was started is ready. */
    enum Ready {
        /** Its port accepts connections. */
        PORT,
        /** {@code grpc.health.v1.Health} says that it serves. */
        HEALTH
    }
}
