package io.github.kesselevents.conformance.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;

/** The recorded sessions of the real inventory-api, as histories. What each holds: {@code recordings/README.md}. */
public enum RecordedSession {
    /** Components are killed and restarted; positions are durable every second. Nothing is violated. */
    KILLED,
    /** The same with positions durable every minute, so that much is repeated. Nothing is violated. */
    REWOUND,
    /** The relay fails on a legal report and stays so; all later events are lost. */
    STALLED;

    /** The session as the kit would have recorded it, made anew by each call. */
    public List<HistoryEntry> entries() {
        return new SessionConverter(lines()).entries();
    }

    /** Writes the history to a new file, and returns it. */
    public Path writeTo(Path file) {
        try (HistoryRecorder recorder = HistoryRecorder.begin(file)) {
            entries().forEach(recorder::record);
        }
        return file;
    }

    /** The lines of the recording. */
    List<JsonNode> lines() {
        String name = "/recordings/session-" + name().toLowerCase(Locale.ROOT) + ".ndjson.gz";
        try (InputStream in = RecordedSession.class.getResourceAsStream(name);
                BufferedReader lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(in), UTF_8))) {
            return lines.lines().map(HistoryFormat.MAPPER::readTree).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
