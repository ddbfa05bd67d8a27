package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.producer.ProducerApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;

/** Calls what {@link HttpInventoryCommand} serves, as a class of its team would. */
public final class HttpInventoryApi implements ProducerApi {

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public Answer call(String address, Action action, JsonNode request) throws IOException, InterruptedException {
        String path = action == Action.REPORT ? "/reports" : "/deletions";
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create("http://" + address + path))
                        .POST(BodyPublishers.ofString(request.toString()))
                        .build(),
                BodyHandlers.ofString());
        return switch (response.statusCode()) {
            case 204 -> Answer.ok();
            case 400 -> new Answer("INVALID_ARGUMENT", response.body());
            case 404 -> new Answer("NOT_FOUND", response.body());
            default -> new Answer("UNKNOWN", response.statusCode() + " " + response.body());
        };
    }
}
