package io.crosswalk.app.http;

import io.crosswalk.app.SampleStatus;
import io.crosswalk.app.configuration.HttpSettings;
import io.crosswalk.app.http.HttpEndpoint.Sources;
import io.crosswalk.app.metrics.Meters;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.StatusBoard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HttpEndpointTest {

    private static final HttpSettings ANY_PORT = new HttpSettings(0, "127.0.0.1");

    private final StatusBoard board = SampleStatus.streaming(Clock.systemUTC());
    private final Meters meters = new Meters(board);
    private HttpEndpoint endpoint;

    @BeforeEach
    void open() throws IOException {
        endpoint = new HttpEndpoint(ANY_PORT, Duration.ofSeconds(30), sources());
    }

    @AfterEach
    void close() {
        endpoint.close();
        meters.close();
    }

    @Test
    void metricsAreServedAsPrometheusText() throws Exception {
        HttpResponse<String> response = get("/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body()).contains("crosswalk_lag_seconds 0.012").contains("jvm_memory_used_bytes");
    }

    @Test
    void aStreamIsLiveAndReady() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("{\"ready\":true,\"reasons\":[],\"warnings\":[]}\n");
    }

    @Test
    void whatIsNotReadySaysWhyAndStaysLive() throws Exception {
        board.enter(RunPhase.FAILED);

        HttpResponse<String> ready = get("/health/ready");

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body())
                .isEqualTo(
                        "{\"ready\":false,\"reasons\":[\"phase is failed\",\"connection lost (SQLState 08006)\"],\"warnings\":[]}\n");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void theStatusIsServedAndItsClientReadsIt() throws Exception {
        assertThat(get("/api/status").body()).contains("\"name\":\"kamdental\"");
        String answer =
                StatusClient.ask(new HttpSettings(endpoint.port(), "127.0.0.1")).orElseThrow();

        assertThat(StatusJson.read(answer).transactions()).isEqualTo(3);
    }

    @Test
    void theClientFindsNobodyOnAClosedPort() throws Exception {
        int port = endpoint.port();
        endpoint.close();

        assertThat(StatusClient.ask(new HttpSettings(port, "127.0.0.1"))).isEmpty();
    }

    @Test
    void otherPagesAndMethodsAreRefusedInJson() throws Exception {
        HttpResponse<String> page = get("/other");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).startsWith("{\"error\":");
        HttpResponse<String> post = HttpClient.newHttpClient()
                .send(request("/api/status").POST(BodyPublishers.ofString("x")).build(), BodyHandlers.ofString());
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).hasValue("GET");
    }

    @Test
    void aRequestForAnotherHostIsRefused() throws Exception {
        assertThat(raw("GET /api/status HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ")
                .doesNotContain("kamdental");
        assertThat(raw("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aTakenPortIsNamedTogetherWithItsKey() {
        HttpSettings taken = new HttpSettings(endpoint.port(), "127.0.0.1");

        assertThatThrownBy(() -> new HttpEndpoint(taken, Duration.ofSeconds(30), sources()))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("port " + endpoint.port())
                .hasMessageContaining("http.port");
    }

    private Sources sources() {
        return new Sources(board::status, board::measuredAt, meters);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path));
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", endpoint.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
