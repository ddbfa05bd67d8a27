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
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A producer behind gRPC {@code kessel.inventory.v1beta2.KesselInventoryService}. Calls are never retried behind the
 * kit's back: a retry is an operation of its own.
 */
public final class GrpcProducer implements ProducerUnderTest {

    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:/\\s\\[\\]]+):\\d{1,5}");
    /** How long a failed connection is left alone while someone waits for it. */
    private static final long RECONNECT_MILLIS = 100;

    private final ManagedChannel channel;
    private final KesselInventoryServiceBlockingStub stub;
    private final Duration deadline;
    private final Set<String> refusals;

    private GrpcProducer(ManagedChannel channel, Duration deadline, Set<String> refusals) {
        this.channel = channel;
        this.stub = KesselInventoryServiceGrpc.newBlockingStub(channel);
        this.deadline = deadline;
        this.refusals = Set.copyOf(refusals);
    }

    /**
     * A producer that is reached without TLS. It need not run yet.
     *
     * @param address {@code host:port}
     * @param deadline of each call
     * @param refusals codes that say for certain that nothing was written: {@link ProducerProfile#refusals}
     * @throws ProfileException when the address is not of that form
     */
    public static GrpcProducer at(String address, Duration deadline, Set<String> refusals) {
        if (!ADDRESS.matcher(address).matches()) {
            throw new ProfileException(
                    "The producer's address " + address + " is not host:port; write it as in localhost:9081.");
        }
        return over(
                NettyChannelBuilder.forTarget(address)
                        .usePlaintext()
                        .disableRetry()
                        .build(),
                deadline,
                refusals);
    }

    /** A producer behind a channel of one's own, with TLS or credentials, say. The channel is closed with it. */
    public static GrpcProducer over(ManagedChannel channel, Duration deadline, Set<String> refusals) {
        return new GrpcProducer(channel, deadline, refusals);
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

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private Reply call(KesselInventoryServiceBlockingStub any, Action action, JsonNode request) {
        KesselInventoryServiceBlockingStub timed = any.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
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
                    refusals.contains(code) ? Outcome.REFUSED : Outcome.UNKNOWN, code, message == null ? "" : message);
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
