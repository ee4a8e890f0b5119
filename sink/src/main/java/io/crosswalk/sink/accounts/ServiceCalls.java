package io.crosswalk.sink.accounts;

import io.crosswalk.pipeline.SinkException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests with the service key, and sends them again while the service is busy or away. Redirects are not followed: they would carry
 * the key elsewhere. Messages name the address and the status, never the key, a body or a header.
 */
final class ServiceCalls {

    private final URI base;
    private final ServiceKey key;
    private final RetryPolicy policy;
    private final HttpClient client;

    ServiceCalls(URI base, ServiceKey key, RetryPolicy policy) {
        this.base = base;
        this.key = key;
        this.policy = policy;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(policy.timeout())
                .build();
    }

    /** A complete answer; the status is neither an invitation to try again nor a refusal of the key. */
    record Reply(int status, String body) {}

    /** Decides, between two attempts, that another is not needed. */
    interface Shortcut {
        @Nullable
        Reply before();
    }

    /**
     * Sends a request.
     *
     * @param path below the base address
     * @param body JSON, or null for none
     * @param shortcut asked before every attempt but the first
     */
    Reply send(String method, String path, @Nullable String body, Shortcut shortcut) {
        String failure = "";
        for (int attempt = 1; attempt <= policy.attempts(); attempt++) {
            if (attempt > 1) {
                Reply known = shortcut.before();
                if (known != null) {
                    return known;
                }
            }
            Duration asked = Duration.ZERO;
            try {
                HttpResponse<String> response = once(method, path, body);
                int status = response.statusCode();
                if (!isPassing(status)) {
                    return accepted(new Reply(status, response.body()));
                }
                failure = "it answers " + status;
                asked = retryAfter(response);
            } catch (IOException | TimeoutException e) {
                // Its message may repeat what was sent.
                failure = "no answer (" + e.getClass().getSimpleName() + ")";
            }
            if (attempt < policy.attempts()) {
                pause(policy.pauseAfter(attempt, asked));
            }
        }
        throw SinkException.passing(
                "the Admin API at " + base + " does not serve after " + policy.attempts() + " attempts: " + failure,
                null);
    }

    private HttpResponse<String> once(String method, String path, @Nullable String body)
            throws IOException, TimeoutException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + key.value())
                .header("apikey", key.value())
                .header("Accept", "application/json")
                .timeout(policy.timeout());
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body));
        }
        // The request's own timeout ends with the answer's head; this one covers its body too.
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request.build(), BodyHandlers.ofString());
        try {
            return answer.get(policy.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException lost) {
                throw lost;
            }
            throw new IOException("the request failed", e.getCause());
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            answer.cancel(true);
        }
    }

    private Reply accepted(Reply reply) {
        int status = reply.status();
        if (status == 401 || status == 403) {
            throw SinkException.lasting(
                    "the Admin API at " + base + " refuses the key (" + status
                            + "): name the service_role key, not the anon key, in auth.service_key_env or auth.service_key_file",
                    null);
        }
        if (status >= 300 && status < 400) {
            throw SinkException.lasting(
                    "the Admin API at " + base + " answers with a redirect (" + status
                            + "), which would carry the key elsewhere: write its final address in auth.url",
                    null);
        }
        return reply;
    }

    private static boolean isPassing(int status) {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }

    /** Seconds or a date (RFC 9110, 10.2.3). */
    private static Duration retryAfter(HttpResponse<String> response) {
        String value = response.headers().firstValue("Retry-After").orElse("").strip();
        if (value.matches("\\d{1,6}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Duration until = Duration.between(
                    Instant.now(),
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    private static void pause(Duration pause) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** The sink's own loop, which waits next, sees the mark and ends. */
    private static SinkException interrupted() {
        Thread.currentThread().interrupt();
        return SinkException.passing("interrupted while the Admin API was asked", null);
    }
}
