package io.github.kesselevents.conformance.producer;

import static io.github.kesselevents.conformance.history.HistoryEntry.Action.DELETE;
import static io.github.kesselevents.conformance.history.HistoryEntry.Action.REPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.producer.ProducerUnderTest.Reply;
import io.github.kesselevents.fixtures.inventory.grpc.DeleteResourceRequest;
import io.github.kesselevents.fixtures.inventory.grpc.DeleteResourceResponse;
import io.github.kesselevents.fixtures.inventory.grpc.KesselInventoryServiceGrpc.KesselInventoryServiceImplBase;
import io.github.kesselevents.fixtures.inventory.grpc.ReportResourceRequest;
import io.github.kesselevents.fixtures.inventory.grpc.ReportResourceResponse;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Replies over real connections, from a service that answers as the test says. */
class GrpcProducerTest {

    private static final Set<String> REFUSALS =
            Set.of("INVALID_ARGUMENT", "NOT_FOUND", "UNAUTHENTICATED", "PERMISSION_DENIED", "FAILED_PRECONDITION");
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final JsonNode REPORTED = json("{\"type\": \"host\", \"reporter_type\": \"hbi\"}");

    private final Service service = new Service();
    private Server server;
    private GrpcProducer producer;

    /** Answers every call with one status, or never. */
    private static final class Service extends KesselInventoryServiceImplBase {

        private final List<Object> received = new CopyOnWriteArrayList<>();
        private volatile Status status = Status.OK;
        private volatile boolean silent;

        @Override
        public void reportResource(ReportResourceRequest request, StreamObserver<ReportResourceResponse> caller) {
            answer(request, ReportResourceResponse.getDefaultInstance(), caller);
        }

        @Override
        public void deleteResource(DeleteResourceRequest request, StreamObserver<DeleteResourceResponse> caller) {
            answer(request, DeleteResourceResponse.getDefaultInstance(), caller);
        }

        private <T> void answer(Object request, T response, StreamObserver<T> caller) {
            received.add(request);
            if (silent) {
                return;
            }
            if (status.isOk()) {
                caller.onNext(response);
                caller.onCompleted();
            } else {
                caller.onError(status.asRuntimeException());
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = serve(0);
        producer = GrpcProducer.at("127.0.0.1:" + server.getPort(), DEADLINE, REFUSALS);
    }

    @AfterEach
    void stop() {
        producer.close();
        server.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource(Status.Code.class)
    void onlyTheProfilesCodesRefuse(Status.Code code) {
        service.status = code.toStatus().withDescription(code == Status.Code.OK ? null : "because");

        Outcome outcome = switch (code) {
            case OK -> Outcome.ACKNOWLEDGED;
            case INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED, FAILED_PRECONDITION ->
                Outcome.REFUSED;
            default -> Outcome.UNKNOWN;
        };
        Reply reply = new Reply(outcome, code.name(), code == Status.Code.OK ? "" : "because");
        assertThat(producer.invoke(REPORT, REPORTED)).isEqualTo(reply);
        assertThat(producer.invoke(DELETE, json("{\"reference\": {}}"))).isEqualTo(reply);
        assertThat(service.received).hasSize(2);
    }

    @Test
    void aRequestArrivesAsItWasWritten() {
        producer.invoke(REPORT, json("""
                {"type": "host", "representations": {"metadata": {"local_resource_id": "a", "transaction_id": ""},
                 "reporter": {"n": null, "big": 9007199254740993, "exp": 1e21, "": [{}, []], "text": "😀\\u0000"}}}
                """));

        ReportResourceRequest request = (ReportResourceRequest) service.received.get(0);
        assertThat(request.getRepresentations().hasCommon()).isFalse();
        assertThat(request.getRepresentations().getMetadata().hasTransactionId())
                .isTrue();
        assertThat(request.getRepresentations().getMetadata().hasConsoleHref()).isFalse();
        var members = request.getRepresentations().getReporter().getFieldsMap();
        assertThat(members).containsOnlyKeys("n", "big", "exp", "", "text");
        assertThat(members.get("n").hasNullValue()).isTrue();
        assertThat(members.get("big").getNumberValue()).isEqualTo(0x1p53);
        assertThat(members.get("exp").getNumberValue()).isEqualTo(1e21);
        assertThat(members.get("").getListValue().getValuesCount()).isEqualTo(2);
        assertThat(members.get("text").getStringValue()).isEqualTo("😀\u0000");
    }

    @Test
    void aCallWithoutAReplyEndsAtItsDeadlineUnknown() {
        service.silent = true;
        try (GrpcProducer hasty = GrpcProducer.at("127.0.0.1:" + server.getPort(), Duration.ofMillis(200), REFUSALS)) {
            Reply reply = hasty.invoke(REPORT, REPORTED);

            assertThat(reply.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(reply.code()).isEqualTo("DEADLINE_EXCEEDED");
        }
    }

    @Test
    void aProducerThatIsDownAnswersAtOnceUnlessItIsWaitedFor() throws Exception {
        assertThat(producer.awaitReachable(DEADLINE)).isTrue();
        int port = server.getPort();
        server.shutdownNow().awaitTermination();

        assertThat(producer.invoke(REPORT, REPORTED).code()).isEqualTo("UNAVAILABLE");
        assertThat(producer.awaitReachable(Duration.ofMillis(300))).isFalse();
        CompletableFuture<Reply> waiting =
                CompletableFuture.supplyAsync(() -> producer.invokeWhenReachable(REPORT, REPORTED));
        server = serve(port);
        producer.reconnect();

        assertThat(waiting.get().code()).isEqualTo("OK");
        assertThat(producer.awaitReachable(DEADLINE)).isTrue();
        assertThat(service.received).hasSize(1);
    }

    @Test
    void closingEndsWhatIsInFlightUnknown() throws Exception {
        service.silent = true;
        CompletableFuture<Reply> waiting = CompletableFuture.supplyAsync(() -> producer.invoke(REPORT, REPORTED));
        while (service.received.isEmpty()) {
            Thread.onSpinWait();
        }
        producer.close();

        assertThat(waiting.get().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(producer.awaitReachable(DEADLINE)).isFalse();
    }

    @Test
    void whatIsNoAddressOrNoRequestIsRefusedInASentence() {
        assertThatThrownBy(() -> GrpcProducer.at("http://localhost:9081/x", DEADLINE, REFUSALS))
                .isInstanceOf(ProfileException.class)
                .hasMessage("The producer's address http://localhost:9081/x is not host:port;"
                        + " write it as in localhost:9081.");
        assertThatThrownBy(() -> producer.invoke(DELETE, REPORTED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The request is none of the inventory API (Cannot find field: type");
        GrpcProducer.at("[::1]:9081", DEADLINE, REFUSALS).close();
    }

    private Server serve(int port) throws IOException {
        return NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                .addService(service)
                .build()
                .start();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
