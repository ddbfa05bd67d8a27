package io.github.kesselevents.schemas;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The bare payload. Stateless. */
final class PlainJson implements PayloadDecoder {

    @Override
    public Decoded decode(byte[] bytes) {
        if (bytes == null) {
            return new Nothing();
        }
        try {
            JsonNode json = Json.parse(bytes, 0, bytes.length);
            return ConnectJson.isWrapper(json)
                    ? new Damaged(
                            "plain JSON, the declared wire format",
                            "a {schema, payload} wrapper, as the converter writes it with schemas.enable=true")
                    : new Payload(json, Optional.empty(), 0, bytes.length);
        } catch (Json.Malformed e) {
            return new Damaged("plain JSON", e.getMessage());
        }
    }
}
