package io.crosswalk.sink.accounts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.sink.accounts.ServiceCalls.Reply;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * The Admin API of Supabase Auth: {@code /admin/users} below the service's address, opened by the service_role key. It has no idempotency
 * key; what stands for one is the id, which is computed and therefore the same in every attempt (Supabase Auth, OpenAPI description,
 * {@code POST /admin/users}).
 */
public final class AdminApi implements AccountService {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USERS = "/admin/users";
    private static final int PAGE_ROWS = 200;
    private static final int MOST_PAGES = 50_000;

    private final URI base;
    private final ServiceCalls calls;

    /**
     * @param base the service's address, without {@code /admin}
     */
    public AdminApi(URI base, ServiceKey key, RetryPolicy policy) {
        this.base = base;
        this.calls = new ServiceCalls(base, key, policy);
    }

    @Override
    public void verify() {
        Reply reply = calls.send("GET", USERS + "?page=1&per_page=1", null, () -> null);
        if (reply.status() != 200 || !json(reply.body()).path("users").isArray()) {
            throw notThere(reply.status());
        }
    }

    @Override
    public Answer create(Account account) {
        Optional<ObjectNode> body = body(account);
        if (body.isEmpty()) {
            return new Answer(Outcome.REFUSED, "its metadata is no JSON object");
        }
        body.get().put("id", account.id());
        if (account.passwordHash() != null) {
            body.get().put("password_hash", account.passwordHash());
        }
        // An attempt that got no answer may have made the account; and a second one with the same id may be answered by
        // 500.
        Reply reply = calls.send(
                "POST", USERS, body.get().toString(), () -> exists(account.id()) ? new Reply(422, "") : null);
        if (reply.status() == 404) {
            throw notThere(404);
        }
        if (isDone(reply) && !account.id().equals(json(reply.body()).path("id").asText())) {
            throw SinkException.lasting(
                    "the Admin API at " + base
                            + " gave an account another id than it was asked for. Its version is too old"
                            + " for create: admin_api: update it, or say create: sql",
                    null);
        }
        return answer(reply);
    }

    @Override
    public Answer update(Account account) {
        Optional<ObjectNode> body = body(account);
        return body.isEmpty()
                ? new Answer(Outcome.REFUSED, "its metadata is no JSON object")
                : answer(
                        calls.send("PUT", USERS + "/" + account.id(), body.get().toString(), () -> null));
    }

    @Override
    public void delete(String id) {
        Reply reply = calls.send("DELETE", USERS + "/" + id, null, () -> null);
        if (!isDone(reply) && reply.status() != 404) {
            throw SinkException.passing(
                    "the Admin API at " + base + " does not delete account " + id + ": " + detail(reply), null);
        }
    }

    @Override
    public boolean exists(String id) {
        Reply reply = calls.send("GET", USERS + "/" + id, null, () -> null);
        if (!isDone(reply) && reply.status() != 404) {
            throw SinkException.passing(
                    "the Admin API at " + base + " does not show account " + id + ": " + detail(reply), null);
        }
        return isDone(reply);
    }

    // There is no search by address that keeps it out of the service's access log.
    @Override
    public Optional<String> withEmail(String email) {
        for (int page = 1; page <= MOST_PAGES; page++) {
            Reply reply = calls.send("GET", USERS + "?page=" + page + "&per_page=" + PAGE_ROWS, null, () -> null);
            JsonNode users = json(reply.body()).path("users");
            if (!isDone(reply) || !users.isArray()) {
                throw notThere(reply.status());
            }
            for (JsonNode user : users) {
                if (email.toLowerCase(Locale.ROOT)
                        .equals(user.path("email").asText().toLowerCase(Locale.ROOT))) {
                    return Optional.of(user.path("id").asText());
                }
            }
            // A service may give smaller pages than it is asked for; only an empty one is the end.
            if (users.isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<ObjectNode> body(Account account) {
        ObjectNode body = JSON.createObjectNode();
        if (account.email() != null) {
            body.put("email", account.email());
        }
        if (account.emailConfirmed()) {
            body.put("email_confirm", true);
        }
        return put(body, "user_metadata", account.userMetadata()) && put(body, "app_metadata", account.appMetadata())
                ? Optional.of(body)
                : Optional.empty();
    }

    private static boolean put(ObjectNode body, String field, @Nullable String text) {
        if (text == null) {
            return true;
        }
        JsonNode value = json(text);
        if (!value.isObject()) {
            return false;
        }
        body.set(field, value);
        return true;
    }

    private static Answer answer(Reply reply) {
        Outcome outcome = isDone(reply)
                ? Outcome.DONE
                : switch (reply.status()) {
                    case 404 -> Outcome.ABSENT;
                    case 409, 422 -> Outcome.EXISTS;
                    default -> Outcome.REFUSED;
                };
        return new Answer(outcome, detail(reply));
    }

    private static boolean isDone(Reply reply) {
        return reply.status() >= 200 && reply.status() < 300;
    }

    /** The status and the error code. The message beside the code may repeat the address. */
    private static String detail(Reply reply) {
        String code = json(reply.body()).path("error_code").asText();
        return code.matches("[a-z_]{1,60}") ? reply.status() + " " + code : String.valueOf(reply.status());
    }

    private SinkException notThere(int status) {
        return SinkException.lasting(
                "there is no Admin API at " + base + " (" + status
                        + "): auth.url is usually https://<project>.supabase.co/auth/v1",
                null);
    }

    private static JsonNode json(String text) {
        try {
            return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
