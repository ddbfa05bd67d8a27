package io.github.kesselevents.conformance.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.producer.GrpcProducer;
import io.github.kesselevents.conformance.producer.ProducerUnderTest.Reply;
import io.github.kesselevents.fixtures.inventory.ReferenceInventory;
import io.github.kesselevents.fixtures.inventory.ReferenceInventory.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/** A program with an API that is not Kessel's: the reference inventory behind HTTP. */
public final class HttpInventoryCommand {

    private static final int THREADS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private HttpInventoryCommand() {}

    /** @param arguments port, and JDBC URL of the database */
    public static void main(String[] arguments) throws IOException {
        ReferenceInventory inventory = ReferenceInventory.start(Settings.forTests(arguments[1]));
        GrpcProducer within =
                GrpcProducer.at("127.0.0.1:" + inventory.port(), PATIENCE, Set.of("INVALID_ARGUMENT", "NOT_FOUND"));
        HttpServer server =
                HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), THREADS);
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        server.createContext("/reports", exchange -> answer(exchange, within, Action.REPORT));
        server.createContext("/deletions", exchange -> answer(exchange, within, Action.DELETE));
        server.start();
    }

    private static void answer(HttpExchange exchange, GrpcProducer within, Action action) throws IOException {
        try (exchange) {
            Reply reply = within.invoke(action, JsonMapper.shared().readTree(exchange.getRequestBody()));
            byte[] said = reply.message().getBytes(UTF_8);
            exchange.sendResponseHeaders(status(reply), said.length == 0 ? -1 : said.length);
            exchange.getResponseBody().write(said);
        }
    }

    private static int status(Reply reply) {
        return switch (reply.outcome()) {
            case ACKNOWLEDGED -> 204;
            case REFUSED -> reply.code().equals("NOT_FOUND") ? 404 : 400;
            case UNKNOWN -> 500;
        };
    }
}
