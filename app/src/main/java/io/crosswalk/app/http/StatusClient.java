package io.crosswalk.app.http;

import io.crosswalk.app.configuration.HttpSettings;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks the process that runs a migration for its status, over HTTP on this machine. */
public final class StatusClient {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private StatusClient() {}

    /** The JSON text of {@code /api/status}; empty when nothing listens there or something else does. */
    public static Optional<String> ask(HttpSettings settings) throws InterruptedException {
        if (settings.port() == 0) {
            return Optional.empty(); // The process chose a port that only its log names.
        }
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + reachable(settings.bind()) + ":" + settings.port() + "/api/status"))
                .timeout(PATIENCE)
                .GET()
                .build();
        try {
            HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String reachable(String bind) {
        return switch (bind) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> bind.contains(":") ? "[" + bind + "]" : bind;
        };
    }
}
