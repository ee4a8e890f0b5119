package io.crosswalk.testbed.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A TCP proxy on a free port of 127.0.0.1, between a client and one server. While the server does not answer, a client is sent away, as it
 * would be without the proxy. Safe for any thread; {@link #close()} is idempotent.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile Weather weather = Weather.CLEAR;

    /** A proxy that listens, and passes everything on. */
    public TcpProxy(String host, int port) throws IOException {
        this.server = new InetSocketAddress(host, port);
        this.listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(this::accept, "proxy-" + port());
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Connections that pass through now. */
    public int connections() {
        return links.size();
    }

    /** True while bytes of a connection wait for the weather; those behind them are not taken. */
    public boolean isHolding() {
        return links.stream().anyMatch(Link::isHolding);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                link(client);
            } catch (IOException e) {
                // The listener is closed, or one client was gone before it was served.
                continue;
            }
        }
    }

    private void link(Socket client) throws IOException {
        Socket upstream = new Socket();
        try {
            upstream.connect(server, CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
        } catch (IOException e) {
            upstream.close();
            client.setSoLinger(true, 0);
            client.close();
            return;
        }
        Link[] holder = new Link[1];
        Link link = new Link(client, upstream, () -> weather, () -> links.remove(holder[0]));
        holder[0] = link;
        links.add(link);
        link.start(Thread.currentThread().getName());
    }

    /** From now on, for old connections and new ones. */
    public void weather(Weather next) {
        weather = next;
    }

    /** Ends every connection in order; new ones are welcome. */
    public void cut() {
        each(Link::close);
    }

    /** Ends every connection with a reset. */
    public void reset() {
        each(Link::reset);
    }

    /** Tells every client that its server has no more to say, and no server anything. */
    public void halfClose() {
        each(Link::halfClose);
    }

    /**
     * Tells the servers, and only them, that the connections are gone that lost bytes in a black hole: as their keep-alive does in the
     * end. A client that waits for an answer there waits for good.
     */
    public void forget() {
        each(Link::forget);
    }

    private void each(Consumer<Link> fault) {
        List.copyOf(links).forEach(fault);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new IllegalStateException("the proxy's port cannot be given back", e);
        } finally {
            cut();
        }
    }
}
