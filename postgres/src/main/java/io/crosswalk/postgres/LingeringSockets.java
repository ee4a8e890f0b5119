package io.crosswalk.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets that can be closed while somebody writes to them, encrypted ones too. Java waits for whoever writes before it says goodbye over
 * TLS, with no limit but {@code SO_LINGER} ({@code SSLSocketImpl.closeNotify} of OpenJDK); where the network takes no bytes any more, that
 * is a quarter of an hour. The driver makes it by its name. Safe for any thread.
 */
public final class LingeringSockets extends SocketFactory {

    private static final int SECONDS = 5;

    /** For the driver, which names the class in a connection parameter. */
    public LingeringSockets() {}

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = new Socket();
        socket.setSoLinger(true, SECONDS);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connectedByTheDriver();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw connectedByTheDriver();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connectedByTheDriver();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw connectedByTheDriver();
    }

    private static UnsupportedOperationException connectedByTheDriver() {
        return new UnsupportedOperationException("the driver connects its sockets itself, within connectTimeout");
    }
}
