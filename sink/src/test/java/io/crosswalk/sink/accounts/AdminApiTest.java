package io.crosswalk.sink.accounts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.sink.accounts.AccountService.Answer;
import io.crosswalk.sink.accounts.AccountService.Outcome;
import io.crosswalk.testbed.auth.FakeAuth;
import io.crosswalk.testbed.auth.FakeAuth.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AdminApiTest {

    private static final RetryPolicy QUICK =
            new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofSeconds(3));
    private static final String ID = "0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11";
    private static final Account ANA =
            new Account(ID, "ana@x", "$2b$10$hunter2", true, "{\"name\": \"Ana\"}", "{\"provider\":\"email\"}");

    private final FakeAuth.InMemory accounts = new FakeAuth.InMemory();
    private FakeAuth auth;
    private AdminApi api;

    @BeforeEach
    void serve() throws IOException {
        auth = new FakeAuth(accounts);
        api = new AdminApi(auth.url(), new ServiceKey(FakeAuth.KEY), QUICK);
    }

    @AfterEach
    void close() {
        auth.close();
    }

    @Test
    void anAccountIsMadeWithItsIdHashAndMetadata() throws IOException {
        assertThat(api.create(ANA)).isEqualTo(new Answer(Outcome.DONE, "200"));

        assertThat(accounts.accounts).containsExactly((ObjectNode) new ObjectMapper()
                .readTree("{\"email\":\"ana@x\",\"email_confirm\":true,\"user_metadata\":{\"name\":\"Ana\"},"
                        + "\"app_metadata\":{\"provider\":\"email\"},\"id\":\"" + ID
                        + "\",\"password_hash\":\"$2b$10$hunter2\"}"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"UNAVAILABLE", "TOO_MANY", "SILENT"})
    void whatPassesIsTriedAgain(Fault fault) {
        auth.faults.add(fault);

        assertThat(api.create(ANA).outcome()).isEqualTo(Outcome.DONE);
        assertThat(accounts.accounts).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DONE_AND_SILENT", "DONE_AND_CUT", "REPEATED"})
    void anAccountThatWasMadeWithoutAnAnswerIsMadeOnce(Fault fault) {
        auth.faults.add(fault);

        assertThat(api.create(ANA).outcome()).isEqualTo(Outcome.EXISTS);
        assertThat(api.exists(ID)).isTrue();
        assertThat(accounts.accounts).hasSize(1);
    }

    @Test
    void anIdThatIsTakenIsSeenThoughTheServiceFailsOverIt() {
        api.create(ANA);
        Account moved = new Account(ID, "other@x", null, true, null, null);

        assertThat(api.create(moved).outcome()).isEqualTo(Outcome.EXISTS);
        assertThat(auth.requests).hasSize(3);
    }

    @Test
    void aServiceThatStaysAwayIsAFailureThatPasses() {
        auth.faults.addAll(List.of(Fault.UNAVAILABLE, Fault.UNAVAILABLE, Fault.TOO_MANY));

        assertThatThrownBy(() -> api.delete(ID))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining("after 3 attempts: it answers 429");
    }

    @Test
    void aServiceThatIsNotThereIsAFailureThatPasses() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        AdminApi nowhere = new AdminApi(URI.create("http://127.0.0.1:" + port), new ServiceKey(FakeAuth.KEY), QUICK);

        assertThatThrownBy(nowhere::verify)
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining("no answer (ConnectException)");
    }

    @Test
    void aRefusedKeyStopsWithARemedyAndIsNotShown() {
        AdminApi wrong = new AdminApi(auth.url(), new ServiceKey("anon-hunter2"), QUICK);

        assertThatThrownBy(() -> wrong.create(ANA))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("refuses the key (401)")
                .hasMessageContaining("auth.service_key_env")
                .message()
                .doesNotContain("hunter2");
        assertThat(auth.requests).hasSize(1);
    }

    @Test
    void theKeyIsNotCarriedAlongARedirect() {
        auth.faults.add(Fault.REDIRECT);

        assertThatThrownBy(() -> api.create(ANA)).hasMessageContaining("redirect (307)");
    }

    @Test
    void anAddressWithoutAnAdminApiIsNamed() {
        AdminApi wrong = new AdminApi(URI.create(auth.url() + "/nothing"), new ServiceKey(FakeAuth.KEY), QUICK);

        assertThatThrownBy(wrong::verify)
                .hasMessageContaining("there is no Admin API at " + auth.url() + "/nothing (404)");
        assertThatThrownBy(() -> wrong.create(ANA)).hasMessageContaining("auth.url is usually");
    }

    @Test
    void aRefusedAccountHasTheCodeAndNoValue() {
        assertThat(api.create(new Account(ID, "ana", null, true, null, null)))
                .isEqualTo(new Answer(Outcome.REFUSED, "400 validation_failed"));
        assertThat(api.create(new Account(ID, "a@x", null, true, "[1]", null)).outcome())
                .isEqualTo(Outcome.REFUSED);
    }

    @Test
    void anAccountIsFoundByItsAddressOnAnyPage() {
        for (int i = 0; i < 120; i++) {
            accounts.accounts.add(
                    new ObjectMapper().createObjectNode().put("id", "id-" + i).put("email", "user" + i + "@x"));
        }

        assertThat(api.withEmail("USER119@x")).hasValue("id-119");
        assertThat(api.withEmail("nobody@x")).isEmpty();
    }

    @Test
    void changesAndDeletesMayBeRepeated() {
        api.create(ANA);
        auth.faults.add(Fault.REPEATED);
        assertThat(api.update(new Account(ID, "new@x", null, true, null, null)).outcome())
                .isEqualTo(Outcome.DONE);
        auth.faults.add(Fault.DONE_AND_SILENT);
        api.delete(ID);
        api.delete(ID);

        assertThat(accounts.accounts).isEmpty();
        assertThat(api.update(ANA).outcome()).isEqualTo(Outcome.ABSENT);
    }

    /** Promise P6. */
    @Test
    void nothingSecretShowsInText() {
        assertThat(ANA.toString() + new ServiceKey(FakeAuth.KEY)).doesNotContain("hunter2", "ana@x", "Ana");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\nbreak", "naïve"})
    void whatIsNoKeyIsRefusedUnseen(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServiceKey(text))
                .withMessage("the service key is empty or holds characters that no key has");
    }
}
