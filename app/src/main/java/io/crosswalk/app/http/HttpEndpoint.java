package io.crosswalk.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.crosswalk.app.configuration.HttpSettings;
import io.crosswalk.app.metrics.Meters;
import io.crosswalk.app.status.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Serves {@code /metrics}, {@code /health/live}, {@code /health/ready} and {@code /api/status} until it is closed. Threads
 * {@code http-1} and {@code http-2} answer, as daemons.
 */
public final class HttpEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
    private static final int THREADS = 2;
    private static final int BACKLOG = 50;
    private static final String JSON = "application/json; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    /** What the endpoint tells about. */
    public record Sources(Supplier<Status> status, Supplier<@Nullable Instant> measuredAt, Meters meters) {}

    private record Answer(int code, String type, String body) {
        static Answer json(int code, JsonNode body) {
            return new Answer(code, JSON, body + "\n");
        }

        static Answer error(int code, String message) {
            return json(code, JsonNodeFactory.instance.objectNode().put("error", message));
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final HostGuard guard;
    private final Sources sources;
    private final Duration maxLag;

    /**
     * Opens the port and answers from now on.
     *
     * @throws BindException when the port cannot be had; the message names it and the key of the configuration
     */
    public HttpEndpoint(HttpSettings settings, Duration maxLag, Sources sources) throws IOException {
        this.guard = new HostGuard(settings.bind());
        this.sources = sources;
        this.maxLag = maxLag;
        boundRequests();
        this.server = bind(settings);
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "http-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** The port that is open; the configured one unless that was 0. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Closes the port. Requests in flight are cut off. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** With two threads, two clients that never finish their request would silence the health checks. Seconds; read once by the JDK. */
    private static void boundRequests() {
        for (String property : List.of("sun.net.httpserver.maxReqTime", "sun.net.httpserver.maxRspTime")) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, "5");
            }
        }
    }

    private static HttpServer bind(HttpSettings settings) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(settings.bind()), settings.port());
        try {
            return HttpServer.create(address, BACKLOG);
        } catch (BindException e) {
            BindException clear = new BindException("cannot listen on port " + settings.port() + " of "
                    + settings.bind() + " (" + e.getMessage()
                    + "): change http.port or http.bind in the configuration; port 0 takes any free one");
            clear.initCause(e);
            throw clear;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(exchange);
            } catch (RuntimeException e) {
                LOG.warn(
                        "no answer to {}: {}",
                        exchange.getRequestURI().getPath(),
                        e.getClass().getName());
                answer = Answer.error(500, "internal error; the log has it");
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.sendResponseHeaders(answer.code(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(HttpExchange exchange) {
        if (!guard.accepts(exchange.getRequestHeaders().getFirst("Host"))) {
            return Answer.error(403, "the Host header names another host");
        }
        if (!exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Allow", "GET");
            return Answer.error(405, "only GET");
        }
        return switch (exchange.getRequestURI().getPath()) {
            case "/metrics" -> new Answer(200, PROMETHEUS, sources.meters().scrape());
            case "/health/live" ->
                Answer.json(200, JsonNodeFactory.instance.objectNode().put("live", true));
            case "/health/ready" -> ready();
            case "/api/status" ->
                Answer.json(200, StatusJson.write(sources.status().get()));
            default ->
                Answer.error(404, "no such page; there are /metrics, /health/live, /health/ready and /api/status");
        };
    }

    private Answer ready() {
        Instant measuredAt = sources.measuredAt().get();
        Status status = sources.status().get();
        List<String> objections = Readiness.objections(status, measuredAt, maxLag);
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("ready", objections.isEmpty());
        objections.forEach(body.putArray("reasons")::add);
        Readiness.warnings(status).forEach(body.putArray("warnings")::add);
        return Answer.json(objections.isEmpty() ? 200 : 503, body);
    }
}
