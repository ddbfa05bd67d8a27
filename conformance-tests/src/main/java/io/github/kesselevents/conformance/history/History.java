package io.github.kesselevents.conformance.history;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/**
 * A saved history: NDJSON, one {@link HistoryEntry} a line, the first one {@link HistoryEntry.Started}. It is read a
 * few entries at a time, however long it is. The format is described by {@code kessel-events/history.schema.json} in
 * this jar.
 */
public final class History {

    /** Version of the format. A reader reads its own and every earlier one. */
    public static final int VERSION = 1;

    private static final ObjectReader ENTRIES = HistoryFormat.MAPPER.readerFor(HistoryEntry.class);
    private static final ObjectReader NODES = HistoryFormat.MAPPER.readerFor(JsonNode.class);

    private final Path file;

    private History(Path file) {
        this.file = file;
    }

    /** The history in this file; nothing is read yet. */
    public static History of(Path file) {
        return new History(file);
    }

    /** Takes what is read. */
    @FunctionalInterface
    public interface Reader {

        /** @param line number of the line in the file, from 1 */
        void accept(long line, HistoryEntry entry);
    }

    /**
     * Reads all entries in their order, and hands them over on this thread.
     *
     * @throws HistoryException when the file is no history, of a newer version, damaged, cut off within a line, or of
     *     entries that cannot follow each other; the message says where and what to do
     */
    public void read(Reader reader) {
        ReadAhead.through(this::readInto, reader);
    }

    private void readInto(ReadAhead entries) {
        try (InputStream in = Files.newInputStream(file)) {
            Lines lines = new Lines(in);
            QuickEntries quick = new QuickEntries();
            Succession succession = new Succession();
            while (lines.next()) {
                if (lines.number() == 1) {
                    requireBeginning(lines);
                }
                HistoryEntry usual = quick.read(lines.buffer(), lines.begin(), lines.length());
                HistoryEntry entry = usual == null ? parse(ENTRIES, lines) : usual;
                String wrong = succession.wrong(entry);
                if (wrong != null) {
                    throw new HistoryException(file + ", line " + lines.number() + wrong);
                }
                entries.put(entry, lines.length());
            }
            requireEnd(lines);
        } catch (NoSuchFileException e) {
            throw new HistoryException("There is no history at " + file + "; check the path.", e);
        } catch (IOException e) {
            throw new HistoryException(
                    file + " cannot be read (" + e.getMessage() + "); name the file of a history.", e);
        }
    }

    private <T> T parse(ObjectReader reader, Lines lines) {
        try {
            T parsed = reader.readValue(lines.buffer(), lines.begin(), lines.length());
            if (parsed == null) {
                throw new IllegalArgumentException("it is null");
            }
            return parsed;
        } catch (JacksonException | IllegalArgumentException e) {
            throw new HistoryException(
                    file + ", line " + lines.number() + " is no entry of a history: " + HistoryFormat.why(e)
                            + ". It begins with " + lines.shortened(60) + "; take the file from the run anew.",
                    e);
        }
    }

    /** Looks at the version before anything else: a newer history may begin with members that are not known here. */
    private void requireBeginning(Lines lines) {
        JsonNode first = parse(NODES, lines);
        if (!first.path("kind").asString("").equals("started")) {
            throw new HistoryException(file
                    + " does not begin with an entry of kind started, so its version is unknown; take the whole file.");
        }
        JsonNode version = first.path("version");
        if (version.isMissingNode()) {
            return; // Whoever reads the entry says so.
        }
        if (!version.isIntegralNumber() || version.bigIntegerValue().signum() < 1) {
            throw new HistoryException(file + ", line 1 is of version " + version
                    + ", which is no whole number from 1; take the file from the run anew.");
        }
        if (version.bigIntegerValue().compareTo(BigInteger.valueOf(VERSION)) > 0) {
            throw new HistoryException(file + " is of version " + version + ", this kit reads up to " + VERSION
                    + "; judge it with a newer kit.");
        }
    }

    private void requireEnd(Lines lines) {
        long whole = lines.number();
        if (lines.length() > 0 && whole == 0) {
            throw new HistoryException(file + " is cut off in its first line, so it says nothing; run again.");
        }
        if (lines.length() > 0) {
            throw new HistoryException(file + " is cut off in line " + (whole + 1)
                    + "; what stands before is whole: keep it with head -n " + whole + ", and judge that.");
        }
        if (whole == 0) {
            throw new HistoryException(file + " is empty; a history begins with an entry of kind started.");
        }
    }
}
