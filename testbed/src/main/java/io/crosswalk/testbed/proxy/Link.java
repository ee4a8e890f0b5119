package io.crosswalk.testbed.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** One connection through the proxy: two sockets and a thread for each direction. Safe for any thread. */
final class Link {

    private static final int PORTION_BYTES = 16 << 10;

    private final Socket client;
    private final Socket server;
    private final Supplier<Weather> weather;
    private final Runnable ended;
    /** A byte was swallowed: whatever came behind it would be garbage. */
    private volatile boolean silent;

    private volatile boolean forgotten;
    /** Portions that wait for the weather, of both directions. */
    private final AtomicInteger held = new AtomicInteger();

    Link(Socket client, Socket server, Supplier<Weather> weather, Runnable ended) {
        this.client = client;
        this.server = server;
        this.weather = weather;
        this.ended = ended;
    }

    void start(String name) {
        for (Thread thread : new Thread[] {
            new Thread(() -> pump(client, server), name + "-up"), new Thread(() -> pump(server, client), name + "-down")
        }) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] portion = new byte[PORTION_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int length = in.read(portion);
            while (length >= 0) {
                pass(portion, length, out);
                length = in.read(portion);
            }
            if (!silent) {
                to.shutdownOutput();
                if (from.isOutputShutdown()) {
                    close();
                }
            } else if (from == client) {
                close();
            }
        } catch (IOException e) {
            // One end is gone, and a proxy has nobody else to tell. Who was forgotten hears nothing until it leaves
            // itself.
            if (!forgotten || from == client) {
                close();
            }
        }
    }

    private void pass(byte[] portion, int length, OutputStream out) throws IOException {
        Weather now = face();
        if (silent) {
            return;
        }
        held.incrementAndGet();
        hold(now.delay());
        if (now.bytesPerSecond() > 0) {
            hold(Duration.ofNanos(length * 1_000_000_000L / now.bytesPerSecond()));
        }
        held.decrementAndGet();
        out.write(portion, 0, length);
    }

    // In one step with forget(): nobody who faced a black hole is left out of what comes after it.
    private synchronized Weather face() {
        Weather now = weather.get();
        silent |= now.swallows();
        return now;
    }

    boolean isHolding() {
        return held.get() > 0;
    }

    private static void hold(Duration duration) {
        long until = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Both ends see the other one leave in order. */
    void close() {
        quietly(client);
        quietly(server);
        ended.run();
    }

    /** Both ends get a reset. */
    void reset() {
        for (Socket socket : new Socket[] {client, server}) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // It is closed already, and stays so.
                continue;
            }
        }
        close();
    }

    /** The client is told that nothing will come any more, the server that nothing has changed. */
    void halfClose() {
        try {
            client.shutdownOutput();
        } catch (IOException e) {
            close();
        }
    }

    /** Leaves the server, if a byte was swallowed. */
    synchronized void forget() {
        if (silent) {
            forgotten = true;
            quietly(server);
        }
    }

    private static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // A socket that cannot be closed is gone.
            return;
        }
    }
}
