package io.github.kesselevents.conformance.producer;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * How a producer's gRPC API is called.
 *
 * @param patience with each call
 * @param token sent as a bearer with each call
 * @param tls empty for none
 */
public record Access(Duration patience, Optional<Secret> token, Optional<Tls> tls) {

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

    /** Without token and TLS. */
    public static Access plain(Duration patience) {
        return new Access(patience, Optional.empty(), Optional.empty());
    }

    /** The same with another patience. */
    public Access withPatience(Duration other) {
        return new Access(other, token, tls);
    }

    /** What the producer said, without the token. */
    public String hideSecrets(String said) {
        return token.map(secret -> secret.hiddenIn(said)).orElse(said);
    }

    /** Whether it is {@code host:port}. */
    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /**
     * A channel that nobody retries on.
     *
     * @throws ProfileException when the address is none, or the certificates cannot be read
     */
    ManagedChannel channel(String address) {
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
        token.ifPresent(secret -> channel.intercept(MetadataUtils.newAttachHeadersInterceptor(bearer(secret))));
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

    private static Metadata bearer(Secret token) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token.reveal());
        return headers;
    }
}
