package io.crosswalk.testbed.proxy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The faults that the torture relies on are what they are called. */
class TcpProxyTest {

    private static final int PATIENCE_MILLIS = 60_000;

    /** Every byte that the echo has taken, in order. */
    private final BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();

    private ServerSocket echo;
    private TcpProxy proxy;
    private Socket client;

    @BeforeEach
    void connect() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(this::serve, "echo");
        thread.setDaemon(true);
        thread.start();
        proxy = new TcpProxy("127.0.0.1", echo.getLocalPort());
        client = client();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        proxy.close();
        echo.close();
    }

    private Socket client() throws IOException {
        Socket socket = new Socket("127.0.0.1", proxy.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private void serve() {
        while (!echo.isClosed()) {
            try {
                Socket socket = echo.accept();
                Thread thread = new Thread(() -> repeat(socket), "echo-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void repeat(Socket socket) {
        try (socket) {
            for (int taken = socket.getInputStream().read();
                    taken >= 0;
                    taken = socket.getInputStream().read()) {
                arrived.add(taken);
                socket.getOutputStream().write(taken);
            }
        } catch (IOException e) {
            // The client was reset, as some of these tests want it.
            return;
        }
    }

    private static int said(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
        return socket.getInputStream().read();
    }

    @Test
    void bytesPassInBothDirections() throws IOException {
        assertThat(said(client, 7)).isEqualTo(7);
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void aCutEndsAConnectionInOrderAndANewOnePasses() throws IOException {
        said(client, 7);

        proxy.cut();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        try (Socket next = client()) {
            assertThat(said(next, 8)).isEqualTo(8);
        }
    }

    @Test
    void aResetIsSeenAsOne() throws IOException {
        said(client, 7);

        proxy.reset();

        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void aHalfClosedConnectionStillTakesBytes() throws Exception {
        said(client, 7);

        proxy.halfClose();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        client.getOutputStream().write(8);
        assertThat(arrived.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(7);
        assertThat(arrived.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(8);
    }

    @Test
    void aBlackHoleAcceptsAndSaysNothingAndItsConnectionsStaySilent() throws IOException {
        said(client, 7);
        proxy.weather(Weather.BLACK_HOLE);
        try (Socket swallowed = client()) {
            swallowed.setSoTimeout(300);
            assertThatThrownBy(() -> said(swallowed, 8)).isInstanceOf(SocketTimeoutException.class);

            proxy.weather(Weather.CLEAR);

            assertThatThrownBy(() -> said(swallowed, 9)).isInstanceOf(SocketTimeoutException.class);
        }
        try (Socket next = client()) {
            assertThat(said(next, 10)).isEqualTo(10);
        }
    }

    @Test
    void aDelayHoldsEveryPortionUp() throws IOException {
        proxy.weather(Weather.delay(Duration.ofMillis(200)));
        long begun = System.nanoTime();

        said(client, 7);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }

    @Test
    void aNarrowBandwidthHoldsManyBytesUp() throws IOException {
        proxy.weather(Weather.bandwidth(20_000));
        long begun = System.nanoTime();

        client.getOutputStream().write(new byte[8_000]);
        int read = client.getInputStream().readNBytes(8_000).length;

        assertThat(read).isEqualTo(8_000);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }

    @Test
    void aClientIsSentAwayWhileTheServerIsDown() throws IOException {
        echo.close();
        client.close();

        assertThatThrownBy(() -> {
                    try (Socket socket = client()) {
                        assertThat(socket.getInputStream().read()).isNotEqualTo(-1);
                    }
                })
                .isInstanceOfAny(IOException.class, AssertionError.class);
    }
}
