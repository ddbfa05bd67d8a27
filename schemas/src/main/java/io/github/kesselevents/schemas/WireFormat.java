package io.github.kesselevents.schemas;

/** How keys and values are written: both alike, by the converter of the relay's worker. */
public enum WireFormat {
    /** JsonConverter's default: {@code {"schema":…,"payload":…}}, the key likewise. */
    CONNECT_JSON,
    /** JsonConverter with {@code schemas.enable=false}: the bare payload, the key a JSON string. */
    PLAIN_JSON;

    /** A decoder of its own, with its own memory of what it has seen. */
    PayloadDecoder decoder() {
        return this == CONNECT_JSON ? new ConnectJson() : new PlainJson();
    }
}
