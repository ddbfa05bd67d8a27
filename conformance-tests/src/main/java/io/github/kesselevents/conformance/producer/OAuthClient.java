package io.github.kesselevents.conformance.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of an authorization server that is given tokens for its own credentials (RFC 6749, 4.4). A token is used
 * until shortly before it ends, then another one is fetched. Thread-safe.
 */
public final class OAuthClient implements TokenSource {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Before its end, so that a call in flight is not too late. */
    private static final Duration MARGIN = Duration.ofSeconds(30);
    /** Where the server does not say when it ends. */
    private static final Duration STANDARD_LIFE = Duration.ofMinutes(1);

    private static final int OK = 200;

    private final URI tokenUrl;
    private final String client;
    private final Secret secret;
    private final Optional<String> scope;
    private final HttpClient http = HttpClient.newHttpClient();

    private volatile Token current;

    private record Token(Secret text, long until) {}

    /** @param tokenUrl where tokens are asked for, with a form */
    OAuthClient(URI tokenUrl, String client, Secret secret, Optional<String> scope) {
        this.tokenUrl = tokenUrl;
        this.client = client;
        this.secret = secret;
        this.scope = scope;
    }

    @Override
    public Secret token() {
        Token token = current;
        return isValid(token) ? token.text() : renewed().text();
    }

    private synchronized Token renewed() {
        if (!isValid(current)) {
            current = fetch();
        }
        return current;
    }

    private static boolean isValid(Token token) {
        return token != null && System.nanoTime() - token.until() < 0;
    }

    private Token fetch() {
        String form = "grant_type=client_credentials"
                + scope.map(text -> "&scope=" + encoded(text)).orElse("");
        HttpRequest request = HttpRequest.newBuilder(tokenUrl)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Basic " + credentials())
                .POST(BodyPublishers.ofString(form))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            JsonNode answer = JSON.readTree(response.body());
            String text = answer.path("access_token").asString("");
            if (response.statusCode() != OK || text.isBlank()) {
                throw refused("answered " + response.statusCode() + " "
                        + secret.hiddenIn(answer.path("error").asString("without a token")));
            }
            Duration life = answer.path("expires_in").isNumber()
                    ? Duration.ofSeconds(answer.path("expires_in").asLong())
                    : STANDARD_LIFE;
            // One that lives no longer than the margin is used once.
            return new Token(
                    new Secret(text), System.nanoTime() + life.minus(MARGIN).toNanos());
        } catch (IOException | JacksonException e) {
            throw refused("gave no token (" + secret.hiddenIn(String.valueOf(e.getMessage())) + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("was asked for a token, and the run interrupted");
        }
    }

    private String credentials() {
        return Base64.getEncoder().encodeToString((encoded(client) + ":" + encoded(secret.reveal())).getBytes(UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private ProfileException refused(String what) {
        return new ProfileException("The authorization server " + tokenUrl + " " + what
                + "; see that url, client and secret under api.oauth are right.");
    }

    @Override
    public String hiddenIn(String said) {
        Token token = current;
        String without = secret.hiddenIn(said);
        return token == null ? without : token.text().hiddenIn(without);
    }

    @Override
    public String toString() {
        return client + " at " + tokenUrl;
    }
}
