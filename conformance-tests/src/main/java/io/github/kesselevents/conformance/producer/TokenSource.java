package io.github.kesselevents.conformance.producer;

/** Where the token comes from that is shown with each call. Thread-safe. */
public sealed interface TokenSource permits Secret, OAuthClient {

    /**
     * One that is valid now.
     *
     * @throws ProfileException when none is to be had; in one sentence
     */
    Secret token();

    /** What somebody said, without what is secret of it. */
    String hiddenIn(String said);
}
