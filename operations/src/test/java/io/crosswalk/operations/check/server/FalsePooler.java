package io.crosswalk.operations.check.server;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Stands between client and server as a pooler does: it refuses replication, and tells its own process id instead of the server's
 * (PostgreSQL manual, 55.7 "Message Formats": BackendKeyData). One thread for each direction of a connection; they end with it.
 */
final class FalsePooler implements AutoCloseable {

    private static final int SSL_REQUEST = 80877103;
    private static final int OWN_PID = 4242;

    private final ServerSocket listener;
    private final String host;
    private final int port;

    FalsePooler(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        this.listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        start("pooler", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // Either side hung up, which is how every connection ends.
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            start("pooled", () -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client;
                Socket server = new Socket(host, port)) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            byte[] startup = message(in);
            if (startup.length == 4
                    && new DataInputStream(new ByteArrayInputStream(startup)).readInt() == SSL_REQUEST) {
                client.getOutputStream().write('N');
                startup = message(in);
            }
            if (new String(startup, StandardCharsets.UTF_8).contains("replication")) {
                return;
            }
            DataOutputStream out = new DataOutputStream(server.getOutputStream());
            out.writeInt(startup.length + 4);
            out.write(startup);
            start("answers", () -> answers(server.getInputStream(), client.getOutputStream()));
            in.transferTo(out);
        }
    }

    private static byte[] message(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt() - 4);
    }

    private static void answers(InputStream from, OutputStream to) throws IOException {
        DataInputStream in = new DataInputStream(from);
        DataOutputStream out = new DataOutputStream(to);
        while (true) {
            byte type = in.readByte();
            int length = in.readInt();
            out.writeByte(type);
            out.writeInt(length);
            byte[] body = in.readNBytes(length - 4);
            if (type == 'K') {
                out.writeInt(OWN_PID);
                out.write(body, 4, body.length - 4);
            } else {
                out.write(body);
            }
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
