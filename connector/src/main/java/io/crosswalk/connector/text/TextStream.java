package io.crosswalk.connector.text;

import io.crosswalk.postgres.TextForm;
import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.connector.postgresql.connection.ReplicationStream;
import io.debezium.connector.postgresql.connection.WalPositionLocator;
import io.debezium.connector.postgresql.spi.SlotCreationResult;
import io.debezium.jdbc.JdbcConnection;
import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A replication connection whose server process writes values as {@link TextForm} says. The driver sends the time zone of this machine
 * when it connects, and that outranks every other way to set one: so the session is set right after it is open.
 */
final class TextStream implements ReplicationConnection {

    private final ReplicationConnection replication;

    TextStream(ReplicationConnection replication) {
        this.replication = replication;
    }

    @Override
    public ReplicationStream startStreaming(WalPositionLocator locator) throws SQLException, InterruptedException {
        int session = enter();
        return verified(replication.startStreaming(locator), session);
    }

    @Override
    public ReplicationStream startStreaming(Lsn offset, WalPositionLocator locator)
            throws SQLException, InterruptedException {
        int session = enter();
        return verified(replication.startStreaming(offset, locator), session);
    }

    /** The server process that has the settings. */
    private int enter() throws SQLException, InterruptedException {
        replication.initConnection();
        Connection session = session();
        TextForm.enter(session);
        // What is set inside a transaction is lost when that is rolled back.
        if (!session.getAutoCommit()) {
            session.commit();
        }
        return process();
    }

    private ReplicationStream verified(ReplicationStream stream, int session) throws SQLException {
        if (process() != session) {
            throw new SQLException("the stream was opened on another connection than the one that was set up", "08006");
        }
        return stream;
    }

    private int process() throws SQLException {
        return session().unwrap(PGConnection.class).getBackendPID();
    }

    private Connection session() throws SQLException {
        return ((JdbcConnection) replication).connection();
    }

    @Override
    public Optional<SlotCreationResult> createReplicationSlot() throws SQLException {
        return replication.createReplicationSlot();
    }

    @Override
    public void initConnection() throws SQLException, InterruptedException {
        replication.initConnection();
    }

    @Override
    public boolean isConnected() throws SQLException {
        return replication.isConnected();
    }

    @Override
    public void reconnect() throws SQLException {
        replication.reconnect();
    }

    @Override
    public void close() throws Exception {
        replication.close();
    }
}
