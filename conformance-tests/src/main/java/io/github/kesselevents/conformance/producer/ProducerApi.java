package io.github.kesselevents.conformance.producer;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import tools.jackson.databind.JsonNode;

/**
 * A producer's own API, where that is not Kessel's gRPC: a class of its team's, which {@code producer.yaml} names under
 * {@code api.class}. It translates requests and replies, and judges nothing. It has a public constructor without
 * parameters; one instance serves a run.
 *
 * <p>Implementations are thread-safe: many clients call at once. The kit bounds each call by {@code timeouts.call}, and
 * interrupts its thread then.
 */
@FunctionalInterface
public interface ProducerApi {

    /** What an acknowledged request is answered with. */
    String OK = "OK";

    /**
     * What the producer answered.
     *
     * @param code in gRPC's words, whatever its API's are: {@value #OK} if it acknowledged, {@code INVALID_ARGUMENT} or
     *     {@code NOT_FOUND} if it refused and is certain to have written nothing, as the profile's {@code refusals}
     *     say; any other word leaves the outcome unknown
     * @param message as its API says it, without what is secret; empty when it says none
     */
    record Answer(String code, String message) {

        /** It acknowledged. */
        public static Answer ok() {
            return new Answer(OK, "");
        }
    }

    /**
     * Sends one request, once, and waits for the answer. It never tries again: a retry is an operation of its own.
     *
     * @param address where the producer serves, {@code host:port}
     * @param request in the JSON of Kessel's API, members as in its {@code .proto}: of {@code ReportResourceRequest} or
     *     {@code DeleteResourceRequest}
     * @throws Exception when no answer came; the outcome is unknown then
     */
    Answer call(String address, Action action, JsonNode request) throws Exception;

    /**
     * Whether the producer serves now: by default, whether its port accepts connections. That of a container does so
     * before anybody serves: there, ask for something that only the producer answers.
     */
    default boolean isReachable(String address) {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
                    ApiProducer.LOOK_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
