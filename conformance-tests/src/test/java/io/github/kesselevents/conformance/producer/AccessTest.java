package io.github.kesselevents.conformance.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.producer.Access.Tls;
import io.github.kesselevents.conformance.producer.ProducerUnderTest.Reply;
import io.github.kesselevents.fixtures.inventory.grpc.KesselInventoryServiceGrpc.KesselInventoryServiceImplBase;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A producer behind TLS that wants a token, as real ones do. */
class AccessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @TempDir
    private Path folder;

    private final List<String> shown = new CopyOnWriteArrayList<>();
    private Server server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.shutdownNow();
        }
    }

    @Test
    void theTokenGoesWithEachCallAndWhatIsRepeatedOfItIsHidden() throws Exception {
        serve(NettyServerBuilder.forPort(0));
        Access access = new Access(PATIENCE, Optional.of(new Secret("s3cr3t")), Optional.empty(), Optional.empty());

        assertThat(call(access))
                .isEqualTo(new Reply(
                        io.github.kesselevents.conformance.history.HistoryEntry.Outcome.UNKNOWN,
                        "UNAUTHENTICATED",
                        "no user has Bearer …"));
    }

    @Test
    void tokensOfAnAuthorizationServerAreFetchedAnewBeforeTheyEnd() throws Exception {
        serve(NettyServerBuilder.forPort(0));
        try (AuthorizationServer authorization = AuthorizationServer.start("kit", "s3cr3t")) {
            // Shorter than the margin: each is used once.
            authorization.tokensLive(1);
            Access access = new Access(
                    PATIENCE, Optional.of(authorization.client("s3cr3t")), Optional.empty(), Optional.empty());
            try (GrpcProducer producer = GrpcProducer.at(address(), access, Set.of())) {
                ObjectNode request = JsonMapper.shared().createObjectNode();
                assertThat(producer.invoke(Action.REPORT, request).message()).isEqualTo("no user has Bearer …");
                assertThat(shown).containsExactly("Bearer token-2");
                authorization.tokensLive(3_600);
                producer.invoke(Action.REPORT, request);
                producer.invoke(Action.REPORT, request);
                assertThat(shown).containsExactly("Bearer token-2", "Bearer token-3", "Bearer token-3");
            }
            assertThat(authorization.forms()).containsOnly("grant_type=client_credentials&scope=inventory");
        }
    }

    @Test
    void credentialsThatAreWrongAreOneSentence() throws Exception {
        try (AuthorizationServer authorization = AuthorizationServer.start("kit", "s3cr3t")) {
            Access access = new Access(
                    PATIENCE, Optional.of(authorization.client("other")), Optional.empty(), Optional.empty());

            assertThatThrownBy(() -> GrpcProducer.at("localhost:1", access, Set.of()))
                    .isInstanceOf(ProfileException.class)
                    .hasMessage(
                            "The authorization server " + authorization.url() + " answered 401 invalid_client; see that"
                                    + " url, client and secret under api.oauth are right.");
        }
    }

    @Test
    void tlsIsSpokenWithWhoeverTheAuthorityVouchesFor() throws Exception {
        serve(withCertificate());
        Tls tls = new Tls(Optional.of(folder.resolve("ca.pem")), Optional.of("producer.test"));
        Access access = new Access(PATIENCE, Optional.empty(), Optional.of(tls), Optional.empty());

        assertThat(call(access).message()).isEqualTo("no user has nothing");
    }

    @Test
    void whoeverNobodyVouchesForIsNotSpokenWith() throws Exception {
        serve(withCertificate());
        Tls tls = new Tls(Optional.empty(), Optional.of("producer.test"));
        Access access = new Access(PATIENCE, Optional.empty(), Optional.of(tls), Optional.empty());

        assertThat(call(access).code()).isEqualTo("UNAVAILABLE");
    }

    @Test
    void anAuthorityThatIsNoCertificateIsOneSentence() throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), "none");
        Access access = new Access(
                PATIENCE,
                Optional.empty(),
                Optional.of(new Tls(Optional.of(file), Optional.empty())),
                Optional.empty());

        assertThatThrownBy(() -> GrpcProducer.at("localhost:1", access, Set.of()))
                .isInstanceOf(ProfileException.class)
                .hasMessageStartingWith("The certificates " + file + " cannot be used (")
                .hasMessageEndingWith("); give a PEM file of those that sign the producer's.");
    }

    @Test
    void itsHealthIsWhatItSays() throws Exception {
        HealthStatusManager health = new HealthStatusManager();
        server = NettyServerBuilder.forPort(0)
                .addService(health.getHealthService())
                .build()
                .start();
        try (GrpcProducer producer = GrpcProducer.at(address(), PATIENCE, Set.of())) {
            assertThat(producer.isHealthy()).isTrue();
            health.enterTerminalState();
            assertThat(producer.isHealthy()).isFalse();
        }
    }

    @Test
    void oneThatSaysNothingOfItsHealthIsOneSentence() throws Exception {
        serve(NettyServerBuilder.forPort(0));
        try (GrpcProducer producer = GrpcProducer.at(address(), PATIENCE, Set.of())) {
            assertThatThrownBy(producer::isHealthy)
                    .hasMessage("The producer does not serve grpc.health.v1.Health; say ready: port, or have it serve"
                            + " that.");
        }
    }

    private Reply call(Access access) {
        try (GrpcProducer producer = GrpcProducer.at(address(), access, Set.of())) {
            return producer.invoke(Action.REPORT, JsonMapper.shared().createObjectNode());
        }
    }

    private String address() {
        return "127.0.0.1:" + server.getPort();
    }

    /** It refuses everybody, and repeats what they showed. */
    private void serve(NettyServerBuilder builder) throws Exception {
        server = builder.addService(new KesselInventoryServiceImplBase() {})
                .intercept(new ServerInterceptor() {
                    @Override
                    public <Q, R> ServerCall.Listener<Q> interceptCall(
                            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                        if (call.getMethodDescriptor().getServiceName().startsWith("grpc.health")) {
                            return next.startCall(call, headers);
                        }
                        String given = headers.get(AUTHORIZATION);
                        shown.add(String.valueOf(given));
                        call.close(
                                Status.UNAUTHENTICATED.withDescription(
                                        "no user has " + (given == null ? "nothing" : given)),
                                new Metadata());
                        return new ServerCall.Listener<>() {};
                    }
                })
                .build()
                .start();
    }

    private NettyServerBuilder withCertificate() throws Exception {
        SelfSigned made = SelfSigned.make(folder, "dns:producer.test");
        return NettyServerBuilder.forPort(0)
                .useTransportSecurity(made.certificate().toFile(), made.key().toFile());
    }
}
