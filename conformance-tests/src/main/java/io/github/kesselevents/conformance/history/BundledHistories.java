package io.github.kesselevents.conformance.history;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small histories that come with the kit: one that conforms, and disasters, each named after what happened. */
public final class BundledHistories {

    /** Their names. */
    public static final List<String> NAMES = List.of(
            "conforming",
            "lost-event",
            "phantom-after-rollback",
            "swapped-updates",
            "new-id-on-redelivery",
            "stalled-relay");

    private BundledHistories() {}

    /** The file of this name, which may be inside a jar; empty when there is none. */
    public static Optional<Path> find(String name) {
        URL resource =
                NAMES.contains(name) ? BundledHistories.class.getResource("/histories/" + name + ".ndjson") : null;
        return Optional.ofNullable(resource).map(BundledHistories::path);
    }

    private static Path path(URL resource) {
        try {
            URI uri = resource.toURI();
            if (uri.getScheme().equals("jar")) {
                open(uri);
            }
            return Path.of(uri);
        } catch (URISyntaxException | IOException e) {
            throw new HistoryException("The bundled history " + resource + " cannot be read: " + e + ".", e);
        }
    }

    /** It stays open as long as the process. */
    private static void open(URI uri) throws IOException {
        try {
            FileSystems.newFileSystem(uri, Map.of());
        } catch (FileSystemAlreadyExistsException e) {
            // It was asked for before.
            return;
        }
    }
}
