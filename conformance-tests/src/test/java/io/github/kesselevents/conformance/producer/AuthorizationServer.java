package io.github.kesselevents.conformance.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives {@code token-1}, {@code token-2}, … to the one client that it knows. */
final class AuthorizationServer implements AutoCloseable {

    private final HttpServer server;
    private final String credentials;
    private final List<String> forms = new CopyOnWriteArrayList<>();
    private final AtomicInteger given = new AtomicInteger();
    private volatile int life = 60;

    private AuthorizationServer(HttpServer server, String client, String secret) {
        this.server = server;
        this.credentials = "Basic " + Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(UTF_8));
        server.createContext("/token", this::answer);
        server.start();
    }

    static AuthorizationServer start(String client, String secret) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new AuthorizationServer(HttpServer.create(any, 0), client, secret);
    }

    void tokensLive(int seconds) {
        life = seconds;
    }

    /** What was asked by those it knows. */
    List<String> forms() {
        return forms;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
    }

    OAuthClient client(String secret) {
        return new OAuthClient(url(), "kit", new Secret(secret), Optional.of("inventory"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        boolean known = credentials.equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (known) {
            forms.add(form);
        }
        byte[] answer = (known
                        ? "{\"access_token\":\"token-" + given.incrementAndGet() + "\",\"expires_in\":" + life + "}"
                        : "{\"error\":\"invalid_client\"}")
                .getBytes(UTF_8);
        exchange.sendResponseHeaders(known ? 200 : 401, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
