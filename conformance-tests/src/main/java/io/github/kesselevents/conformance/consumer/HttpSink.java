package io.github.kesselevents.conformance.consumer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A sink that answers over HTTP with JSON arrays: effects {@code {number, resource, event}}, state {@code {resource,
 * event}}, dead letters {@code {partition, offset}}. Not thread-safe.
 */
final class HttpSink implements ObservableSink {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String effects;
    private final String state;
    private final String deadLetters;

    /** URLs; null for what is not shown. */
    HttpSink(String effects, String state, String deadLetters) {
        this.effects = effects;
        this.state = state;
        this.deadLetters = deadLetters;
    }

    @Override
    public Optional<List<Effect>> effects() {
        return get(
                "effects",
                effects,
                row -> new Effect(
                        row.required("number").longValue(),
                        row.required("resource").stringValue(),
                        row.required("event").stringValue()));
    }

    @Override
    public Optional<Map<String, String>> state() {
        return get("state", state, row -> row).map(rows -> {
            Map<String, String> held = new HashMap<>();
            rows.forEach(row -> held.put(
                    row.required("resource").stringValue(),
                    row.required("event").stringValue()));
            return held;
        });
    }

    @Override
    public Optional<List<DeadLetter>> deadLetters() {
        return get(
                "dead-letters",
                deadLetters,
                row -> new DeadLetter(
                        row.required("partition").intValue(),
                        row.required("offset").longValue()));
    }

    private <T> Optional<List<T>> get(String name, String url, Function<JsonNode, T> read) {
        if (url == null) {
            return Optional.empty();
        }
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(), BodyHandlers.ofString());
            JsonNode rows = JSON.readTree(response.body());
            if (response.statusCode() != 200 || !rows.isArray()) {
                throw failure(name, url, "it answers " + response.statusCode() + " and no array", null);
            }
            return Optional.of(rows.valueStream().map(read).toList());
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw failure(
                    name,
                    url,
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(name, url, "interrupted", e);
        }
    }

    private static ConsumerException failure(String name, String url, String why, Exception e) {
        return new ConsumerException(
                "The sink cannot be read at " + url + " (" + why + "); let it answer with an array, as sink: " + name
                        + " is described, or mend the address.",
                e);
    }
}
