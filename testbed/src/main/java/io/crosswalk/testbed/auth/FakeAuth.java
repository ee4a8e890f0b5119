package io.crosswalk.testbed.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service that speaks the Admin API as Supabase Auth does, and misbehaves when it is told to. */
public final class FakeAuth implements AutoCloseable {

    public static final String KEY = "service-role-key-hunter2";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where the accounts are. */
    public interface Accounts {
        List<ObjectNode> all() throws Exception;

        void insert(JsonNode account) throws Exception;

        boolean update(String id, JsonNode changes) throws Exception;

        boolean delete(String id) throws Exception;
    }

    /** What goes wrong with one request. */
    public enum Fault {
        /** 503 before anything is done. */
        UNAVAILABLE,
        /** 429 with Retry-After: 0 before anything is done. */
        TOO_MANY,
        /** No answer, nothing done. */
        SILENT,
        /** Done, and no answer. */
        DONE_AND_SILENT,
        /** Done, and the connection is cut in the middle of the answer. */
        DONE_AND_CUT,
        /** Done twice, as a proxy that repeats requests does; the answer is that of the second time. */
        REPEATED,
        /** 401. */
        KEY_REFUSED,
        /** A page of another server. */
        REDIRECT
    }

    public final List<String> requests = new CopyOnWriteArrayList<>();
    public final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final HttpServer server;
    private final Accounts accounts;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    public FakeAuth(Accounts accounts) throws IOException {
        this.accounts = accounts;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/auth/v1/admin/users", this::serve);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/auth/v1");
    }

    private record Answer(int status, JsonNode body) {}

    private void serve(HttpExchange exchange) throws IOException {
        Fault fault = faults.poll();
        String path = exchange.getRequestURI().getPath().substring("/auth/v1/admin/users".length());
        requests.add(exchange.getRequestMethod() + path);
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        if (fault == Fault.SILENT) {
            hang();
            return;
        }
        Answer answer = before(exchange, fault);
        if (answer == null) {
            answer = work(exchange, path, body);
            if (fault == Fault.REPEATED) {
                answer = work(exchange, path, body);
            }
        }
        if (fault == Fault.DONE_AND_SILENT) {
            hang();
            return;
        }
        byte[] bytes = answer.body().toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        if (fault == Fault.DONE_AND_CUT) {
            exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
            exchange.getResponseBody().flush();
            exchange.close();
            return;
        }
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void hang() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable Answer before(HttpExchange exchange, @Nullable Fault fault) {
        if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                || !KEY.equals(exchange.getRequestHeaders().getFirst("apikey"))
                || fault == Fault.KEY_REFUSED) {
            return error(401, "no_authorization");
        }
        if (fault == Fault.TOO_MANY) {
            exchange.getResponseHeaders().set("Retry-After", "0");
            return error(429, "over_request_rate_limit");
        }
        if (fault == Fault.REDIRECT) {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/elsewhere");
            return error(307, "moved");
        }
        return fault == Fault.UNAVAILABLE ? error(503, "unavailable") : null;
    }

    private static Answer error(int status, String code) {
        // The real service's message may repeat values; so does this one.
        return new Answer(
                status, JSON.createObjectNode().put("error_code", code).put("msg", "about someone@x hunter2"));
    }

    private Answer work(HttpExchange exchange, String path, JsonNode body) {
        try {
            return switch (exchange.getRequestMethod()) {
                case "POST" -> create(body);
                case "PUT" -> update(path.substring(1), body);
                case "DELETE" ->
                    accounts.delete(path.substring(1))
                            ? new Answer(200, JSON.createObjectNode())
                            : error(404, "user_not_found");
                default -> path.isEmpty() ? page(exchange.getRequestURI().getQuery()) : one(path.substring(1));
            };
        } catch (Exception e) {
            return error(500, "unexpected_failure");
        }
    }

    private Answer create(JsonNode body) throws Exception {
        String email = body.path("email").asText();
        if (email.isEmpty()) {
            return error(422, "validation_failed");
        }
        if (!email.contains("@")) {
            return error(400, "validation_failed");
        }
        if (isTaken(email, "")) {
            return error(422, "email_exists");
        }
        for (JsonNode account : accounts.all()) {
            if (account.path("id").asText().equals(body.path("id").asText())) {
                return error(500, "unexpected_failure");
            }
        }
        accounts.insert(body);
        return new Answer(200, JSON.createObjectNode().put("id", body.path("id").asText()));
    }

    private Answer update(String id, JsonNode body) throws Exception {
        if (body.has("email") && isTaken(body.path("email").asText(), id)) {
            return error(422, "email_exists");
        }
        return accounts.update(id, body)
                ? new Answer(200, JSON.createObjectNode().put("id", id))
                : error(404, "user_not_found");
    }

    private boolean isTaken(String email, String butBy) throws Exception {
        for (JsonNode account : accounts.all()) {
            if (account.path("email").asText().equalsIgnoreCase(email)
                    && !account.path("id").asText().equals(butBy)) {
                return true;
            }
        }
        return false;
    }

    private Answer one(String id) throws Exception {
        for (JsonNode account : accounts.all()) {
            if (account.path("id").asText().equals(id)) {
                return new Answer(200, account);
            }
        }
        return error(404, "user_not_found");
    }

    private Answer page(String query) throws Exception {
        int page = Integer.parseInt(query.replaceAll(".*\\bpage=(\\d+)&.*", "$1"));
        int rows = Math.min(50, Integer.parseInt(query.replaceAll(".*per_page=(\\d+).*", "$1")));
        List<ObjectNode> all = accounts.all();
        ObjectNode answer = JSON.createObjectNode();
        var users = answer.putArray("users");
        all.stream().skip((page - 1L) * rows).limit(rows).forEach(users::add);
        return new Answer(200, answer);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** Accounts in memory. */
    public static final class InMemory implements Accounts {

        public final List<ObjectNode> accounts = new CopyOnWriteArrayList<>();

        @Override
        public List<ObjectNode> all() {
            return new ArrayList<>(accounts);
        }

        @Override
        public void insert(JsonNode account) {
            accounts.add(account.deepCopy());
        }

        @Override
        public boolean update(String id, JsonNode changes) {
            for (ObjectNode account : accounts) {
                if (account.path("id").asText().equals(id)) {
                    for (Map.Entry<String, JsonNode> field : changes.properties()) {
                        account.set(field.getKey(), field.getValue());
                    }
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean delete(String id) {
            return accounts.removeIf(account -> account.path("id").asText().equals(id));
        }
    }
}
