package io.crosswalk.postgres;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Breaks a connection whose session the server no longer has. Where a network swallows what is sent, without a word, a client would wait
 * for its answer for good; no time limit tells that from a statement that takes long. The server notices within a minute or so that its
 * peer is gone ({@link SessionLimits}), and says so on another connection. Whoever waits gets an error of class 08.
 *
 * <p>Nobody has to end it: it ends with its connection. It looks on a thread of its own, named {@code lifeline}, for a moment each time.
 */
final class Lifeline {

    private static final Logger LOG = LoggerFactory.getLogger(Lifeline.class);
    private static final Executor THREAD = task -> {
        Thread thread = new Thread(task, "lifeline");
        thread.setDaemon(true);
        thread.start();
    };

    private final DatabaseAddress address;
    private final Connection connection;
    private final int pid;
    private final String began;
    private final Executor later;

    private Lifeline(DatabaseAddress address, Connection connection, int pid, String began, Duration period) {
        this.address = address;
        this.connection = connection;
        this.pid = pid;
        this.began = began;
        this.later = CompletableFuture.delayedExecutor(period.toMillis(), TimeUnit.MILLISECONDS, THREAD);
    }

    /** Looks after a connection from now on, in its {@link TextForm} and outside of a transaction. */
    static void attach(DatabaseAddress address, Connection connection, Duration period) throws SQLException {
        // A process number is given again; together with the moment it is not.
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT pid, backend_start::text FROM pg_stat_activity WHERE pid = pg_backend_pid()")) {
            if (row.next()) {
                new Lifeline(address, connection, row.getInt(1), row.getString(2), period).lookLater();
            }
        }
    }

    private void lookLater() {
        later.execute(this::look);
    }

    private void look() {
        try {
            if (connection.isClosed()) {
                return;
            }
            if (isGone()) {
                LOG.warn("{} has no such session any more: its connection is broken off", address);
                connection.abort(Runnable::run);
                return;
            }
        } catch (SQLException e) {
            LOG.debug("the server cannot be asked for its sessions: {}", Failures.withoutValues(e));
        }
        lookLater();
    }

    private boolean isGone() throws SQLException {
        try (Connection asking = address.connectBriefly("crosswalk lifeline");
                PreparedStatement statement = asking.prepareStatement(
                        "SELECT FROM pg_stat_activity WHERE pid = ? AND backend_start = ?::timestamptz")) {
            statement.setInt(1, pid);
            statement.setString(2, began);
            try (ResultSet row = statement.executeQuery()) {
                return !row.next();
            }
        }
    }
}
