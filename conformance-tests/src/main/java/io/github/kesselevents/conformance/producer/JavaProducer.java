package io.github.kesselevents.conformance.producer;

import java.util.Map;

/**
 * A producer that lives in the kit's own JVM: a class of its team's, which {@code producer.yaml} names under
 * {@code class}. It has a public constructor without parameters. The kit starts it, stops it, and starts it again; it
 * cannot kill or pause it.
 *
 * <p>It serves Kessel's gRPC at {@code $PORT}, unless it implements {@link ProducerApi}, too: then it is called through
 * that, and needs no port.
 */
public interface JavaProducer {

    /**
     * Starts it with the data that its database has, and returns when it serves.
     *
     * @param environment as {@code producer.yaml} says, with values in place of placeholders
     * @throws Exception when it cannot; nothing of it runs then
     */
    void start(Map<String, String> environment) throws Exception;

    /** Ends it as an operator would: what is in flight is finished. Returns when nothing of it runs. */
    void stop() throws Exception;
}
