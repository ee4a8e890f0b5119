package io.crosswalk.postgres;

import io.crosswalk.testbed.proxy.TcpProxy;
import io.crosswalk.testbed.proxy.Weather;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.testbed.server.EmbeddedServer;
import io.crosswalk.testbed.server.ServerCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** TLS, as every hosted database asks for it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EncryptedConnectionIT {

    private static final Duration PERIOD = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    private EmbeddedServer server;
    private TcpProxy proxy;
    private Database database;
    private DatabaseAddress address;

    @BeforeEach
    void serve() throws Exception {
        server = EmbeddedServer.temporary(17);
        database = server.maintenance();
        Path certificate = ServerCertificate.install(database, folder);
        proxy = new TcpProxy(database.host(), database.port());
        address = DatabaseAddress.parse(
                "postgresql://" + database.user() + "@127.0.0.1:" + proxy.port() + "/" + database.name()
                        + "?sslmode=verify-full&sslrootcert=" + certificate,
                null,
                database.password());
    }

    @AfterEach
    void close() {
        proxy.close();
        server.close();
    }

    @Test
    void theCertificateIsVerifiedAndTheConnectionEncrypted() throws SQLException {
        try (Connection connection = address.connect("crosswalk test");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getBoolean(1)).isTrue();
        }
    }

    @Test
    void aServerWithAnotherCertificateIsRefused() throws Exception {
        Path another = Files.createDirectory(folder.resolve("another"));
        ServerCertificate.install(database, another);

        assertThatThrownBy(() -> address.connect("crosswalk test").close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("cannot connect to")
                .hasStackTraceContaining("signature check failed");
    }

    /** Java's own close of such a connection waits for whoever writes: the kernel gives that up after a quarter of an hour. */
    @Test
    void whoeverWritesIntoANetworkThatTakesNoMoreIsNotLeftWaiting() throws Exception {
        try (Connection connection = address.connect("crosswalk test", PERIOD);
                PreparedStatement statement = connection.prepareStatement("SELECT length(?)")) {
            String pid = ask(connection, "SELECT pg_backend_pid()");
            proxy.weather(Weather.delay(Duration.ofHours(1)));
            CompletableFuture<SQLException> failure = CompletableFuture.supplyAsync(() -> write(statement));
            while (!proxy.isHolding()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            // For the next connection. This one holds back what it has for an hour, and takes no more.
            proxy.weather(Weather.CLEAR);
            try (Connection direct = database.connect()) {
                ask(direct, "SELECT pg_terminate_backend(" + pid + ", 10000)");
            }

            assertThat(Failures.isTransient(failure.get())).isTrue();
        }
    }

    /** More than all the buffers on the way hold. */
    private static SQLException write(PreparedStatement statement) {
        try {
            statement.setString(1, "x".repeat(64 << 20));
            statement.execute();
            throw new AssertionError("nobody can have answered");
        } catch (SQLException e) {
            return e;
        }
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
