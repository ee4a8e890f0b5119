package io.crosswalk.postgres;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.proxy.TcpProxy;
import io.crosswalk.testbed.proxy.Weather;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** A network that swallows bytes without a word keeps nobody waiting for good, and who waits for a long statement is left in peace. */
@Databases
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LifelineIT {

    private static final Duration PERIOD = Duration.ofMillis(300);

    private TcpProxy proxy;
    private DatabaseAddress address;

    @BeforeEach
    void proxy(@Legacy Database legacy) throws IOException {
        proxy = new TcpProxy(legacy.host(), legacy.port());
        address = DatabaseAddress.parse(
                "postgresql://" + legacy.user() + "@127.0.0.1:" + proxy.port() + "/" + legacy.name(),
                null,
                legacy.password());
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void whoeverWaitsForAnAnswerThatWasSwallowedGetsAnErrorThatPasses() throws SQLException {
        try (Connection connection = address.connect("crosswalk test", PERIOD);
                Statement statement = connection.createStatement()) {
            proxy.weather(Weather.BLACK_HOLE);
            Thread clearing = new Thread(this::clear, "clearing");
            clearing.start();
            Throwable failure = catchThrowable(() -> statement.execute("SELECT 1"));
            assertThat(failure).isInstanceOf(SQLException.class);
            assertThat(Failures.isTransient(failure)).isTrue();
        }
    }

    // Not before the statement is on its way: what is sent later arrives nowhere either, as the link has lost bytes.
    private void clear() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        proxy.weather(Weather.CLEAR);
        proxy.forget();
    }

    @Test
    void aStatementThatTakesLongIsLeftInPeace() throws SQLException {
        try (Connection connection = address.connect("crosswalk test", PERIOD);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 42 FROM pg_sleep(1.5)")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).isEqualTo(42);
        }
    }
}
