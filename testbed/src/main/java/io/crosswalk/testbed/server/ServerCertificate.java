package io.crosswalk.testbed.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate that a server signed for itself, for 127.0.0.1 and localhost: with it the server speaks TLS. Stateless. */
public final class ServerCertificate {

    private static final String ALIAS = "server";
    /** Protects a key that lives as long as a test. */
    private static final String PASSWORD = "changeit";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private ServerCertificate() {}

    /**
     * Makes key and certificate, gives both to a running server and has it take them up: connections that ask for TLS get it from now on.
     *
     * @param maintenance a database of the server, as a superuser
     * @param folder where the certificate is put for clients; the caller deletes it
     * @return the certificate, as {@code sslrootcert} wants it (PEM)
     */
    public static Path install(Database maintenance, Path folder)
            throws IOException, InterruptedException, GeneralSecurityException, SQLException {
        KeyStore store = generate(folder.resolve("server.p12"));
        String certificate = pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
        String key =
                pem("PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
        try (Connection connection = maintenance.connect();
                Statement statement = connection.createStatement()) {
            write(connection, certificate, "server.crt");
            write(connection, key, "server.key");
            statement.execute("ALTER SYSTEM SET ssl = on");
            String before = loaded(connection);
            statement.execute("SELECT pg_reload_conf()");
            awaitLoaded(maintenance, before);
        }
        return Files.writeString(folder.resolve("server.crt"), certificate);
    }

    /** When the server read its configuration, as it was when the session began. */
    private static String loaded(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_conf_load_time()")) {
            row.next();
            return row.getString(1);
        }
    }

    /** The server is only asked to read it again: a session that begins right away may be told that there is no TLS. */
    private static void awaitLoaded(Database maintenance, String before) throws InterruptedException, SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Connection next = maintenance.connect()) {
                if (!loaded(next).equals(before)) {
                    return;
                }
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the server does not read its configuration again");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static KeyStore generate(Path file) throws IOException, InterruptedException, GeneralSecurityException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=IP:127.0.0.1,DNS:localhost",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool made no certificate: " + said);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static String pem(String kind, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }

    /** The server writes into its own folder: whose user it is, and what the folder is called there, is its own affair. */
    private static void write(Connection connection, String content, String file) throws SQLException {
        try (Statement statement = connection.createStatement();
                PreparedStatement lines = connection.prepareStatement(
                        "INSERT INTO certificate_lines (line) SELECT unnest(string_to_array(?, E'\\n'))")) {
            statement.execute("CREATE TEMPORARY TABLE certificate_lines (n serial, line text)");
            lines.setString(1, content.strip());
            lines.execute();
            statement.execute(
                    "COPY (SELECT line FROM certificate_lines ORDER BY n) TO PROGRAM 'umask 077; cat > " + file + "'");
            statement.execute("DROP TABLE certificate_lines");
        }
    }
}
