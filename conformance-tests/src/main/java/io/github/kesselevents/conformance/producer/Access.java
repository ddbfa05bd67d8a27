package io.github.kesselevents.conformance.producer;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * How a producer's API is called.
 *
 * @param patience with each call
 * @param token where the bearer token of each gRPC call comes from
 * @param tls of gRPC; empty for none
 * @param own what calls an API of the producer's own; empty for Kessel's gRPC
 */
public record Access(Duration patience, Optional<TokenSource> token, Optional<Tls> tls, Optional<ProducerApi> own) {

    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:/\\s\\[\\]]+):\\d{1,5}");
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    /**
     * TLS.
     *
     * @param authority PEM file of the certificates that are trusted; empty for those that Java trusts
     * @param name in the producer's certificate; empty for that of its address
     */
    public record Tls(Optional<Path> authority, Optional<String> name) {}

    /** By gRPC, without token and TLS. */
    public static Access plain(Duration patience) {
        return new Access(patience, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same with another patience. */
    public Access withPatience(Duration other) {
        return new Access(other, token, tls, own);
    }

    /**
     * Calls a producer in this way. It need not run yet.
     *
     * @param address {@code host:port}
     * @param refusals codes that say for certain that nothing was written: {@link ProducerProfile#refusals}
     * @throws ProfileException when the address is not of that form, or the certificates cannot be read
     */
    public ProducerUnderTest client(String address, Set<String> refusals) {
        return own.isPresent()
                ? new ApiProducer(own.get(), address, patience, refusals)
                : GrpcProducer.at(address, this, refusals);
    }

    /** What the producer said, without the token. */
    public String hideSecrets(String said) {
        return token.map(source -> source.hiddenIn(said)).orElse(said);
    }

    /** Whether it is {@code host:port}. */
    public static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /**
     * A channel that nobody retries on.
     *
     * @throws ProfileException when the address is none, or the certificates cannot be read
     */
    ManagedChannel channel(String address) {
        // Whoever gets none now will get none for any call.
        token.ifPresent(TokenSource::token);
        if (!isAddress(address)) {
            throw new ProfileException(
                    "The producer's address " + address + " is not host:port; write it as in localhost:9081.");
        }
        NettyChannelBuilder channel = NettyChannelBuilder.forTarget(address).disableRetry();
        if (tls.isPresent()) {
            secure(channel, tls.get());
        } else {
            channel.usePlaintext();
        }
        token.ifPresent(source -> channel.intercept(new Bearer(source)));
        return channel.build();
    }

    private static void secure(NettyChannelBuilder channel, Tls tls) {
        try {
            SslContextBuilder context = GrpcSslContexts.forClient();
            tls.authority().ifPresent(file -> context.trustManager(file.toFile()));
            channel.sslContext(context.build());
            tls.name().ifPresent(channel::overrideAuthority);
        } catch (SSLException | IllegalArgumentException e) {
            throw new ProfileException(
                    "The certificates " + tls.authority().map(Path::toString).orElse("of Java")
                            + " cannot be used (" + e.getMessage() + "); give a PEM file of those that sign the"
                            + " producer's.",
                    e);
        }
    }

    /** Shows the token of the moment with each call. */
    private record Bearer(TokenSource source) implements ClientInterceptor {

        @Override
        public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
            return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void start(Listener<R> listener, Metadata headers) {
                    headers.put(AUTHORIZATION, "Bearer " + source.token().reveal());
                    super.start(listener, headers);
                }
            };
        }
    }
}
