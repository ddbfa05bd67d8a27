package io.github.kesselevents.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.Verdict.Status;
import io.github.kesselevents.fixtures.environment.Part;
import io.github.kesselevents.fixtures.inventory.grpc.DeleteResourceRequest;
import io.github.kesselevents.fixtures.inventory.grpc.DeleteResourceResponse;
import io.github.kesselevents.fixtures.inventory.grpc.KesselInventoryServiceGrpc.KesselInventoryServiceImplBase;
import io.github.kesselevents.fixtures.inventory.grpc.ReportResourceRequest;
import io.github.kesselevents.fixtures.inventory.grpc.ReportResourceResponse;
import io.github.kesselevents.fixtures.relay.ReferenceRelay;
import io.grpc.Server;
import io.grpc.Status.Code;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Producers that do nothing of what they are for pass nothing, and are done with in time. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class DegenerateProducersIT {

    private SharedStage stage;

    @TempDir
    private Path folder;

    @BeforeAll
    void open() {
        stage = SharedStage.open();
    }

    @AfterAll
    void close() {
        stage.close();
    }

    @Test
    void oneThatNeverAnswersPassesNothing() {
        assertPassesNothing("never answers", caller -> {});
    }

    @Test
    void oneThatRefusesEverythingPassesNothing() {
        assertPassesNothing(
                "refuses everything",
                caller -> caller.onError(
                        io.grpc.Status.INVALID_ARGUMENT.withDescription("no").asRuntimeException()));
    }

    @Test
    void oneThatAnswersGarbagePassesNothing() {
        assertPassesNothing(
                "answers garbage",
                caller -> caller.onError(io.grpc.Status.fromCode(Code.DATA_LOSS)
                        .withDescription("\u0000\u202e{[<")
                        .asRuntimeException()));
    }

    @Test
    void oneThatAcknowledgesAndDoesNothingPassesNothing() {
        assertPassesNothing("acknowledges and does nothing", StreamObserver::onCompleted);
    }

    private void assertPassesNothing(String name, Consumer<StreamObserver<?>> answer) {
        Judgement judgement = LightRun.record(
                        name, stage, folder, 1, ReferenceRelay::of, (place, port) -> new Stub(port, answer))
                .judge(Grade.A);
        assertThat(judgement.verdicts())
                .filteredOn(verdict -> verdict.status() == Status.PASSED)
                .isEmpty();
        assertThat(judgement.exitCode()).isIn(ExitCode.INCOMPLETE, ExitCode.VIOLATED);
        assertThat(judgement.incomplete()).contains("the producer committed nothing of the first");
    }

    /** A service that answers every call in the same way. */
    private static final class Stub extends KesselInventoryServiceImplBase implements Part {

        private final Consumer<StreamObserver<?>> answer;
        private final Server server;

        Stub(int port, Consumer<StreamObserver<?>> answer) {
            this.answer = answer;
            this.server = NettyServerBuilder.forPort(port).addService(this).build();
        }

        @Override
        public void reportResource(ReportResourceRequest request, StreamObserver<ReportResourceResponse> caller) {
            respond(caller, ReportResourceResponse.getDefaultInstance());
        }

        @Override
        public void deleteResource(DeleteResourceRequest request, StreamObserver<DeleteResourceResponse> caller) {
            respond(caller, DeleteResourceResponse.getDefaultInstance());
        }

        /** What completes a call has to have answered it. */
        private <T> void respond(StreamObserver<T> caller, T response) {
            answer.accept(new StreamObserver<T>() {
                @Override
                public void onNext(T value) {
                    caller.onNext(value);
                }

                @Override
                public void onError(Throwable cause) {
                    caller.onError(cause);
                }

                @Override
                public void onCompleted() {
                    caller.onNext(response);
                    caller.onCompleted();
                }
            });
        }

        @Override
        public String name() {
            return "producer";
        }

        @Override
        public void start() {
            try {
                server.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {
            server.shutdownNow();
        }

        @Override
        public void kill() {
            stop();
        }

        @Override
        public void pause() {
            throw new UnsupportedOperationException("it lives in this JVM");
        }

        @Override
        public void resume() {
            throw new UnsupportedOperationException("it lives in this JVM");
        }

        @Override
        public boolean isRunning() {
            return !server.isShutdown();
        }
    }
}
