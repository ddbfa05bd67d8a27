package io.github.kesselevents.schemas;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Takes the wire format off a key or a value. Implementations are thread-safe and never throw. */
interface PayloadDecoder {

    /** Decodes these bytes; null stands for a null key or value. */
    Decoded decode(byte[] bytes);

    /** What came of it. */
    sealed interface Decoded {}

    /**
     * The payload.
     *
     * @param json any JSON, null included
     * @param declared the schema that travelled with it, in the formats that send one
     * @param begin index of its first byte; -1 when it was not told from what stands around it
     * @param end index behind its last byte; -1 likewise
     */
    record Payload(JsonNode json, Optional<ConnectSchema> declared, int begin, int end) implements Decoded {}

    /** There were no bytes: a null key, or a tombstone record. */
    record Nothing() implements Decoded {}

    /** The bytes are not of this format. */
    record Damaged(String expected, String actual) implements Decoded {}
}
