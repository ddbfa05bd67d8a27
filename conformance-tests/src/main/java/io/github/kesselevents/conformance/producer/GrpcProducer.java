package io.github.kesselevents.conformance.producer;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.fixtures.inventory.grpc.DeleteResourceRequest;
import io.github.kesselevents.fixtures.inventory.grpc.KesselInventoryServiceGrpc;
import io.github.kesselevents.fixtures.inventory.grpc.KesselInventoryServiceGrpc.KesselInventoryServiceBlockingStub;
import io.github.kesselevents.fixtures.inventory.grpc.ReportResourceRequest;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * A producer behind gRPC {@code kessel.inventory.v1beta2.KesselInventoryService}. Calls are never retried behind the
 * kit's back: a retry is an operation of its own.
 */
public final class GrpcProducer implements ProducerUnderTest {

    /** How long a failed connection is left alone while someone waits for it. */
    private static final long RECONNECT_MILLIS = 100;

    private static final Duration HEALTH_PATIENCE = Duration.ofSeconds(2);

    private final ManagedChannel channel;
    private final KesselInventoryServiceBlockingStub stub;
    private final Access access;
    private final Set<String> refusals;

    private GrpcProducer(ManagedChannel channel, Access access, Set<String> refusals) {
        this.channel = channel;
        this.stub = KesselInventoryServiceGrpc.newBlockingStub(channel);
        this.access = access;
        this.refusals = Set.copyOf(refusals);
    }

    /**
     * A producer that is reached with neither TLS nor token. It need not run yet.
     *
     * @param address {@code host:port}
     * @param deadline of each call
     * @param refusals codes that say for certain that nothing was written: {@link ProducerProfile#refusals}
     * @throws ProfileException when the address is not of that form
     */
    public static GrpcProducer at(String address, Duration deadline, Set<String> refusals) {
        return at(address, Access.plain(deadline), refusals);
    }

    /**
     * The same, reached in this way.
     *
     * @throws ProfileException when the address is not of that form, or the certificates cannot be read
     */
    public static GrpcProducer at(String address, Access access, Set<String> refusals) {
        return new GrpcProducer(access.channel(address), access, refusals);
    }

    @Override
    public Reply invoke(Action action, JsonNode request) {
        return call(stub, action, request);
    }

    @Override
    public Reply invokeWhenReachable(Action action, JsonNode request) {
        return call(stub.withWaitForReady(), action, request);
    }

    @Override
    public boolean awaitReachable(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (; ; ) {
            ConnectivityState state = channel.getState(true);
            if (state == ConnectivityState.READY) {
                return true;
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0 || state == ConnectivityState.SHUTDOWN) {
                return false;
            }
            CountDownLatch changed = new CountDownLatch(1);
            channel.notifyWhenStateChanged(state, changed::countDown);
            if (!changed.await(Math.min(left, RECONNECT_MILLIS), TimeUnit.MILLISECONDS)) {
                channel.resetConnectBackoff();
            }
        }
    }

    @Override
    public void reconnect() {
        channel.resetConnectBackoff();
    }

    /**
     * Whether {@code grpc.health.v1.Health} says now that it serves.
     *
     * @throws ProfileException when it does not know that service
     */
    public boolean isHealthy() {
        channel.resetConnectBackoff();
        try {
            return HealthGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(HEALTH_PATIENCE.toNanos(), TimeUnit.NANOSECONDS)
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus()
                    == ServingStatus.SERVING;
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
                throw new ProfileException(
                        "The producer does not serve grpc.health.v1.Health; say ready: port, or have it serve that.",
                        e);
            }
            return false;
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private Reply call(KesselInventoryServiceBlockingStub any, Action action, JsonNode request) {
        KesselInventoryServiceBlockingStub timed =
                any.withDeadlineAfter(access.patience().toNanos(), TimeUnit.NANOSECONDS);
        return switch (action) {
            case REPORT -> {
                ReportResourceRequest report = message(request, ReportResourceRequest.newBuilder());
                yield reply(() -> timed.reportResource(report));
            }
            case DELETE -> {
                DeleteResourceRequest delete = message(request, DeleteResourceRequest.newBuilder());
                yield reply(() -> timed.deleteResource(delete));
            }
        };
    }

    private Reply reply(Runnable call) {
        try {
            call.run();
            return new Reply(Outcome.ACKNOWLEDGED, Status.Code.OK.name(), "");
        } catch (StatusRuntimeException e) {
            String code = e.getStatus().getCode().name();
            String message = e.getStatus().getDescription();
            return new Reply(
                    refusals.contains(code) ? Outcome.REFUSED : Outcome.UNKNOWN,
                    code,
                    message == null ? "" : access.hideSecrets(message));
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Message> T message(JsonNode request, Message.Builder builder) {
        try {
            JsonFormat.parser().merge(request.toString(), builder);
            return (T) builder.build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "The request is none of the inventory API (" + e.getMessage() + "): " + request, e);
        }
    }
}
