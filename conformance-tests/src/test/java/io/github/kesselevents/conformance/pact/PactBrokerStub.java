package io.github.kesselevents.conformance.pact;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that speaks what a provider needs of the Pact Broker's API: the HAL index, pacts for verification, a pact,
 * the provider's branch, verification results. It wants a token.
 */
public final class PactBrokerStub implements AutoCloseable {

    /** What it was asked. */
    public record Asked(String method, String path, JsonNode body) {}

    /** A pact that it offers. */
    public record Offer(String consumer, String json, boolean pending, boolean wip) {}

    public static final String TOKEN = "secret";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String PROVIDER = "/pacticipants/kessel-inventory-api";

    private final HttpServer server;
    private final Map<String, Offer> offers = new LinkedHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    public PactBrokerStub(List<Offer> offered) throws IOException {
        offered.forEach(offer -> offers.put(offer.consumer(), offer));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Requests of this method to a path that ends so. */
    public List<Asked> asked(String method, String end) {
        return asked.stream()
                .filter(request ->
                        request.method().equals(method) && request.path().endsWith(end))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    path,
                    body.length == 0 ? JSON.nullNode() : JsonMapper.shared().readTree(body)));
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                send(exchange, 401, JSON.objectNode().put("error", "who are you?"));
            } else {
                route(exchange, path);
            }
        } catch (RuntimeException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private void route(HttpExchange exchange, String path) throws IOException {
        if (path.isEmpty() || path.equals("/")) {
            send(exchange, 200, index());
        } else if (path.endsWith("/for-verification")) {
            send(exchange, 200, forVerification());
        } else if (path.endsWith("/verification-results")) {
            send(exchange, 201, JSON.objectNode());
        } else if (path.startsWith(PROVIDER + "/branches/")) {
            send(exchange, 200, JSON.objectNode());
        } else if (path.equals(PROVIDER)) {
            send(exchange, 200, linked("pb:branch-version", PROVIDER + "/branches/{branch}/versions/{version}"));
        } else if (path.startsWith("/pacts/")) {
            Offer offer = offers.get(path.substring("/pacts/".length()));
            send(exchange, offer == null ? 404 : 200, offer == null ? JSON.objectNode() : pact(offer));
        } else {
            send(exchange, 404, JSON.objectNode().put("error", "nothing here"));
        }
    }

    private ObjectNode index() {
        ObjectNode index = JSON.objectNode();
        ObjectNode links = index.putObject("_links");
        link(links, "pb:provider-pacts-for-verification", "/pacts/provider/{provider}/for-verification", true);
        link(links, "pb:provider", PROVIDER, false);
        link(links, "pb:pacticipant", "/pacticipants/{pacticipant}", true);
        link(
                links,
                "pb:pacticipant-branch-version",
                "/pacticipants/{pacticipant}/branches/{branch}/versions/{version}",
                true);
        return index;
    }

    private ObjectNode forVerification() {
        ObjectNode answer = JSON.objectNode();
        ArrayNode pacts = answer.putObject("_embedded").putArray("pacts");
        for (Offer offer : offers.values()) {
            ObjectNode pact = pacts.addObject();
            pact.put("shortDescription", "latest from branch main");
            ObjectNode properties = pact.putObject("verificationProperties");
            properties.put("pending", offer.pending());
            if (offer.wip()) {
                properties.put("wip", true);
            }
            properties
                    .putArray("notices")
                    .addObject()
                    .put("when", "before_verification")
                    .put("text", "The pact at " + offer.consumer() + " is being verified because it is on main.");
            ObjectNode self = pact.putObject("_links").putObject("self");
            self.put("href", url() + "/pacts/" + offer.consumer());
            self.put("name", "Pact between " + offer.consumer() + " and kessel-inventory-api");
        }
        return answer;
    }

    /** As it was published, with ids of its interactions and links. */
    private ObjectNode pact(Offer offer) {
        ObjectNode pact = (ObjectNode) JsonMapper.shared().readTree(offer.json());
        int number = 0;
        for (JsonNode interaction : pact.path("interactions")) {
            ((ObjectNode) interaction).put("_id", offer.consumer() + "-" + ++number);
        }
        ObjectNode links = pact.putObject("_links");
        link(links, "self", "/pacts/" + offer.consumer(), false);
        link(links, "pb:provider", PROVIDER, false);
        link(links, "pb:publish-verification-results", "/pacts/" + offer.consumer() + "/verification-results", false);
        return pact;
    }

    private ObjectNode linked(String name, String path) {
        ObjectNode document = JSON.objectNode();
        link(document.putObject("_links"), name, path, true);
        return document;
    }

    private void link(ObjectNode links, String name, String path, boolean templated) {
        links.putObject(name).put("href", url() + path).put("templated", templated);
    }

    private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/hal+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
